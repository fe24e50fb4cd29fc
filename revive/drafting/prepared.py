"""Messages written beforehand, by occasion, mood and speaker; what the family told is set in as it stands.

`messages/README.md` says how they are written. Of those that fit, the nearest in meaning to what was told come first.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.drafting.enumeration import enumeration
from revive.drafting.facts import sentences
from revive.drafting.listener import listener_of, several
from revive.drafting.nearness import alike, nearness
from revive.drafting.occasions import kind_of
from revive.drafting.phrases import KINDS_OF_NOUN, Phrase, phrases
from revive.drafting.request import Request

FOLDER = Path(__file__).with_name("messages")
NAME, ABOUT = "{name}", "{about}"
MOST_NOUNS = 3  # in one sentence
COMPARED = 18  # messages whose nearness is asked for; the encoder takes a tenth of a second for three
_NEARBY = {"funeral": "grief"}  # whose messages fit as well
_OCCASION, _RELATED, _SPEAKER, _DRAWN = 1.0, 0.6, 0.35, 0.3  # weights beside nearness, which is at most 1


@dataclass(frozen=True)
class Prepared:
    """A message: kind of occasion (see `occasions`), mood, speaker ("any" or one of SPEAKERS), and its text.

    when : a pattern that the words of the occasion must hold, as of one feast among all festivals; "" for all
    listeners : "one", "several", or "" where it reads well for any number, see `for_several`
    """

    occasion: str
    mood: str
    speaker: str
    text: str
    when: str = ""
    listeners: str = ""


@dataclass(frozen=True)
class Memory:
    """A sentence that sets in one phrase of the shape `memory` (see `phrases`); `mood` may be "any".

    listeners : as of a message
    """

    memory: str
    mood: str
    text: str
    listeners: str = ""


@functools.cache
def prepared_messages(language: str) -> tuple[tuple[Prepared, ...], tuple[Memory, ...]]:
    """All messages and memory sentences of a language."""
    rows = map(json.loads, (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines())
    told = list(rows)
    return (
        tuple(Prepared(**row) for row in told if "occasion" in row),
        tuple(Memory(**row) for row in told if "memory" in row),
    )


def prepare(request: Request, count: int, seed: int) -> list[str]:
    """Up to `count` messages for what was asked, no two alike, the nearest first; the seed decides among equals."""
    draw = np.random.default_rng(seed)
    told, name, used = phrases(request), request.called or listener_of(request), set()
    return [
        fill(one, request, told, name, used=used, draw=draw, apart=place % 2 == 1)
        for place, one in enumerate(_chosen(request, count, draw))
    ]


def fill(
    one: Prepared, request: Request, told: list[Phrase], name: str, *, used: set[str] | None = None,
    draw: np.random.Generator | None = None, apart: bool = False,
) -> str:  # fmt: skip
    """A message with its places filled; without a name or phrases it reads as if there had been no place for them.

    Parameters
    ----------
    used : memory sentences of earlier drafts, which are taken last; those of this one are added
    apart : set a noun in with a memory sentence, in place of the sentence that has a place for it
    """
    draw = draw or np.random.default_rng(0)
    parts = _joined(one, told, request, used if used is not None else set(), draw, apart=apart)
    text = _named(parts, name, request.language)
    return contracted(text) if request.language == "es" else text


def for_several(text: str, language: str) -> str:
    """A text for any number of listeners, said to several: "yourselves", 你们; in Spanish such texts have no "tú"."""
    if language == "zh":
        return re.sub("[你您](?!们|俩)", "你们", text)
    return re.sub(r"\b([Yy])ourself\b", r"\1ourselves", text)


def contracted(text: str) -> str:
    """Spanish with "del" and "al"."""
    return re.sub(r"\b([Dd]e|[Aa]) el\b(?= [a-záéíóúñ])", lambda one: one[1] + "l", text)


def _chosen(request: Request, count: int, draw: np.random.Generator) -> list[Prepared]:
    """Those that fit in mood and speaker, those of the occasion first, the nearest first."""
    kind, number = kind_of(request), ("", "several" if several(request) else "one")
    weights = {kind: _OCCASION, _NEARBY.get(kind, kind): _RELATED, "any": 0.0} | {kind: _OCCASION}
    fitting = [
        one
        for one in prepared_messages(request.language)[0]
        if one.mood == request.mood
        and one.occasion in weights
        and one.speaker in ("any", request.speaker)
        and one.listeners in number
        and re.search(one.when, request.occasion, re.IGNORECASE)
    ]
    fitting = sorted(
        fitting, key=lambda one: (-weights[one.occasion], not one.when, one.speaker == "any", draw.random())
    )[:COMPARED]
    near = nearness(request, [one.text.replace(NAME, "").replace(ABOUT, "") for one in fitting])
    scores = [
        weights[one.occasion] + _SPEAKER * ((one.speaker != "any") + bool(one.when)) + close + _DRAWN * draw.random()
        for one, close in zip(fitting, near, strict=True)
    ]
    kept: list[Prepared] = []
    for at in np.argsort(scores)[::-1]:
        if len(kept) < count and not any(alike(fitting[at].text, other.text) for other in kept):
            kept.append(fitting[at])
    return kept


def _joined(
    one: Prepared, told: list[Phrase], request: Request, used: set[str], draw: np.random.Generator, *, apart: bool
) -> list[str]:
    """The sentences of a message with all that was told in them; see `fill`."""
    parts = sentences(for_several(one.text, request.language) if several(request) else one.text)
    at = next((place for place, part in enumerate(parts) if ABOUT in part), None)
    enumerable = KINDS_OF_NOUN if request.language == "es" else (*KINDS_OF_NOUN, "habit")
    nouns = [phrase for phrase in told if phrase.shape in enumerable]
    others = [phrase for phrase in told if phrase not in nouns]
    added: list[str] = []
    if at is not None:
        slot = parts.pop(at)
        if nouns and not (apart and len(nouns) == 1 and not others):
            together = [phrase.text for phrase in nouns[:MOST_NOUNS]]
            added.append(slot.replace(ABOUT, enumeration(together, request.language)))
            nouns = nouns[MOST_NOUNS:]
    else:
        at = len(parts) - 1
    for phrase in [*_grouped(nouns, request.language), *others]:
        if sentence := _memory_sentence(phrase, request, used, draw):
            added.append(sentence)
    return parts[:at] + added + parts[at:]


def _grouped(nouns: list[Phrase], language: str) -> list[Phrase]:
    """At most one phrase for which there are sentences of its own, and all others as one."""
    if len(nouns) < 2:
        return nouns
    own = next((phrase for phrase in nouns if phrase.shape != "noun"), None) if len(nouns) == 2 else None
    rest = [phrase for phrase in nouns if phrase is not own]
    together = [
        Phrase(enumeration([phrase.text for phrase in rest[first : first + MOST_NOUNS]], language), "noun")
        for first in range(0, len(rest), MOST_NOUNS)
    ]
    return [*together, own] if own else together


def _memory_sentence(phrase: Phrase, request: Request, used: set[str], draw: np.random.Generator) -> str:
    """One sentence with the phrase; "" where none fits."""
    shapes = [phrase.shape]
    if phrase.shape in KINDS_OF_NOUN:  # where somebody has died, no pies are asked for, and no visits
        shapes = ["noun"] if kind_of(request) == "grief" else [phrase.shape, "noun"]
    more = several(request)
    fitting = [
        one
        for one in prepared_messages(request.language)[1]
        if one.memory in shapes
        and one.mood in ("any", request.mood)
        and one.listeners in ("", "several" if more else "one")
    ]
    if not fitting:
        return ""
    scores = [
        2.0 * (one.text not in used) + (one.memory == phrase.shape) + (one.mood != "any") + draw.random()
        for one in fitting
    ]
    best = fitting[int(np.argmax(scores))]
    used.add(best.text)
    text = for_several(best.text, request.language) if more else best.text
    if phrase.text[-1:] in "!?！？" and (match := re.search(rf"{re.escape(ABOUT)}[.。]", text)):
        return text.replace(match[0], phrase.text)
    return text.replace(ABOUT, phrase.text)


def _named(parts: list[str], name: str, language: str) -> str:
    """The sentences together; without a name they read as if there had been no place for it."""
    text = ("" if language == "zh" else " ").join(parts)
    if name:
        text = re.sub(r"(^|[.!?] |[¡¿])\{name\}", lambda one: f"{one[1]}{name[:1].upper()}{name[1:]}", text)
        return text.replace(NAME, name)
    text = re.sub(r"(?:^|(?<=[.!?。！？] )|(?<=[。！？¡¿]))\{name\}[,，!！：:]\s*", "", text)  # at a sentence's start
    text = re.sub(r"[,，] ?\{name\}(?=[.!?,;，。！？；])", "", text)  # inside or at its end
    text = re.sub(r"\s?\{name\}", "", text)
    text = re.sub(r"(^|[.!?] |[¡¿])([a-záéíóúñ])", lambda match: match[1] + match[2].upper(), text)
    return text.lstrip("，, ")
