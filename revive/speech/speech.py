"""The Speech: what is said, as sound on disk and as sentences with times.

The sound stays in a file and is read in blocks, so that ten minutes need no more memory than ten seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Sentence:
    """A piece of text and when it is said, in seconds from the start of the speech."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Speech:
    """Sound and words.

    Attributes
    ----------
    path : 16-bit mono WAV file
    sample_rate : in Hz
    samples : how many samples the file holds; the clip's one clock
    language : "en", "zh", "ja", … or "" where it is not known (a recording)
    sentences : the words with their times, in order; empty for a recording without a transcript
    """

    path: Path
    sample_rate: int
    samples: int
    language: str = ""
    sentences: tuple[Sentence, ...] = ()

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.samples / self.sample_rate

    def blocks(self, *, sample_rate: int, block: int) -> Iterator[np.ndarray]:
        """The sound resampled to `sample_rate`, as float32 arrays of `block` samples (the last one shorter), −1..1."""
        import soundfile
        import soxr

        stream = soxr.ResampleStream(self.sample_rate, sample_rate, 1, dtype="float32")
        rest = np.zeros(0, np.float32)
        with soundfile.SoundFile(self.path) as file:
            while True:
                piece = file.read(self.sample_rate * 5, dtype="float32")
                last = file.tell() >= self.samples
                rest = np.concatenate([rest, stream.resample_chunk(piece, last=last)])
                while len(rest) >= block:
                    yield rest[:block]
                    rest = rest[block:]
                if last:
                    break
        if len(rest):
            yield rest
