"""Lines have the times at which their words were heard, whoever wrote them."""

from __future__ import annotations

import numpy as np
import pytest

from revive.listening.levels import HOP, share_time
from revive.listening.transcription import Passage, Transcript, Word
from revive.speech.text import spoken_length
from revive.speech.transcript import lines_of, note_of, tokens


def heard(*sentences: tuple[str, float, float]) -> list[Word]:
    """Words that share the seconds of their sentence."""
    words = []
    for text, start, end in sentences:
        parts = text.split()
        times = np.linspace(start, end, len(parts) + 1).tolist()
        words += [Word(f" {part}", times[i], times[i + 1], 0.9) for i, part in enumerate(parts)]
    return words


def speaking(*stretches: tuple[float, float], seconds: float = 20) -> np.ndarray:
    active = np.zeros(round(seconds / HOP), bool)
    for start, end in stretches:
        active[round(start / HOP) : round(end / HOP)] = True
    return active


def times(lines) -> list[tuple[float, float]]:
    return [(round(line.start, 2), round(line.end, 2)) for line in lines]


SAID = heard(("We walked to the lake.", 1, 3), ("It was cold.", 8, 9), ("You held my hand.", 12, 14))
WHEN = speaking((1, 3), (8, 9), (12, 14))


def test_lines_have_the_times_of_their_words():
    lines, aligned = lines_of("We walked to the lake. It was cold. You held my hand.", SAID, WHEN)
    assert aligned and [line.text for line in lines] == [
        "We walked to the lake.", "It was cold.", "You held my hand."
    ]  # fmt: skip
    assert times(lines) == [(1, 3), (8, 9), (12, 14)]
    assert [line.number for line in lines] == [0, 1, 2]


@pytest.mark.parametrize(
    "typed",
    [
        "We walked to that lake! It was so cold. You hold my hand.",
        "we WALKED to the lake it was. Cold. You held my hand",
    ],
)
def test_corrections_keep_the_times(typed):
    lines, aligned = lines_of(typed, SAID, WHEN)
    assert aligned and lines[0].start == 1 and times(lines)[-1] == (12, 14)


def test_a_sentence_that_the_transcript_lacks_moves_no_other():
    """Shared by length alone, the first line would last until the second sentence is over."""
    typed = "We walked to the lake. You held my hand."
    lines, aligned = lines_of(typed, SAID, WHEN)
    assert aligned and times(lines) == [(1, 3), (12, 14)]
    shared = share_time([spoken_length(line.text) for line in lines], WHEN)
    assert shared[0][1] > 8


def test_a_sentence_that_was_not_heard_has_the_speech_between():
    typed = "We walked to the lake. Nobody else was there. You held my hand."
    lines, _ = lines_of(typed, [word for word in SAID if not 8 <= word.start < 9], WHEN)
    assert times(lines) == [(1, 3), (8, 9), (12, 14)]


def test_other_words_share_the_speech_as_before():
    typed = "Ich liebe dich sehr, mein Kind. Bleib gesund und munter."
    lines, aligned = lines_of(typed, SAID, WHEN)
    assert not aligned and [(line.start, line.end) for line in lines] == share_time(
        [spoken_length(line.text) for line in lines], WHEN
    )
    assert lines_of(typed, [], WHEN) == (lines, False)
    assert lines_of(" ", SAID, WHEN) == ([], False)


def test_chinese_is_compared_character_by_character():
    words = [Word("我们", 1, 2, 0.9), Word("去湖边。", 2, 4, 0.9), Word("很冷", 6, 7, 0.9)]
    lines, aligned = lines_of("我们去河边。很冷。", words, speaking((1, 4), (6, 7)))
    assert aligned and times(lines) == [(1, 4), (6, 7)]
    assert tokens("Don't, 我们!") == ["dont", "我", "们"]


def test_lines_neither_overlap_nor_run_backwards():
    draw = np.random.default_rng(0)
    for _ in range(50):
        starts = np.sort(draw.uniform(0, 18, 12))
        words = [Word(f" w{i}.", start, start + draw.uniform(0, 1.5), 0.9) for i, start in enumerate(starts)]
        typed = " ".join(f"w{i}." for i in range(12) if draw.random() < 0.8) + " Something else."
        active = draw.random(2000) < 0.5
        edges = [edge for line in lines_of(typed, words, active)[0] for edge in (line.start, line.end)]
        assert edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= 20


def test_the_user_is_told_what_was_heard():
    def told(*sure: bool) -> str:
        passages = tuple(
            Passage((Word(" a", float(i), i + 1.0, 0.9),), certain) for i, certain in enumerate(sure)
        )  # fmt: skip
        return note_of(Transcript("de", 0.9, passages)).text()

    assert told().startswith("No words were heard")
    assert told(False, False, True).startswith("The words could not be made out surely; please type them")
    assert told(True, False).startswith("German was heard and written down, but for what could not be made out")
    assert told(True).startswith("German was heard and written down; please correct")
