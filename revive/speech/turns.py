"""Turns: several faces speak one after another. Each turn is said by itself; here they become one speech.

Beside the speech of all, every face gets a speech of its own, as long as that of all and silent where others speak: it
moves that face, and no other's words can.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.listening.levels import HOP, measure_levels
from revive.speech.speech import Sentence, Speech
from revive.speech.synthesise import FADE, LEAD, TAIL

PAUSES = 0.25, 0.6  # seconds between two turns, from the last sound of one to the first of the next
BEFORE, AFTER = 0.05, 0.15  # seconds that are kept round what is heard of a turn


@dataclass(frozen=True)
class SaidTurn:
    """A turn that was said: the number of the face, its sound by itself, and when it is heard in the whole, seconds."""

    face: int
    speech: Speech
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True)
class Conversation:
    """What several faces say.

    Attributes
    ----------
    speech : of all of them; each sentence has the number of its face
    own : by the number of every face, of those too that say nothing: its own lines, in a speech that is as long
    turns : in order, with their times
    """

    speech: Speech
    own: dict[int, Speech]
    turns: tuple[SaidTurn, ...]


def join_turns(turns: Sequence[SaidTurn], faces: Sequence[int], folder: Path, *, seed: int) -> Conversation:
    """Join turns with pauses between them, into new WAV files in `folder`.

    Parameters
    ----------
    turns : in order, without times
    faces : the numbers of all faces, listeners too
    seed : draws the pauses
    """
    import soundfile

    rate = max(turn.speech.sample_rate for turn in turns)
    rng = np.random.default_rng([seed, 11])
    places = {face: folder / f"speech-{face}.wav" for face in faces}
    whole, sentences, timed, number, written = folder / "speech.wav", [], [], 0, 0
    with ExitStack() as stack:
        files = {
            face: stack.enter_context(soundfile.SoundFile(path, "w", rate, 1, "PCM_16"))
            for face, path in {0: whole, **places}.items()
        }

        def write(sound: np.ndarray, speaker: int) -> None:
            for face, file in files.items():
                file.write(sound if face in (0, speaker) else np.zeros_like(sound))

        pause = LEAD
        for turn in turns:
            first, last = _heard(turn.speech)
            gap = np.zeros(round((pause - BEFORE - (AFTER if timed else 0)) * rate), np.float32)
            write(gap, 0)
            begun = (written + len(gap)) / rate
            length = 0
            for block in _stretch(turn.speech, rate, first - BEFORE, last + AFTER):
                write(block, turn.face)
                length += len(block)
            written += len(gap) + length
            offset = begun - max(first - BEFORE, 0.0)
            sentences += [_moved(line, offset, number, turn.face) for line in turn.speech.sentences]
            number = sentences[-1].number + 1 if sentences else 0
            timed.append(dataclasses.replace(turn, start=first + offset, end=last + offset))
            pause = rng.uniform(*PAUSES)
        write(np.zeros(round((TAIL - AFTER) * rate), np.float32), 0)
        written += round((TAIL - AFTER) * rate)
    language = next((turn.speech.language for turn in turns if turn.speech.language), "")
    synthetic = any(turn.speech.synthetic for turn in turns)
    speech = Speech(whole, rate, written, language, tuple(sentences), synthetic)
    own = {face: _own(speech, face, timed, path) for face, path in places.items()}
    return Conversation(speech, own, tuple(timed))


def _own(speech: Speech, face: int, turns: Sequence[SaidTurn], path: Path) -> Speech:
    mine = [turn for turn in turns if turn.face == face]
    return dataclasses.replace(
        speech, path=path, sentences=tuple(line for line in speech.sentences if line.speaker == face),
        language=next((turn.speech.language for turn in mine), speech.language),
        synthetic=all(turn.speech.synthetic for turn in mine), aligned=any(turn.speech.aligned for turn in mine),
        share=sum(turn.end - turn.start for turn in mine) / speech.duration,
    )  # fmt: skip


def _heard(speech: Speech) -> tuple[float, float]:
    """The seconds from the first to the last sound of somebody who speaks."""
    blocks = speech.blocks(sample_rate=speech.sample_rate, block=speech.sample_rate * 5)
    speaking = np.flatnonzero(measure_levels(blocks, speech.sample_rate).speaking())
    return (speaking[0] * HOP, (speaking[-1] + 1) * HOP) if len(speaking) else (0.0, speech.duration)


def _stretch(speech: Speech, rate: int, start: float, end: float) -> Iterator[np.ndarray]:
    """The sound between two seconds in blocks, faded at both ends."""
    first, last, fade = max(round(start * rate), 0), min(round(end * rate), _samples(speech, rate)), round(FADE * rate)
    at = 0
    for block in speech.blocks(sample_rate=rate, block=rate):
        place = np.arange(at, at + len(block))
        at += len(block)
        here = (place >= first) & (place < last)
        if here.any():
            place = place[here]
            yield (block[here] * np.clip(np.minimum(place - first, last - 1 - place) / fade, 0, 1)).astype(np.float32)


def _samples(speech: Speech, rate: int) -> int:
    return round(speech.duration * rate)


def _moved(line: Sentence, offset: float, number: int, face: int) -> Sentence:
    return dataclasses.replace(
        line, start=line.start + offset, end=line.end + offset, number=line.number + number, speaker=face
    )
