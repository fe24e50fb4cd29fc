"""Letters: lines appear as they are read, page by page, and nothing is lost."""

import numpy as np
import pytest

from revive.film.cards import APPEARS, EARLY, letter_words, title_words
from revive.speech.speech import Sentence

SIZE = (640, 360)
TEXT = "My dear Tom,\nthank you for the roses.\n\nYours, Ruth"


def said(text: str, pace: float = 0.1) -> list[Sentence]:
    """Its lines as sentences, each letter taking so many seconds."""
    sentences, at = [], 0.0
    for line in filter(None, text.splitlines()):
        length = pace * sum(not c.isspace() for c in line)
        sentences.append(Sentence(line, at, at + length))
        at += length + 0.5
    return sentences


def test_a_line_appears_a_little_before_it_is_read():
    sentences = said(TEXT)
    words = letter_words(TEXT, sentences, sentences[-1].end, SIZE, begin=2.0)
    assert [one.start for one in words] == pytest.approx([one.start + 2.0 - EARLY for one in sentences], abs=0.02)
    assert all(one.end == float("inf") for one in words)  # one page, which stays


def test_without_times_the_lines_are_spread_over_the_reading():
    words = letter_words(TEXT, (), 10.0, SIZE, begin=0.0)
    starts = np.array([one.start for one in words]) + EARLY
    assert starts[0] == 0 and np.all(np.diff(starts) > 1) and starts[-1] < 10


def test_a_long_letter_turns_its_pages():
    text = "\n".join(f"This is line number {i} of a letter." for i in range(40))
    sentences = said(text)
    words = letter_words(text, sentences, sentences[-1].end, SIZE, begin=0.0)
    assert len(words) == 40  # every line is shown, and goes when the next page begins
    for t in np.arange(1, sentences[-1].end, 1.7):
        boxes = [one.overlay.box for one in words if one.start <= t < one.end]
        tops = sorted(box[1] for box in boxes)
        assert boxes and all(b[3] <= SIZE[1] and b[1] >= 0 for b in boxes) and np.all(np.diff(tops) > 0)
    assert {one.end for one in words} > {float("inf")}


def test_words_appear_slowly_and_dates_after_the_title():
    title, dates = title_words("Ruth", "1931–2024", SIZE, begin=0.5)
    assert dates.start > title.start and dates.overlay.box[1] > title.overlay.box[1]
    levels = []
    for t in (0.4, 0.5 + APPEARS / 2, 0.5 + APPEARS):
        frame = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        title.draw(frame, t)
        levels.append(int(frame.max()))
    assert levels[0] == 0 and 60 < levels[1] < 200 and levels[2] > 220
