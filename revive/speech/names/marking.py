"""Put the sound of known names into a text, as `pronunciation` has it: [Siobhan](/ʃɪˈvɔːn/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from revive.speech.ipa import possessive, simple_vowels
from revive.speech.language import LATIN, runs
from revive.speech.names.english import in_dictionary
from revive.speech.names.pinyin import are_chinese_name, is_chinese_name, may_be_chinese_name, pinyin_ipa
from revive.speech.names.spelling import is_regular
from revive.speech.names.table import cmudict_signs, find_name
from revive.speech.text import PRONOUNCED

LEAST_SMALL = 4  # letters of a name that is known without a capital letter, too
LEAST_SHOUTED = 4  # letters of a name in capitals; shorter ones are rather abbreviations
ORIGINS = {"es": "spanish", "fr": "french", "it": "italian", "pt": "portuguese"}
FOREIGN = ("irish", "scottish", "welsh", "polish", "vietnamese")  # that nobody else reads rightly

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|['’](?={_LETTER}))*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SAINT = re.compile(r"\bSt\.? $")
_OPENING = "\"“‘'«(¿¡*- "  # may stand before the first word of a sentence


def mark_names(text: str, language: str) -> str:
    """`text` with every name that is known marked, except what is marked already.

    Parameters
    ----------
    language : code of the text's main language; a stretch in Latin letters of a Chinese text is English
    """
    done = []
    for tongue, part in runs(text, language):
        at = 0
        for start, end, ipa in _found(part, tongue) if tongue in LATIN else ():
            done += [part[at:start], f"[{part[start:end]}](/{ipa}/)"]
            at = end
        done.append(part[at:])
    return "".join(done)


def words_of(text: str) -> Iterator[tuple[re.Match, bool]]:
    """Every word outside of marks, without 's, and whether it begins a sentence."""
    at = 0
    for mark in [*PRONOUNCED.finditer(text), None]:
        end = mark.start() if mark else len(text)
        for word in WORD.finditer(text, at, end):
            yield word, _begins(text, word.start())
        at = mark.end() if mark else end


def bare(word: str) -> str:
    """`word` without an English 's or ' behind it."""
    return _POSSESSIVE.sub("", word)


def name_ipa(word: str, language: str, *, begins: bool) -> str | None:
    """How a word is said if it is a known name, in IPA or misaki's signs; None if it is none.

    Parameters
    ----------
    begins : whether it begins a sentence, so that its capital letter says nothing
    """
    small, shouted = word == word.lower(), len(word) > 1 and word == word.upper()
    if shouted and len(word) < LEAST_SHOUTED:
        return None
    name = find_name(word)
    if language != "en":
        if not name or small or name.origin == ORIGINS[language]:
            return None
        foreign = name.origin in FOREIGN or not is_regular(word, language)
        return simple_vowels(name.ipa) if foreign else None
    if name and not (name.is_word and (begins or small)) and not (small and len(word) < LEAST_SMALL):
        return name.ipa
    if small:
        return None
    if is_chinese_name(word):
        return pinyin_ipa(word)
    return cmudict_signs(word) or (pinyin_ipa(word) if may_be_chinese_name(word) else _plural(word))


def _plural(word: str) -> str | None:
    """The O'Briens and the Nguyens."""
    if not word.endswith("s") or len(word) <= LEAST_SMALL or in_dictionary(word):
        return None
    name = find_name(word[:-1])
    one = name.ipa if name else cmudict_signs(word[:-1])
    return one + possessive(one) if one else None


def _begins(text: str, at: int) -> bool:
    before = text[max(at - 8, 0) : at].rstrip(_OPENING)
    return not before or before[-1] in ".!?…:。！？\n"


def _found(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, sound) of every name, in order."""
    words = [(word.start(), word.start() + len(bare(word[0])), begins) for word, begins in words_of(text)]
    for i, (start, end, begins) in enumerate(words):
        word, before, after = text[start:end], None, None
        if language == "en" and word[:1].isupper():
            if i and text[words[i - 1][1] : start] == " ":
                before = text[slice(*words[i - 1][:2])]
            if i + 1 < len(words) and text[end : words[i + 1][0]] == " ":
                after = text[slice(*words[i + 1][:2])]
        chinese = (before and before[0].isupper() and are_chinese_name(before, word, begins=words[i - 1][2])) or (
            after and after[0].isupper() and are_chinese_name(word, after, begins=begins)
        )
        ipa = pinyin_ipa(word) if chinese else name_ipa(word, language, begins=begins)
        saint = _SAINT.search(text, max(start - 4, 0), start) if language == "en" else None
        if ipa and saint:  # a rule that looks for a name behind St. would not see it in a mark
            yield saint.start(), end, f"ˌseɪnt{ipa}"
        elif ipa:
            yield start, end, ipa
