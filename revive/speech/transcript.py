"""The words of a recording as lines with their times: those that were heard, or those that somebody typed.

What is typed is compared with what was heard, word by word (Levenshtein's alignment): equal words have the times at
which they were heard, those between share the time between.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from revive.core.localisation import Message
from revive.listening.levels import HOP, share_time, stretches
from revive.listening.transcription import Transcript, Word
from revive.speech.language import name_of
from revive.speech.speech import Sentence
from revive.speech.text import caption_lines, clean, is_cjk, sentences, spoken_length

ALIKE = 0.4  # of the typed words; where fewer were heard, it is not what is said
NEAR, AFTER_SIGN = 0.15, 0.6  # seconds to a pause that parts two lines; where the first ends with one of SIGNS
SIGNS = ".,;:?!…—。，；：、？！।"


def lines_of(transcript: str, heard: Sequence[Word], speaking: np.ndarray) -> tuple[list[Sentence], bool]:
    """The caption lines of a transcript with their times, and whether these come from the words that were heard.

    Parameters
    ----------
    transcript : what is said
    heard : the words that were heard, in order; empty where nothing was written down
    speaking : (T,) bool, when there is speech, every HOP seconds; where too few words are alike, the lines share it
    """
    parts = enumerate(sentences(clean(transcript)))
    lines = [(number, line) for number, (sentence, _) in parts for line in caption_lines(sentence)]
    if not lines:
        return [], False
    times = _heard_times([line for _, line in lines], heard, speaking)
    aligned = times is not None
    times = times or share_time([spoken_length(line) for _, line in lines], speaking)
    return [Sentence(line, *time, number) for (number, line), time in zip(lines, times, strict=True)], aligned


def note_of(heard: Transcript) -> Message:
    """What the user is told of the words that were heard, where none were typed."""
    if not heard.passages:
        return Message("No words were heard; if there are any, please type them, and they become the captions.")
    if not heard.sure:
        return Message("The words could not be made out surely; please type them, and they become the captions.")
    values = {"language": name_of(heard.language)}
    if heard.certainty < 1:
        return Message(
            "{language} was heard and written down, but for what could not be made out surely; please correct the"
            " words where they are wrong.",
            **values,
        )
    return Message("{language} was heard and written down; please correct the words where they are wrong.", **values)


def _heard_times(lines: list[str], heard: Sequence[Word], speaking: np.ndarray) -> list[tuple[float, float]] | None:
    """Start and end of every line in seconds; None where too few of its words were heard."""
    from rapidfuzz.distance import Levenshtein

    typed = [(token, number) for number, line in enumerate(lines) for token in tokens(line)]
    said = [(token, *time) for word in heard for token, *time in _timed_tokens(word)]
    steps = Levenshtein.opcodes([token for token, _ in typed], [token for token, *_ in said])
    alike = sum(step.src_end - step.src_start for step in steps if step.tag == "equal")
    if not speaking.any() or not typed or alike < ALIKE * len(typed):
        return None
    times = np.full((len(typed), 2), np.nan)
    for step in steps:
        if step.src_end - step.src_start == step.dest_end - step.dest_start:  # a word for a word, if not the same
            times[step.src_start : step.src_end] = [time for _, *time in said[step.dest_start : step.dest_end]]
    times = _filled(times, [spoken_length(token) for token, _ in typed], speaking)
    of_line = np.array([number for _, number in typed])
    found, end = [], 0.0
    for number in range(len(lines)):
        own = times[of_line == number]
        start, end = (max(own[0, 0], end), max(own[-1, 1], end)) if len(own) else (end, end)
        found.append((start, end))
    return _at_pauses(lines, found, speaking)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case without their punctuation; Chinese and Japanese characters one by one."""
    found = [""]
    for character in unicodedata.normalize("NFKC", text).casefold():
        if is_cjk(character) and character.isalnum():
            found += [character, ""]
        elif character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
            found[-1] += character
        elif character not in "'’":
            found.append("")
    return [token for token in found if token]


def _timed_tokens(word: Word) -> list[tuple[str, float, float]]:
    """The tokens of a word that was heard, which share its time."""
    found = tokens(word.text)
    borders = np.linspace(word.start, word.end, len(found) + 1).tolist()
    return list(zip(found, borders[:-1], borders[1:], strict=True))


def _filled(times: np.ndarray, lengths: list[float], speaking: np.ndarray) -> np.ndarray:
    """(words, 2) times in seconds; those that are NaN share the speech between those that are known, by length."""
    spoken = np.concatenate([[0.0], np.cumsum(speaking)])  # steps of speech before each step
    moments = np.arange(len(spoken)) * HOP
    borders = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.stack([borders[:-1], borders[1:] - 1e-6], axis=1).ravel()  # of starts and ends in the text
    known = np.isfinite(times.ravel())
    values = np.interp(times.ravel()[known], moments, spoken)
    places_known = np.concatenate([[-1.0], places[known], [borders[-1] + 1.0]])
    values = np.maximum.accumulate(np.concatenate([[0.0], values, [spoken[-1]]]))
    guessed = np.interp(places, places_known, values)
    guessed = np.searchsorted(spoken, guessed) * HOP
    return np.where(known, times.ravel(), guessed).reshape(-1, 2)


def _at_pauses(lines: list[str], times: list[tuple[float, float]], speaking: np.ndarray) -> list[tuple[float, float]]:
    """The times with every end moved to where a pause nearby begins, and every start to where one ends."""
    pauses = np.array(stretches(np.concatenate([[True], ~speaking, [True]]))) * HOP - HOP  # one before, one after all
    moved, before = [], AFTER_SIGN
    for line, (start, end) in zip(lines, times, strict=True):
        after = AFTER_SIGN if line[-1] in SIGNS or line is lines[-1] else NEAR
        (away, pause), (away_end, pause_end) = _nearest(start, pauses), _nearest(end, pauses)
        start = max(pause[1] if away < before else start, moved[-1][1] if moved else 0.0)
        moved.append((start, max(pause_end[0] if away_end < after else end, start)))
        before = after
    return moved


def _nearest(moment: float, pauses: np.ndarray) -> tuple[float, list[float]]:
    """How far away the nearest pause is, in seconds, and its start and end."""
    away = np.maximum(np.maximum(pauses[:, 0] - moment, moment - pauses[:, 1]), 0.0)
    return float(away.min()), pauses[away.argmin()].tolist()
