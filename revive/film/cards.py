"""Words on a quiet ground: titles with dates, and letters whose lines appear as they are read."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from revive.clip.title import dimmed, set_title
from revive.film.pictures import beside
from revive.media.caption_styles import INK
from revive.media.lettering import Lettering, looks_chinese, plain
from revive.media.overlay import Overlay
from revive.media.photo import read_photo
from revive.speech.speech import Sentence

TOP, BOTTOM = (58, 46, 39), (22, 18, 16)  # the ground without a photograph
APPEARS = 1.2  # seconds in which words appear
DATES_LATER = 0.8  # seconds after the title
DATES_SIZE = 0.55  # times the title's letters
LETTER_SIZE = 0.058  # of the shortest side, the letters of a letter
LETTER_WIDTH, LETTER_HEIGHT = 0.76, 0.72  # of the frame, what its lines may take
LEADING, PARAGRAPH = 1.5, 0.6  # times the letters: between lines, and more after a paragraph
EARLY = 0.5  # seconds before a line is read, when it begins to appear
PAGE_FADE = 0.7  # seconds in which a page that has been read goes


@dataclass(frozen=True)
class Words:
    """Words that are shown from `start` to `end`, in seconds of the scene; they appear and go slowly."""

    overlay: Overlay
    start: float
    end: float = float("inf")

    def draw(self, frame: np.ndarray, t: float) -> None:
        """Draw them on a frame of the time `t`, in place."""
        share = min((t - self.start) / APPEARS, (self.end - t) / PAGE_FADE, 1.0)
        if share >= 1:
            self.overlay.draw(frame)
        elif share > 0:
            self.overlay.at(share * share * (3 - 2 * share)).draw(frame)


@dataclass(frozen=True)
class Card:
    """A ground (H, W, 3) uint8 and the words on it."""

    ground: np.ndarray
    words: tuple[Words, ...]

    def draw(self, t: float) -> np.ndarray:
        """The frame at `t` seconds of the scene."""
        frame = self.ground.copy()
        for words in self.words:
            words.draw(frame, t)
        return frame


@dataclass(frozen=True)
class _Line:
    """A line of a letter: its words, whether a paragraph ends with it, and the letters before it in the text."""

    text: str
    ends: bool
    before: int


def title_words(text: str, dates: str, size: tuple[int, int], begin: float) -> tuple[Words, ...]:
    """The title in the middle, the dates below it; they appear from `begin` seconds on."""
    language = _language(text + dates)
    lines, lettering = set_title(plain(text), *size, language) if text.strip() else ([], Lettering(8))
    size_below = round(DATES_SIZE * (lettering.size if lines else 0.088 * min(size)))
    below = Lettering(max(size_below, 10), 400, language)
    set_below = [line for one in dates.splitlines() for line in below.wrap(plain(one), 0.8 * size[0])]
    leading, leading_below = round(1.34 * lettering.size), round(1.45 * below.size)
    height = leading * len(lines) + leading_below * len(set_below)
    top = (size[1] - height) // 2
    placed = [(line, lettering, top + i * leading, begin) for i, line in enumerate(lines)]
    top += leading * len(lines) + round(0.3 * below.size)
    later = begin + DATES_LATER * bool(lines)
    placed += [(line, below, top + i * leading_below, later) for i, line in enumerate(set_below)]
    return tuple(Words(_set(line, how, size, y), start) for line, how, y, start in placed)


def letter_words(
    text: str, sentences: Sequence[Sentence], seconds: float, size: tuple[int, int], begin: float
) -> tuple[Words, ...]:  # fmt: skip
    """The lines of a letter, page by page; each appears a little before it is read.

    Parameters
    ----------
    sentences : of the reading, with their times; without any, the lines are spread over it
    seconds : of the reading
    begin : second of the scene at which the reading begins
    """
    lettering = Lettering(max(round(LETTER_SIZE * min(size)), 10), 400, _language(text))
    lines = _lines(text, lettering, LETTER_WIDTH * size[0])
    when = _times(lines, sentences, seconds)
    pages = _pages(lines, lettering, LETTER_HEIGHT * size[1])
    words, at = [], 0
    for number, page in enumerate(pages):
        following = at + len(page)
        end = when[following] + begin - EARLY if number + 1 < len(pages) else float("inf")
        heights = [_height(line, lettering) for line in page]
        tops = (size[1] - sum(heights)) // 2 + np.cumsum([0, *heights[:-1]])
        left = (size[0] - max(lettering.width(line.text) for line in page)) / 2
        for line, top, start in zip(page, tops, when[at:following], strict=True):
            words.append(Words(_set(line.text, lettering, size, int(top), left), start + begin - EARLY, end))
        at = following
    return tuple(words)


def ground_of(photo: Path | None, size: tuple[int, int]) -> np.ndarray:
    """The ground of a card: a photograph, blurred and dark, or a warm dark tone."""
    if photo is not None:
        return dimmed(beside(read_photo(photo, size=640), size), 0.7)
    share = np.linspace(0, 1, size[1])[:, None, None]
    noise = np.random.default_rng(0).random((size[1], size[0], 1))  # no steps in the dark tones
    return (np.array(TOP) * (1 - share) + np.array(BOTTOM) * share + noise).astype(np.uint8)


def _language(text: str) -> str:
    return "zh" if looks_chinese(text) else ""


def _set(line: str, lettering: Lettering, size: tuple[int, int], top: int, left: float | None = None) -> Overlay:
    """One line of words with a soft shadow; in the middle where `left` is not given."""
    em, width = lettering.size, int(lettering.width(line)) + lettering.size
    picture = Image.new("RGBA", (min(width, size[0]), round(1.7 * em)), (*INK, 0))
    lettering.draw(ImageDraw.Draw(picture), em / 2, round(1.2 * em), line, (*INK, 255))
    x = (size[0] - lettering.width(line)) / 2 if left is None else left
    x = int(min(max(x - em / 2, 0), size[0] - picture.width))
    y = int(min(max(top, 0), size[1] - picture.height))
    return Overlay.of(picture, x, y)


def _lines(text: str, lettering: Lettering, width: float) -> list[_Line]:
    lines, before = [], 0
    paragraphs = text.strip().splitlines()
    for paragraph, following in itertools.zip_longest(paragraphs, paragraphs[1:]):
        parts = lettering.wrap(plain(paragraph), width)
        for number, part in enumerate(parts):
            ends = number + 1 == len(parts) and following is not None and not following.strip()
            lines.append(_Line(part, ends, before))
            before += _letters(part)
    return lines


def _pages(lines: list[_Line], lettering: Lettering, height: float) -> list[list[_Line]]:
    pages: list[list[_Line]] = [[]]
    for line in lines:
        if pages[-1] and sum(_height(one, lettering) for one in (*pages[-1], line)) > height:
            pages.append([])
        pages[-1].append(line)
    return [page for page in pages if page]


def _height(line: _Line, lettering: Lettering) -> int:
    return round((LEADING + PARAGRAPH * line.ends) * lettering.size)


def _times(lines: list[_Line], sentences: Sequence[Sentence], seconds: float) -> list[float]:
    """Second of the reading at which each line begins."""
    whole = sum(_letters(line.text) for line in lines) or 1
    said = sum(_letters(sentence.text) for sentence in sentences)
    if not said:
        return [seconds * line.before / whole for line in lines]
    places, times, letters = [], [], 0
    for sentence in sentences:
        count = _letters(sentence.text)
        places += [letters, letters + count - 1e-3]
        times += [sentence.start, sentence.end]
        letters += count
    return [float(np.interp(line.before * said / whole, places, times)) for line in lines]


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)
