"""The tables of names: spelling -> IPA. A spelling without its accents, or with other ones, is found too."""

from __future__ import annotations

import functools
import gzip
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_WITHOUT = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


@dataclass(frozen=True)
class Name:
    """A row of `names.tsv`.

    Attributes
    ----------
    ipa : without slashes, in sounds that English has
    origin : of the name: "irish", "polish" …
    is_word : it is an English word too, written with a small letter
    """

    ipa: str
    origin: str
    is_word: bool = False


def find_name(word: str) -> Name | None:
    """The row of a name, by its spelling; else by its letters without accents, if it has some."""
    spelling = unicodedata.normalize("NFC", word).casefold().replace("’", "'")
    return names().get(spelling) or (None if spelling.isascii() else names().get(without_accents(word)))


def cmudict_signs(word: str) -> str | None:
    """The sounds of a word that CMUdict has and the voices' own dictionary lacks, in misaki's alphabet."""
    return _cmudict().get(without_accents(word.replace("’", "'")))


def without_accents(word: str) -> str:
    """`word` in small letters of the English alphabet, as far as it has such."""
    letters = unicodedata.normalize("NFD", word.casefold().translate(_WITHOUT))
    return "".join(c for c in letters if not unicodedata.combining(c))


@functools.cache
def names() -> dict[str, Name]:
    """Every row of `names.tsv`, by its spelling in small letters."""
    rows = (line.split("\t") for line in (_HERE / "names.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return {name.casefold(): Name(ipa, origin, bool(word)) for name, ipa, origin, *word in rows}


@functools.cache
def _cmudict() -> dict[str, str]:
    text = gzip.decompress((_HERE / "cmudict.tsv.gz").read_bytes()).decode()
    return dict(line.split("\t") for line in text.splitlines())
