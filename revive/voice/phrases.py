"""Recordings -> phrases: what is said between two pauses, at 16 kHz, so that nothing measures the silence."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.scratch import scratch_folder
from revive.listening.levels import HOP, Levels, stretches
from revive.speech.recording import decode

SAMPLE_RATE = 16000  # Hz
PAUSE = 0.3  # seconds; shorter gaps belong to the phrase (de Jong & Wempe 2009)
LONGEST = 15.0  # seconds; a longer phrase is cut, so that memory is bounded
EDGE = 0.05  # seconds of the room kept round a phrase
LEAST_ROOM = 0.2  # seconds of it that tell how loud it is


@dataclass(frozen=True)
class Phrase:
    """What is said in one breath: where it starts in its recording (seconds), and (N,) float32 at SAMPLE_RATE."""

    start: float
    sound: np.ndarray

    @property
    def seconds(self) -> float:
        return len(self.sound) / SAMPLE_RATE


@dataclass(frozen=True)
class Recording:
    """The part of a recording that is examined.

    Attributes
    ----------
    phrases : in order
    pauses : seconds of every pause between two of them
    spoken : seconds of speech, without pauses
    seconds : from the first word to the last
    room : RMS in dBFS of what is heard where nobody speaks; None where there is too little of it
    """

    phrases: tuple[Phrase, ...]
    pauses: tuple[float, ...]
    spoken: float
    seconds: float
    room: float | None


def listen(files: list[Path], *, most: float, tick: Callable[[float], None]) -> list[Recording]:
    """The first `most` seconds of speech, shared out so that every file is heard.

    A recording in which nobody speaks has no phrases.

    Parameters
    ----------
    files : whatever ffmpeg reads
    tick : told the fraction done (0–1); what it raises stops the work

    Raises
    ------
    UserError : see `speech.recording.decode`
    """
    recordings, left = [], most
    with scratch_folder() as folder:
        raw = folder / "raw.wav"
        for number, file in enumerate(files):
            levels = decode(Path(file), raw, lambda part, number=number: tick((number + part) / len(files)))
            recordings.append(_cut(raw, levels, left / (len(files) - number)))
            left -= recordings[-1].spoken
            raw.unlink()
    return recordings


def resample(sound: np.ndarray, sample_rate: int) -> np.ndarray:
    """(N,) float32 at SAMPLE_RATE, without what damage left that is no number."""
    import soxr

    return np.nan_to_num(soxr.resample(sound, sample_rate, SAMPLE_RATE), posinf=0, neginf=0).astype(np.float32)


def _cut(raw: Path, levels: Levels, most: float) -> Recording:
    import soundfile

    speaking = levels.speaking()
    spans = _spans(speaking, most)
    quiet = 10 ** (levels.decibels[~speaking] / 10)
    room = 10 * np.log10(quiet.mean()) if len(quiet) * HOP >= LEAST_ROOM else None
    phrases = []
    with soundfile.SoundFile(raw) as file:
        for start, end in spans:
            first = max(round((start - EDGE) * file.samplerate), 0)
            file.seek(first)
            sound = file.read(round((end + EDGE) * file.samplerate) - first, dtype="float32")
            phrases.append(Phrase(first / file.samplerate, resample(sound, file.samplerate)))
    gaps = [following[0] - before[1] for before, following in itertools.pairwise(spans)]
    return Recording(
        phrases=tuple(phrases),
        pauses=tuple(gap for gap in gaps if gap > 0),  # none where a long phrase was cut
        spoken=sum(end - start for start, end in spans),
        seconds=spans[-1][1] - spans[0][0] if spans else 0.0,
        room=None if room is None else float(room),
    )


def _spans(speaking: np.ndarray, most: float) -> list[tuple[float, float]]:
    """Start and end of the phrases in seconds, until `most` seconds are spoken."""
    joined = speaking.copy()
    for start, end in stretches(~speaking):
        if start > 0 and end < len(joined) and (end - start) * HOP < PAUSE:
            joined[start:end] = True
    spans, left = [], most
    for first, last in stretches(joined):
        start, end = first * HOP, min(last * HOP, first * HOP + left)
        left -= end - start
        parts = max(int(np.ceil((end - start) / LONGEST)), 1)
        borders = np.linspace(start, end, parts + 1).tolist()
        spans += itertools.pairwise(borders)
        if left <= HOP:
            break
    return spans
