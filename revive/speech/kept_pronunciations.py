"""A person's stored pronunciations: word -> how it is said."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import UNWRITABLE, folder_of
from revive.core.layout import PRONUNCIATIONS

MOST, LONGEST = 200, 60  # words, characters of a word and of how it is said
MOST_BYTES = 1_000_000  # of the file, far above what MOST words of LONGEST characters take


def pronunciations_of(name: str) -> dict[str, str]:
    """Word -> how it is said; empty if nothing is stored, or the name is unknown.

    Raises
    ------
    UserError : the stored file is damaged
    """
    try:
        return _read(folder_of(name) / PRONUNCIATIONS)
    except (OSError, ValueError, RecursionError, UserError) as error:
        raise UserError(
            "The pronunciations kept for “{name}” are damaged; please enter them again.", name=name
        ) from error


def count(path: Path) -> int:
    """How many are in a file; 0 where there is none, or it is damaged."""
    try:
        return len(_read(path))
    except (OSError, ValueError, RecursionError, UserError):
        return 0


def checked(pronunciations: object) -> dict[str, str]:
    """Word -> how it is said, each composed and without blanks at the ends.

    Raises
    ------
    UserError : as `keep_pronunciations`
    """
    if not isinstance(pronunciations, dict):
        raise _unusable("")
    if len(pronunciations) > MOST:
        raise UserError(
            "There are {count} pronunciations; at most {most} can be kept, please remove some.",
            count=len(pronunciations),
            most=MOST,
        )
    return {_checked(word): _checked(said) for word, said in pronunciations.items()}


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name} is too long")
    return checked(json.loads(path.read_text(encoding="utf-8")))


def _checked(words: object) -> str:
    if not isinstance(words, str) or any(unicodedata.category(c) in (*UNWRITABLE, "Zl", "Zp") for c in words):
        raise _unusable(words)
    clean = " ".join(unicodedata.normalize("NFC", words).split())
    if not 0 < len(clean) <= LONGEST:
        raise _unusable(clean)
    return clean


def _unusable(words: object) -> UserError:
    """Names the word, without what cannot be written."""
    shown = "".join(c for c in words if c.isprintable())[:LONGEST] if isinstance(words, str) else ""
    return UserError(
        "“{shown}” cannot be kept as a pronunciation; please give a word and how it is said, each of 1 to {most}"
        " ordinary characters.",
        shown=shown,
        most=LONGEST,
    )
