"""What letters tell that a request did not touch, and that no draft may therefore say.

A model that has seen letters, or was taught by them, can say their words again. Of a person's letters only digests of
single words are kept; a word of a draft that is among them has to come from the request.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from revive.direction.chinese import holds_chinese
from revive.drafting.facts import GENERAL, OPENERS, sentences
from revive.drafting.facts_chinese import GENERAL as GENERAL_CHINESE
from revive.drafting.given import Given
from revive.drafting.occasions import name_of
from revive.drafting.request import Request
from revive.drafting.stems import chinese_words, stem, words_of

_CARRYING = ("n", "v", "a", "t", "s", "i", "j", "l", "m")  # kinds of Chinese words that tell something
_DIGEST = 12  # signs of a digest


@dataclass(frozen=True)
class PrivateWords:
    """Digests of the words of letters, those left out that anyone says to anyone."""

    digests: tuple[str, ...] = ()

    @classmethod
    def of(cls, letters: str) -> PrivateWords:
        """Those of a text."""
        return cls(tuple(sorted({_digest(word) for word in _telling(letters)})))

    def __or__(self, other: PrivateWords) -> PrivateWords:
        return PrivateWords(tuple(sorted({*self.digests, *other.digests})))

    def in_(self, text: str, given: Given) -> list[str]:
        """The words of a draft that come from the letters and from nothing that was given."""
        known, mine = set(_telling(given.text, everything=True)), set(self.digests)
        return [word for word in _telling(text) if word not in known and _digest(word) in mine]


def touched(letters: str, request: Request) -> str:
    """The sentences of letters that speak of something which the request names; whom it names does not count."""
    wanted = set(_telling(f"{request.about} {request.occasion}")) - set(_telling(name_of(request), everything=True))
    return " ".join(part for part in sentences(letters) if wanted & set(_telling(part)))


def _telling(text: str, *, everything: bool = False) -> list[str]:
    """The words of a text in one form; without those that anyone may say, unless `everything` is asked for."""
    found = []
    if holds_chinese(text):
        for word, kind in chinese_words(text):
            if everything or (kind[:1] in _CARRYING and word not in GENERAL_CHINESE and re.search(r"\w\w", word)):
                found.append(word)
    found += [stem(word) for word in words_of(text) if word.isascii() or not holds_chinese(word)]
    return list(dict.fromkeys(word for word in found if everything or word not in GENERAL | OPENERS))


def _digest(word: str) -> str:
    return hashlib.sha256(f"revive:{word}".encode()).hexdigest()[:_DIGEST]
