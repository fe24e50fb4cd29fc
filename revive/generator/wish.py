"""What a description asks of somebody whose face is known: expression, age, colour of the hair, and the wall."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from revive.direction import read_direction
from revive.direction.modifiers import split_denied
from revive.generator.clothes import CLOTHS
from revive.generator.scene import WALLS, Scene, read_scene

SMILING = frozenset({"happy", "warm", "playful", "proud"})  # feelings that smile
SERIOUS = frozenset({"solemn", "sad"})
OLDER = r"\b(older|elderly|aged|in (?:his|her|their) old age|old (?:man|woman|lady|gentleman))\b"
YOUNGER = r"\b(younger|young)\b"
UNSMILING = r"\b(unsmiling|serious|stern|earnest|grave|straight[- ]faced)\b"
HAIR = r"\b(white|silver|grey|black|dark|brown|blonde?|red|auburn)(?:[- ]|\s+)hair(?:ed)?\b"
GREY = r"\b(black[- ]and[- ]white|monochrome|gr[ea]y[- ]?scale|without colou?r)\b"
_GARMENT = (
    r"(suit|jacket|dress|blouse|shirt|coat|tie|sweater|jumper|pullover|cardigan|uniform|robe|gown|vest|scarf|kimono"
    r"|sari|qipao|collar|clothes)"
)
CLOTHES = rf"\b(?:{_GARMENT}|clothed|dressed|wearing (?!glasses|spectacles))\b"
CLOTH = rf"\b({'|'.join(sorted(CLOTHS, key=len, reverse=True))})(?:[- ]\w+)? {_GARMENT}\b"
TOLD_SEX = r"\b(wo)?m[ae]n\b|lady|gentleman|\b(s?he|his|hers?|him)\b|mother|father|grandm|grandp|granny|wife|husband"
CHANGED = 20.0  # years that "younger" and "older" ask for
MOST_YEARS = 30.0  # beyond which no change is guessed
DECADES = {
    "twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75, "eighties": 85,
    "nineties": 92, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes
    ----------
    smiling : None where the words do not say
    years : by which the person is to look older, or, negative, younger
    hair : the colour of the hair as it is said; ""
    wall : its colour, 0–1; None where the words do not say
    clothes : whether the words name any
    cloth : their colour, one of CLOTHS; "" where the words do not say
    grey : whether the picture is to be black and white
    sex_told : whether the words say that it is a man or a woman
    """

    smiling: bool | None = None
    years: float = 0.0
    hair: str = ""
    wall: tuple[float, float, float] | None = None
    clothes: bool = False
    cloth: str = ""
    grey: bool = False
    sex_told: bool = False


def read_wish(words: str, age: float) -> Wish:
    """What an English description asks of somebody who looks `age` years old in their photographs."""
    said, denied = split_denied(words.lower())
    feeling = read_direction(words).emotion
    smiling = True if feeling in SMILING else False if feeling in SERIOUS else None
    if re.search(UNSMILING, said) or any("smil" in piece or "laugh" in piece for piece in denied):
        smiling = False
    hair = re.search(HAIR, said)
    cloth = re.search(CLOTH, said.replace("gray", "grey"))
    scene: Scene = read_scene(said)
    return Wish(
        smiling, _years(said, age), hair[1] if hair else "", WALLS[scene.wall] if scene.wall else None,
        clothes=bool(re.search(CLOTHES, said)), cloth=cloth[1] if cloth else "",
        grey=asks_for_grey(said), sex_told=bool(re.search(TOLD_SEX, words.lower())),
    )  # fmt: skip


def _years(words: str, age: float) -> float:
    told = re.search(r"\b(?:age[d]?|about|at)\s+(?:of\s+)?(\d\d)\b|\b(\d\d)[- ]years?[- ]old\b", words)
    decade = re.search(rf"\b({'|'.join(DECADES)})\b", words)
    asked = float(told[1] or told[2]) if told else float(DECADES[decade[1]]) if decade else None
    if asked is not None:
        return float(np.clip(asked - age, -MOST_YEARS, MOST_YEARS))
    return CHANGED * (bool(re.search(OLDER, words)) - bool(re.search(YOUNGER, words)))


def asks_for_grey(prompt: str) -> bool:
    """Whether an English prompt asks for a black-and-white picture."""
    return bool(re.search(GREY, prompt.lower()))
