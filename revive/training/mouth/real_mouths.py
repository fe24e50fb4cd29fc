"""Real people who speak: the tracked mouths of films, beside their sound.

They teach when and how far a mouth opens; of the sounds themselves nothing is labelled.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.face.mesh import inner_lip_gap
from revive.motion.viseme_recogniser import HOP, RATE, SAMPLE_RATE, WINDOW, log_mel
from revive.motion.visemes import CURVES
from revive.training.mouth.synthetic_speech import Utterance, pitch_of

# clips with running speech; clip29 too has some, but its sound and its mouth are not of one moment
LEARN = (*(f"clip{n:02d}" for n in (0, 1, 2, 3, 4, 8, 9, 10)), "clip21")
HELD_OUT = (*(f"clip{n:02d}" for n in (5, 6, 7)), "clip22", "clip28")
USUAL = 0.18  # eye distances between a mouth at rest and one wide open in ordinary speech, in the median clip
REST, WIDE = 10, 95  # percentiles of the openings that count as rest and as wide open


def real_mouths(data: Path, clips: tuple[str, ...] = LEARN) -> list[Utterance]:
    """The clips in `data`/talking as utterances; openings of every person are laid on one range, 0 to `USUAL`."""
    return [_utterance_of(data / "talking" / clip) for clip in clips]


def opening_of(clip: Path) -> tuple[np.ndarray, float]:
    """The tracked opening of a clip's mouth in eye distances, (pictures,), NaN where no face is seen; its rate."""
    with np.load(clip / "tracks.npz") as tracks:
        gaps = [inner_lip_gap(points[:, :2]) for points in tracks["landmarks"]]
        return np.where(tracks["valid"], gaps, np.nan), float(tracks["fps"])


def mel_of(clip: Path) -> np.ndarray:
    """(frames, BANDS) float16, `log_mel` of a clip's sound."""
    sound = _sound_of(clip)
    return log_mel(np.pad(sound, ((WINDOW - HOP) // 2, WINDOW)))[: -(-len(sound) // HOP)].astype(np.float16)


def voice_pitch(clip: Path) -> np.ndarray:
    """(frames,) float32, `pitch_of` a clip's sound."""
    sound = _sound_of(clip)
    return pitch_of(sound, -(-len(sound) // HOP))


def _sound_of(clip: Path) -> np.ndarray:
    import soundfile

    sound, rate = soundfile.read(clip / "audio.flac", dtype="float32")
    if rate != SAMPLE_RATE:
        raise ValueError(f"{clip}: its sound has {rate} Hz instead of {SAMPLE_RATE}")
    return sound


def _utterance_of(clip: Path) -> Utterance:
    mel = mel_of(clip)
    gap, fps = opening_of(clip)
    rest, wide = np.nanpercentile(gap, (REST, WIDE))
    opening = USUAL * (gap - rest) / (wide - rest)
    times = (np.arange(len(mel)) + 0.5) / RATE
    pictures = (np.arange(len(gap)) + 0.5) / fps
    seen = np.interp(times, pictures, opening, left=np.nan, right=np.nan)  # NaN beside a picture without a face
    unknown = np.full((len(mel), len(CURVES)), np.nan, np.float16)
    viseme = np.full(len(mel), -1, np.int8)
    return Utterance(clip.name, mel, viseme, unknown, seen.astype(np.float16), voice_pitch(clip))
