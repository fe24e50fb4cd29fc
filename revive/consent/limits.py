"""Limits on the length of texts; counting cannot be evaded by unusual spelling or missing spaces."""

from __future__ import annotations

import math
import unicodedata

from revive.core.errors import UserError
from revive.core.localisation import Message

MAX_WORDS = 2000  # about a quarter of an hour of speech
MAX_CHARACTERS = 20_000  # of the words
MAX_PROMPT = 1000  # characters
MAX_TITLE = 120  # characters
MAX_MOMENT = 300  # characters
SECONDS_A_WORD = 0.75  # limit for a text of so many words; slow speech with many pauses
LONGEST_WORD = 15  # letters; a longer run of them counts as several words
LETTER = 1 / 15  # seconds that a letter takes to say
# letters that take as long, measured; a long number is read as a word or two for each digit, capitals may be spelled
_WEIGHTS = {"wide": 3, "capital": 3, "digit": 10, "sign": 8, "line": 12, "stop": 8, "comma": 4}
_SIGNS = "%&@#^°§|~"  # read out, beside those of money and arithmetic
_STOPS, _COMMAS, _LINES = ".!?。！？…", ",;:，；：、—", "\n\v\f\r\u2028\u2029"
# what is told in words -> (characters at most, its name)
_LENGTHS = {
    "words": (MAX_CHARACTERS, Message("message")), "prompt": (MAX_PROMPT, Message("description")),
    "title": (MAX_TITLE, Message("title")), "names": (MAX_CHARACTERS, Message("list of names")),
    "moment": (MAX_MOMENT, Message("list of moments")), "occasion": (MAX_PROMPT, Message("occasion")), 
    "about": (MAX_PROMPT, Message("list of what to mention")),
}  # fmt: skip


def check_lengths(**texts: str) -> None:
    """Refuse texts that are too long.

    Parameters
    ----------
    texts : by what they are: words, prompt, moment, title, names, occasion, about

    Raises
    ------
    UserError : one is longer than it may be
    """
    for kind, text in texts.items():
        most, name = _LENGTHS[kind]
        if len(text) > most:
            raise UserError(
                "The {name} is {count:,} characters long; please keep it under {most:,}.",
                name=name,
                count=len(text),
                most=most,
            )


def check_words(text: str, most: int = MAX_WORDS) -> None:
    """Refuse a message of more than `most` words, or one that takes longer to say than `most` words can.

    Raises
    ------
    UserError : it is too long
    """
    count, seconds = count_words(text), reckoned_seconds(text)
    if count > most:
        raise UserError(
            "That is {count:,} words; one clip holds up to {most:,} here. Please make two clips of it.",
            count=count,
            most=most,
        )
    if seconds > SECONDS_A_WORD * most:
        raise UserError(
            "That takes about {seconds:.0f} seconds to say, and one clip holds up to {most:.0f} here; please make two"
            " clips of it.",
            seconds=seconds,
            most=SECONDS_A_WORD * most,
        )


def count_words(text: str) -> int:
    """Words of a text as they are said.

    A Chinese or Japanese character, a digit and a sign that is read out (%) is one each; of letters that nothing parts
    every LONGEST_WORD are one.
    """
    count = run = 0
    for character in f"{text} ":
        kind = _kind(character)
        if kind == "letter" or (run and character in "'’"):
            run += 1
            continue
        count += math.ceil(run / LONGEST_WORD) + (kind in ("cjk", "digit", "sign"))
        run = 0
    return count


def reckoned_seconds(text: str) -> float:
    """About how long a text takes to say at an ordinary pace, rather too long than too short; pauses are counted."""
    return LETTER * sum(_weight(character) for character in text)


def _weight(character: str) -> int:
    kind = _kind(character)
    if kind == "cjk" or (kind == "letter" and unicodedata.east_asian_width(character) in "WF"):
        return _WEIGHTS["wide"]
    if character.isupper():
        return _WEIGHTS["capital"]
    return _WEIGHTS.get(kind, 1)


def _kind(character: str) -> str:
    if "\u3040" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff":
        return "cjk"
    if character in _STOPS:
        return "stop"
    if character in _COMMAS:
        return "comma"
    if character in _LINES:
        return "line"
    category = unicodedata.category(character)
    if category[0] == "N":
        return "digit"
    if character in _SIGNS or category in ("Sc", "Sm"):
        return "sign"
    return "letter" if category[0] in "LM" else "blank"
