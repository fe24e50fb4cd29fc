"""What an occasion is, by its words, and who is spoken to."""

from __future__ import annotations

import itertools
import re

from revive.drafting.lexicon import grouped, listed
from revive.drafting.request import Request
from revive.drafting.stems import chinese_words

_NO_NAMES = frozenset(listed("no_names"))
_NO_NAMES_SPANISH = frozenset(listed("no_names_spanish"))
KINDS = (*grouped("occasions"), "any")
_NAME = r"[A-Z][^\W\d_]*(?:-[A-Z][^\W\d_]*)?"
_AWAY = re.compile(r"mov|go(?:es|ing)?\b|off|emigrat|leav|trip|fl[iy]")
_NICKNAME = re.compile(r"(?:写给|给|祝|献给)?([小老阿](?![伴婆公区学店师同孩家姐伙房朋姨支头])[\u4e00-\u9fff])(?=.)")
_KIN = "|".join(sorted((word for group in listed("kin_chinese") for word in group.split()), key=len, reverse=True))


def kind_of(request: Request) -> str:
    """The kind of occasion, one of KINDS."""
    return next((kind for kind, pattern in grouped("occasions").items() if pattern.search(request.occasion)), "any")


def name_of(request: Request) -> str:
    """Whom the occasion names: "Tom's 30th birthday" -> "Tom"; empty where nobody is named."""
    if request.language == "zh":
        return _chinese_name(request.occasion)
    spanish = request.language == "es"
    text = re.sub(r"['’]s?\b", "", request.occasion)
    no_names = _NO_NAMES_SPANISH if spanish else _NO_NAMES
    found = [match for match in re.finditer(_NAME, text) if match[0] not in no_names]
    placed = re.compile(r"\b(?:en|desde|hacia|muda a|va a) $" if spanish else r"\b(?:in|at|to|from) $")
    found = [one for one in found if not placed.search(text[: one.start()]) or (not spanish and _sent_to(text, one))]
    if not found:
        return ""
    names = [found[0][0]]
    for before, after in itertools.pairwise(found):
        between = text[before.end() : after.start()]
        if between not in (" and ", ", ", " & ", " y ", " e "):
            break
        names.append(after[0])
    link = "y" if spanish else "and"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {link} {names[-1]}"


def _sent_to(text: str, match: re.Match) -> bool:
    """Whether "to" is said of a person ("thank you to Ravi") and not of a place ("moves to Spain")."""
    before = text[: match.start()].lower().split()
    return before[-1:] == ["to"] and not _AWAY.search(" ".join(before))


def _chinese_name(occasion: str) -> str:
    if match := _NICKNAME.match(occasion):
        return match[1]
    for word, kind in chinese_words(occasion):
        if kind.startswith("nr") and 2 <= len(word) <= 4 and not re.search(rf"[节谢祝]|^(?:{_KIN})$", word):
            return word
    match = re.search(rf"(?:{_KIN}|闺蜜)([\u4e00-\u9fff]{{2}})(?=的|$|[，、])", occasion)
    if match and not any(pattern.search(match[1]) for pattern in grouped("occasions").values()):  # as "女儿结婚" is
        return match[1]
    match = re.match(rf"(?:写给|给|祝|献给)?(爸妈|{_KIN})(?!节)", occasion)
    return match[1] if match else ""
