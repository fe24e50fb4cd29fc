"""Train what moves a face: the mouth that follows the sound, and the gesture that goes with the words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from revive.listening.listener import loudness
from revive.training.gesture.sample import SpeechCourse
from revive.training.gesture.train import train_gesture
from revive.training.mouth.synthetic_speech import synthetic_corpus
from revive.training.mouth.train import train_mouth

MINUTES = 15  # of synthetic speech


def train_motion(
    data: Path, out: Path, *, part: str = "both", resume: bool = False, seed: int = 7, before: Path | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Make the speech that both learn from, and train "mouth", "gesture" or "both".

    Writes `out`/mouth.safetensors and `out`/gesture.safetensors; gives the figures of `train_mouth` and
    `train_gesture`. `before` are weights that the gesture's training goes on from.
    """
    out.mkdir(parents=True, exist_ok=True)
    say(f"making {MINUTES} minutes of speech, about {MINUTES / 2:.0f} minutes of work; kept in {out}")
    utterances = list(synthetic_corpus(out / "spoken", minutes=MINUTES, seed=seed))
    figures: dict[str, float] = {}
    if part in ("both", "mouth"):
        figures |= train_mouth(data, out, utterances, resume=resume, seed=seed, say=say)
    if part in ("both", "gesture"):
        spoken = [SpeechCourse(loudness(utterance.mel), utterance.pitch) for utterance in utterances]
        figures |= train_gesture(data, out, spoken, resume=resume, seed=seed, before=before, say=say)
    return figures
