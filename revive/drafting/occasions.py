"""What an occasion is, by its words, and who is spoken to."""

from __future__ import annotations

import functools
import itertools
import re

from revive.drafting.enumeration import enumeration
from revive.drafting.lexicon import grouped, listed
from revive.drafting.request import Request
from revive.drafting.stems import chinese_words

_NO_NAMES = frozenset(listed("no_names"))
_NO_NAMES_SPANISH = frozenset(listed("no_names_spanish"))
_NO_NAMES_CHINESE = frozenset(listed("no_names_chinese"))
KINDS = (*grouped("occasions"), "any")
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[^\W\d_]*(?:-{_CAPITAL}[^\W\d_]*)?"
_OF_THE_CALENDAR = ("Eve", "April", "May", "June", "August")  # and names of people
_AWAY = re.compile(r"propos|engag|marri|mov|go(?:es|ing)?\b|off|emigrat|leav|trip|fl[iy]")
_BESIDE = re.compile(r"\b(?:in|at|to|from|marr(?:y|ies|ied|ying)) $")  # before a place, and before who is not spoken to
_BESIDE_SPANISH = re.compile(r"\b(?:en|desde|hacia|muda a|va a|con|matrimonio a|la mano a) $")
_FOR = r"(?:写给|献给|感谢|谢谢|给|祝)?"
_NICKNAME = re.compile(
    rf"{_FOR}([小老阿](?![伴婆公区学店师同孩家姐伙房朋姨支头两])[\u4e00-\u9fff]|([\u4e00-\u9fff])\2)(?=.)"
)
_KIN = "|".join(sorted((word for group in listed("kin_chinese") for word in group.split()), key=len, reverse=True))
_BEFORE_A_NAME = re.compile(rf"(?:^|写给|献给|感谢|谢谢|[给祝为和跟与，、]|{_KIN}|闺蜜|老师|同学)$")


def kind_of(request: Request) -> str:
    """The kind of occasion, one of KINDS."""
    return _kind(request.occasion)


@functools.lru_cache(maxsize=256)
def _kind(occasion: str) -> str:
    return next((kind for kind, pattern in grouped("occasions").items() if pattern.search(occasion)), "any")


def name_of(request: Request) -> str:
    """Whom the occasion names: "Tom's 30th birthday" -> "Tom"; empty where nobody is named."""
    if request.language == "zh":
        return _chinese_name(request.occasion)
    spanish = request.language == "es"
    text = re.sub(r"['’]s?\b", "", request.occasion)
    no_names = _NO_NAMES_SPANISH if spanish else _NO_NAMES - _people(request.occasion)
    found = [match for match in re.finditer(_NAME, text) if match[0] not in no_names]
    placed = _BESIDE_SPANISH if spanish else _BESIDE
    found = [one for one in found if not placed.search(text[: one.start()]) or (not spanish and _sent_to(text, one))]
    if not found:
        return ""
    names = [found[0][0]]
    for before, after in itertools.pairwise(found):
        between = text[before.end() : after.start()]
        if between not in (" and ", ", ", " & ", " y ", " e ", " y a ", " e a "):
            break
        names.append(after[0])
    return enumeration(names, request.language)


def _sent_to(text: str, match: re.Match) -> bool:
    """Whether "to" is said of a person ("thank you to Ravi") and not of a place ("moves to Spain")."""
    before = text[: match.start()].lower().split()
    return before[-1:] == ["to"] and not _AWAY.search(" ".join(before))


def _people(occasion: str) -> set[str]:
    """Names of people among words of the calendar: of "Eve and Martin", but not of "New Year's Eve"."""
    return {
        word
        for word in _OF_THE_CALENDAR
        if re.search(
            rf"(?<!Year’s )(?<!Year's )(?<!Christmas )\b{word}(?:['’]s\b| and {_CAPITAL}| (?:is|has|got|gets)\b)",
            occasion,
        )
        or re.search(rf"\b(?:and|for|dear|aunt) {word}\b(?! (?:Day|Eve))", occasion, re.IGNORECASE)
    }


@functools.lru_cache(maxsize=256)
def _chinese_name(occasion: str) -> str:
    """The first who is named, and whoever is joined to them: "小飞和阿兰"."""
    name = _first_chinese_name(occasion)
    if not name:
        return ""
    before, after = occasion.split(name, 1)
    if match := re.fullmatch(rf"{_FOR}([\u4e00-\u9fff]{{2,3}})[和跟与]", before):
        return f"{match[1]}和{name}"
    match = re.match(rf"[和跟与、](?:[他她]?(?:的)?)?({_KIN}|[小老阿][\u4e00-\u9fff]|([\u4e00-\u9fff])\2)", after)
    if not match and after[:1] in ("和", "跟", "与", "、"):
        word = chinese_words(after[1:])[0][0] if after[1:] else ""
        match = re.match(rf".({re.escape(word)})", after) if len(word) in (2, 3) else None
    return f"{name}和{match[1]}" if match else name


def _first_chinese_name(occasion: str) -> str:
    if (match := _NICKNAME.match(occasion)) and _may_be_a_name(match[1]):
        return match[1]
    for word, kind in chinese_words(occasion):
        before = occasion[: occasion.find(word)]
        if kind.startswith("nr") and 2 <= len(word) <= 4 and _may_be_a_name(word) and _BEFORE_A_NAME.search(before):
            return word
    match = re.search(rf"(?:{_KIN}|闺蜜)([\u4e00-\u9fff]{{2}})(?=的|$|[，、])", occasion)
    if match and _may_be_a_name(match[1]):
        return match[1]
    match = re.match(rf"{_FOR}((?:爸妈|{_KIN})们?)(?!节)", occasion)
    return match[1] if match else ""


def _may_be_a_name(word: str) -> bool:
    """Whether a Chinese word is not a relative, nor a word of an occasion, as "结婚" in "女儿结婚" is."""
    if word in _NO_NAMES_CHINESE or re.fullmatch(_KIN, word) or re.search("[节谢祝]|^向[小老阿]", word):
        return False
    return not any(pattern.search(word) for pattern in grouped("occasions").values())
