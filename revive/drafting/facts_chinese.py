"""The same as `facts` for Chinese, whose words jieba tells apart and names by kind."""

from __future__ import annotations

import re

from revive.core.localisation import Message
from revive.drafting.given import Given
from revive.drafting.lexicon import listed, patterns
from revive.drafting.stems import chinese_words

_KIN_OF = {word: group.split()[0] for group in listed("kin_chinese") for word in group.split()}
_IMPLIED = {
    "婚": "新郎 新娘 夫妻 老伴", "爸妈": "爸 妈", "父母": "爸 妈", "母亲节": "妈", "父亲节": "爸",
}  # fmt: skip
_FEASTS = {"金婚": 50, "银婚": 25, "钻石婚": 60, "红宝石婚": 40, "古稀": 70, "花甲": 60, "满月": 1, "婚": 2}
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_FIGURES = r"\d+|[零〇一二两三四五六七八九十百]+"
_COUNTED = "周?岁|年|个|天|月|号|日|次|位|斤|里|口人|届|大寿|代|辈|只|本|封|张|间|分"
_NUMBER = re.compile(rf"(?:{_FIGURES})(?=\s*(?:多|几)?(?:{_COUNTED}))")
_IDIOMS, _TIMES, _TOLD = patterns("idioms_chinese"), patterns("times_chinese"), patterns("told_chinese")
_OWN = re.compile(r"(?:你们?|我们?|咱们?|他们?|她们?)的([\u4e00-\u9fff]{1,4})")
_TELLING = re.compile(rf"[在到去来从往]|{'|'.join(_KIN_OF)}")  # before a place, and relatives
_CLAUSES = re.compile(r"[，。！？；：,.!?;…、]")
_SURNAMES = frozenset("".join(listed("surnames_chinese")))
_NAMES, _PLACES = ("nr", "nrt", "nrfg"), ("ns", "nt")
GENERAL = frozenset(listed("general_chinese"))


def invented_chinese(text: str, given: Given) -> list[Message]:
    """Names, numbers, times, relatives and memories that nobody gave."""
    source, found = given.text, []
    numbers = {value(match[0]) for match in re.finditer(_FIGURES, source)}
    numbers |= {number for feast, number in _FEASTS.items() if feast in source}
    kin = {first for word, first in _KIN_OF.items() if word in source}
    kin |= {_KIN_OF.get(word, word) for mark, words in _IMPLIED.items() if mark in source for word in words.split()}
    for match in _NUMBER.finditer(_IDIOMS.sub("，", text)):
        if value(match[0]) > 1 and value(match[0]) not in numbers:
            found.append(Message("a number that nobody gave: “{word}”", word=match[0]))
    for match in _TIMES.finditer(text):
        if match[0] not in source:
            found.append(Message("a time that nobody gave: “{word}”", word=match[0]))
    for clause in _CLAUSES.split(text):
        owned = [match[1] for match in _OWN.finditer(clause)]
        told = _TOLD.search(clause) is not None
        if not (told or owned or _TELLING.search(clause) or clause[:1] in _SURNAMES):
            continue  # tagging its words takes a millisecond, and none of them could be a fault
        for word, kind in chinese_words(clause):
            if _given(word, source) or word in GENERAL:
                continue
            stated = told or any(thing.startswith(word) for thing in owned)
            called = clause == word and word[0] in _SURNAMES and word[0] != word[1:2]
            if word in _KIN_OF:
                if _KIN_OF[word] not in kin:
                    found.append(Message("a relative whom nobody named: “{word}”", word=word))
            elif len(word) > 1 and (
                (kind in _PLACES and (stated or re.search(f"[在到去来从往]{word}", clause)))
                or (kind in _NAMES and (called or (stated and word[0] in _SURNAMES)))
            ):
                found.append(Message("a name that nobody gave: “{word}”", word=word))
            elif kind in ("n", "nz", "s") and stated:
                found.append(Message("something that nobody told: “{word}”", word=word))
    return found


def value(number: str) -> int:
    """三十二 -> 32, 二十 -> 20, 一百 -> 100; of figures the number itself."""
    if number.isdigit():
        return int(number)
    total = digit = 0
    for sign in number:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or (0 if sign == "百" else 1)) * {"十": 10, "百": 100}[sign]
            digit = 0
    return total + digit


def _given(word: str, source: str) -> bool:
    """Whether the word, or two neighbouring characters of it, come in what was given."""
    return word in source or (len(word) > 2 and any(word[at : at + 2] in source for at in range(len(word) - 1)))
