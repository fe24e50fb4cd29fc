"""Captions: the words, split into pieces of at most two lines, with their times; also as .srt and .vtt files."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from revive.media.lettering import Lettering, imbalance, pieces_of, plain
from revive.speech.speech import Sentence

MOST_LINES = 2
DASH = "– "  # before the first words of another speaker


@dataclass(frozen=True)
class Cue:
    """One caption: its lines, when it is shown, in seconds from the start of the clip, and its sentence's number."""

    lines: tuple[str, ...]
    start: float
    end: float
    number: int = 0


def cues_of(
    sentences: Iterable[Sentence], *, lettering: Lettering, width: float, offset: float, end: float
) -> list[Cue]:
    """Captions for `sentences`, in order and without overlap; a dash shows where another face begins to speak.

    Parameters
    ----------
    lettering, width : the font, and the most pixels that a line may take
    offset : seconds of the clip before the speech begins (the title card)
    end : seconds at which the clip ends
    """
    cues: list[Cue] = []
    speaker = 0
    for sentence in sorted(sentences, key=lambda s: s.start):
        dash = DASH if sentence.speaker != speaker else ""
        speaker = sentence.speaker
        parts = _parts(dash + plain(sentence.text), lettering, width)
        weight = sum(len("".join(lines)) for lines in parts)
        begin = max(sentence.start + offset, cues[-1].end if cues else offset)
        length = min(sentence.end + offset, end) - begin
        if length <= 0:
            continue
        for lines in parts:
            until = begin + length * len("".join(lines)) / weight
            cues.append(Cue(tuple(lines), begin, until, sentence.number))
            begin = until
    return cues


def write_captions(cues: list[Cue], srt: Path, vtt: Path) -> None:
    """Write both files. What players could read as markup is escaped in the .vtt and replaced in the .srt."""
    from webvtt import Caption, WebVTT

    for path, kind, safe in ((srt, "srt", _without_markup), (vtt, "vtt", _escaped)):
        captions = [Caption(_clock(cue.start), _clock(cue.end), safe("\n".join(cue.lines))) for cue in cues]
        with path.open("w", encoding="utf-8") as file:
            WebVTT(captions=captions).write(file, format=kind)


def _parts(text: str, lettering: Lettering, width: float) -> list[list[str]]:
    """`text` as captions of at most two lines, cut near the middle, after a comma if there is one."""
    lines = lettering.wrap(text, width)
    if len(lines) <= MOST_LINES:
        return [lines] if lines else []
    pieces = pieces_of(text)
    if len(pieces) == 1:  # a single long word
        return [lines[i : i + MOST_LINES] for i in range(0, len(lines), MOST_LINES)]

    def badness(cut: int) -> float:
        return imbalance(len("".join(pieces[:cut])), len("".join(pieces[cut:])), pieces[cut - 1])

    cut = min(range(1, len(pieces)), key=badness)
    halves = ("".join(pieces[:cut]).strip(), "".join(pieces[cut:]).strip())
    return [part for half in halves for part in _parts(half, lettering, width)]


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _without_markup(text: str) -> str:
    """`text` with what players of SRT would take for a tag in other brackets; a <3 stays."""
    text = re.sub(r"<(?=[A-Za-z/!])([^<>]*)>", r"‹\1›", text)
    text = re.sub(r"<(?=[A-Za-z/!])", "‹", text)
    return text.replace("-->", "--›").replace("{\\", "(\\")
