"""The Speech: the sound on disk, and the sentences with their times.

The sound stays in a file and is read in blocks, so memory does not grow with its length.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.listening.transcription import Transcript
from revive.speech.text import is_cjk


@dataclass(frozen=True)
class Sentence:
    """A line of text and when it is said, in seconds from the start of the speech.

    `number` is that of the sentence it belongs to: a long one is several lines. `said` is that whole sentence as the
    voice says it, with the pronunciations of its words; "" where it is said just so. `speaker` is the number of the
    face that says it, where there are several; 0 where one face says everything.
    """

    text: str
    start: float
    end: float
    number: int = 0
    said: str = ""
    speaker: int = 0


def joined_lines(lines: Sequence[str]) -> str:
    """The lines of a text as one, with spaces between them where its script has them."""
    return ("" if is_cjk(lines[0][-1]) else " ").join(lines)


def whole_sentences(lines: Iterable[Sentence]) -> list[Sentence]:
    """Sentences, the lines of each joined."""
    joined = []
    for _, parts in itertools.groupby(lines, key=lambda line: line.number):
        first, *others = parts
        last = others[-1] if others else first
        text = joined_lines([line.text for line in (first, *others)])
        joined.append(Sentence(text, first.start, last.end, first.number, first.said, first.speaker))
    return joined


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
    synthetic : a synthetic voice says just these words, at just these times
    heard : what was written down of a recording; None where nothing was
    aligned : the times of the sentences are those of words that were heard
    silent : nobody speaks at all
    share : of its length in which this speaker has the word, 0–1; less than 1 where others speak too
    """

    path: Path
    sample_rate: int
    samples: int
    language: str = ""
    sentences: tuple[Sentence, ...] = ()
    synthetic: bool = False
    heard: Transcript | None = None
    aligned: bool = False
    silent: bool = False
    share: float = 1.0

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.samples / self.sample_rate

    def whole_sentences(self) -> list[Sentence]:
        """`sentences` with the lines of each joined."""
        return whole_sentences(self.sentences)

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
