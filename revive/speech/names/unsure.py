"""The words of a text of which a voice cannot be sure: in none of its dictionaries, and readable in several ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from revive.speech.language import LATIN, runs
from revive.speech.names.english import in_dictionary
from revive.speech.names.marking import bare, mark_names, words_of
from revive.speech.names.spelling import LONGEST, is_regular, known_parts
from revive.speech.names.table import find_name
from revive.speech.pronunciation import marked

LEAST = 3  # letters
_SOUND = re.compile(  # Haha, Mmm, Woohoo
    r"(?:h[aeio]+|la|na|da|ba|bla|ja|tra|woo+|hoo+|yoo+|boo+|mwa|nom|tut|yum|ta|ay|oi|ow|ah|oh|mm|sh)+[hs]*"
)
_JOINED = frozenset("@#/\\_&0123456789")  # with one of these beside it, it is an address, a tag or a code


def unsure(text: str, language: str, pronunciations: dict[str, str] | None = None) -> list[str]:
    """The words, as they are written, that a voice can only guess; each once, in the order of the text.

    They are words with a capital letter that no dictionary has, and that could be said in several ways. What has a
    pronunciation of its own, in the text or in `pronunciations`, is sure.

    Parameters
    ----------
    language : code of the text's main language; only words in Latin letters are looked at
    """
    told = mark_names(marked(text, pronunciations or {}), language)
    found = (word for tongue, part in runs(told, language) if tongue in LATIN for word in _guessed(part, tongue))
    first: dict[str, str] = {}
    for word in found:
        first.setdefault(word.casefold(), word)
    return list(first.values())


def _guessed(text: str, language: str) -> Iterator[str]:
    for match, _ in words_of(text):
        start, end = match.span()
        word, before, after = bare(match[0]), text[max(start - 1, 0) : start], text[end : end + 1]
        if _is_name(word) and before not in _JOINED and after not in _JOINED and not _is_known(word, language):
            yield word


def _is_name(word: str) -> bool:
    """Whether it looks like a name: a capital letter, no abbreviation, no WhatsApp, no Haha."""
    inner = re.sub(r"^(?:Ma?c|O['’]|D['’]|De|Di|La|Le|Van|St)(?=[A-Z])", "", word)
    if not LEAST <= len(word) <= LONGEST or not word[0].isupper() or inner[1:] != inner[1:].lower():
        return False
    return not (_SOUND.fullmatch(word.casefold()) or re.search(r"(\w)\1\1", word))


def _is_known(word: str, language: str) -> bool:
    if is_regular(word, language) or find_name(word) or in_dictionary(word):
        return True
    return language == "en" and known_parts(word, in_dictionary)
