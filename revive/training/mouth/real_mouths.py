"""Real people who speak: the tracked mouths of films, beside their sound.

They teach when and how far a mouth opens, widens and drops its jaw; of the sounds themselves nothing is labelled.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.listening.listener import RATE, SAMPLE_RATE, mel_spectrogram
from revive.motion.visemes import CURVES
from revive.training.mouth.lip_measures import measure, on_usual_range
from revive.training.mouth.synthetic_speech import Utterance

STUDIO = tuple(f"clip{n:02d}" for n in (0, 1, 2, 3, 4, 8, 9, 10))  # short sentences
LEARN = (*STUDIO, "clip19", "clip21", "clip29", "clip30", "clip31", "clip32", "clip34", "clip36")  # with running speech
HELD_OUT = ("clip05", "clip06", "clip07", "clip22", "clip28", "clip35", "clip37")


def real_mouths(data: Path, offsets: dict[str, float], clips: tuple[str, ...] = LEARN) -> list[Utterance]:
    """The clips in `data`/talking as utterances, everybody on one range.

    Parameters
    ----------
    offsets : by how many seconds each clip's picture is ahead of its sound, see `offsets.find_offsets`
    """
    return [_utterance_of(data / "talking" / clip, offsets.get(clip, 0.0)) for clip in clips]


def measures_of(clip: Path) -> tuple[np.ndarray, float]:
    """`measure` of a clip's pictures, and their rate."""
    with np.load(clip / "tracks.npz") as tracks:
        return measure(tracks["landmarks"], tracks["valid"]), float(tracks["fps"])


def measures_at(measures: np.ndarray, fps: float, times: np.ndarray) -> np.ndarray:
    """The measures at these seconds of the film, NaN beside a picture without a face and beyond the ends."""
    pictures = (np.arange(len(measures)) + 0.5) / fps
    return np.stack([np.interp(times, pictures, row, left=np.nan, right=np.nan) for row in measures.T], axis=1)


def mel_of(clip: Path) -> np.ndarray:
    """`mel_spectrogram` of a clip's sound."""
    return mel_spectrogram([_sound_of(clip)])


def _sound_of(clip: Path) -> np.ndarray:
    import soundfile

    sound, rate = soundfile.read(clip / "audio.flac", dtype="float32")
    if rate != SAMPLE_RATE:
        raise ValueError(f"{clip}: its sound has {rate} Hz instead of {SAMPLE_RATE}")
    return sound


def _utterance_of(clip: Path, offset: float) -> Utterance:
    mel = mel_of(clip)
    measures, fps = measures_of(clip)
    seen = measures_at(on_usual_range(measures), fps, (np.arange(len(mel)) + 0.5) / RATE - offset)
    unknown = np.full((len(mel), len(CURVES)), np.nan, np.float16)
    viseme = np.full(len(mel), -1, np.int8)
    voiceless = np.full(len(mel), np.nan, np.float32)  # a mouth is not taught by the pitch
    return Utterance(clip.name, mel, viseme, unknown, seen.astype(np.float16), voiceless)
