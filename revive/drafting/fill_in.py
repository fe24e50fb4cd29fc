"""Messages that were written beforehand, with places for a name and for what they should be about."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.drafting.facts import sentences
from revive.drafting.occasions import kind_of, name_of
from revive.drafting.request import Request
from revive.drafting.stems import chinese_words, words_of

FILE = Path(__file__).with_name("fill_ins.json")
NAME, ABOUT = "{name}", "{about}"
_NO_THING = re.compile(  # what begins like a sentence, or has a verb of one in it
    r"^(?:i|you|he|she|we|they|it|who|that|never|always|not|no|don't|doesn't|didn't|is|are|was|were|has|have|had|can|"
    r"could|tell|kiss|protect|don’t|be|keep|give|go|come|take|look)\b|\b(?:is|are|was|were|you|we|they) \w+",
    re.IGNORECASE,
)
_PLACED = {"at", "in", "of", "on", "by", "with", "from", "for", "and", "to", "under", "over", "before", "after", "like"}
_WHOM = {"himself", "herself", "me", "the", "a", "her", "him", "it", "us", "you"}


@dataclass(frozen=True)
class FillIn:
    """A prepared message: language "en" or "zh", the kind of occasion (see `occasions`), mood, and its text."""

    language: str
    occasion: str
    mood: str
    text: str


@functools.cache
def fill_ins() -> tuple[FillIn, ...]:
    """All that are shipped."""
    return tuple(FillIn(**row) for row in json.loads(FILE.read_text(encoding="utf-8")))


def prepared(request: Request, count: int, seed: int) -> list[str]:
    """Up to `count` prepared messages for what was asked, the nearest first, filled in."""
    kind, things = kind_of(request), nouns(request)
    draw = np.random.default_rng(seed)
    fitting = [one for one in fill_ins() if one.language == request.language and one.mood == request.mood]
    ranked = []
    for one in fitting:
        if one.occasion in (kind, "any"):
            speaks = ABOUT in one.text
            ranked.append((speaks != bool(things), one.occasion != kind, draw.random(), one))
    ranked.sort(key=lambda row: row[:3])
    return [fill(one, request.called or name_of(request), things) for *_, one in ranked[:count]]


def fill(one: FillIn, name: str, things: list[str]) -> str:
    """The message with its places filled; without a name or things it reads as if there had been no place for them."""
    text = one.text
    if not things and ABOUT in text:
        kept = [part for part in sentences(text) if ABOUT not in part]
        text = (" " if one.language == "en" else "").join(kept)
    text = text.replace(ABOUT, _listed(things, one.language))
    if name:
        return text.replace(NAME, name)
    text = re.sub(r"(?:^|(?<=[.!?。！？] )|(?<=[。！？]))\{name\}[,，!！：:]\s*", "", text)  # at a sentence's start
    text = re.sub(r"[,，] ?\{name\}(?=[.!?,;，。！？；])", "", text)  # inside or at its end
    text = re.sub(r"\s?\{name\}", "", text)
    text = re.sub(r"(^|[.!?] )([a-z])", lambda match: match[1] + match[2].upper(), text)
    return text.lstrip("，, ")


def nouns(request: Request) -> list[str]:
    """The things to come in that can stand as nouns; "never gives up" cannot."""
    things = [thing.strip(" .。") for thing in re.split(r"[,;，、；]", request.about) if thing.strip(" .。")]
    fits = _chinese_noun if request.language == "zh" else _noun
    return [thing for thing in things if fits(thing)]


def _noun(thing: str) -> bool:
    words = words_of(thing)
    if not words or len(words) > 7 or _NO_THING.search(thing):
        return False
    first, second = words[0].lower(), words[1].lower() if len(words) > 1 else ""
    if first in ("the", "a", "an", "my", "your", "our", "his", "her", "their", "all", "every", "those", "that"):
        return True
    if first.endswith("s") and not first.endswith(("ss", "'s", "’s", "us")) and second and second not in _PLACED:
        return False  # "hates mornings"
    if not second:
        return not first.endswith("ed")
    return not (re.search(r"(?:ed|ught|got)$", first) and second in _PLACED | _WHOM)


def _chinese_noun(thing: str) -> bool:
    words = chinese_words(thing)
    verbs = any(kind == "v" or word in "了过会不没是爱" for word, kind in words)
    return (len(thing) <= 14 and not verbs) or bool(re.search(r"的[\u4e00-\u9fff]{1,4}$", thing))


def _listed(things: list[str], language: str) -> str:
    if language == "zh":
        return "、".join(things[:-1]) + ("和" if len(things) > 1 else "") + things[-1] if things else ""
    if len(things) < 3:
        return " and ".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"
