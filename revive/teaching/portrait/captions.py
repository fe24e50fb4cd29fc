"""Captions of portraits: the attributes of a person, real or invented, in one of many ways to say them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMILING, SERIOUS, LAUGHING = 0.6, 0.3, 0.93  # smile scores
ETHNICITIES = {
    "white": ("white", "white", "European", "Caucasian"),
    "black": ("Black", "Black", "African", "African American"),
    "east asian": ("East Asian", "Asian", "Chinese", "Japanese"),
    "west asian": ("West Asian", "South Asian", "Indian", "Middle Eastern"),
}  # and words for them
_SKINS = {
    "fair": ("with fair skin", "fair-skinned", "with pale skin", "light skin", "a pale complexion"),
    "brown": ("with brown skin", "brown-skinned", "with an olive complexion", "tanned skin", "a tanned complexion"),
    "dark": ("with dark skin", "dark-skinned", "with a dark complexion", "dark brown skin", "very dark skin"),
}
_FACIAL_HAIR = {
    "moustache": ("with a moustache", "moustache", "with a mustache", "wearing a moustache"),
    "beard": ("with a beard", "a beard", "bearded", "with a full beard", "wearing a beard"),
}


@dataclass(frozen=True)
class Attributes:
    """What is shown of one person; "" where it is not clear.

    Attributes
    ----------
    hair_length : "short", "long" or "tied back"
    facial_hair : "moustache" or "beard"
    skin : "fair", "brown" or "dark"
    ethnicity : one of ETHNICITIES
    """

    man: bool
    age: float
    smile: float
    glasses: bool
    hair: str
    hair_length: str
    facial_hair: str
    skin: str
    ethnicity: str
    clothes: str
    tie: str
    background: str
    grey: bool


def _by_chance(draw: np.random.Generator):
    """Two ways to draw: one of several words, and whether something of a chance happens."""

    def pick(*options: str) -> str:
        return str(draw.choice(options))

    def some(chance: float) -> bool:
        return bool(draw.random() < chance)

    return pick, some


def caption(shown: Attributes, draw: np.random.Generator) -> str:
    """One of many ways to say what is shown; not all of it."""
    _, some = _by_chance(draw)
    whom = who(shown, draw)
    told = details(shown, draw)
    text = ", ".join([whom, *told]) if some(0.6) else " ".join([whom, *told])
    return text + _film(draw, grey=shown.grey)


def details(shown: Attributes, draw: np.random.Generator) -> list[str]:
    """What is told of somebody beside who they are, in some order; not all of it."""
    pick, some = _by_chance(draw)
    told = []
    if shown.glasses and some(0.85):
        told.append(pick("with glasses", "wearing glasses", "glasses", "with spectacles", "eyeglasses"))
    elif not shown.glasses and some(0.12):
        told.append(pick("without glasses", "no glasses"))
    told += _hair(shown, draw)
    if shown.facial_hair and some(0.9):
        told.append(pick(*_FACIAL_HAIR[shown.facial_hair]))
    elif shown.man and some(0.1):
        told.append(pick("clean-shaven", "without a beard"))
    if shown.skin and some(0.4):
        told.append(pick(*_SKINS[shown.skin]))
    if shown.clothes and some(0.5):
        worn = pick("suit", "jacket") if shown.man else pick("jacket", "dress", "blouse", "suit")
        if shown.clothes == "white":
            worn = pick("shirt", "T-shirt", "top")
        told.append(
            pick(f"in a {shown.clothes} {worn}", f"wearing a {shown.clothes} {worn}", f"{shown.clothes} {worn}")
        )
    if shown.tie and some(0.4):
        told.append(pick(f"with a {shown.tie} tie", f"a {shown.tie} tie"))
    if (smiling := _smiling(shown, pick)) and some(0.85):
        told.append(smiling)
    if shown.background and not shown.grey and some(0.35):
        told.append(pick(f"{shown.background} background", f"in front of a {shown.background} wall"))
    draw.shuffle(told)
    return told


def _hair(shown: Attributes, draw: np.random.Generator) -> list[str]:
    """What is told of the hair: colour, length, both or nothing."""
    pick, some = _by_chance(draw)
    if shown.hair == "bald":
        return [pick("bald", "with a bald head", "no hair")] if some(0.7) else []
    length = shown.hair_length if some(0.65) else ""
    colour = shown.hair if some(0.65) else ""
    if length == "tied back":
        return [pick("with her hair tied back", "hair tied back", "with tied back hair")] + (
            [pick(f"with {colour} hair", f"{colour} hair")] if colour else []
        )
    if not length and not colour:
        return []
    look = " ".join(part for part in (length, colour) if part)
    own = "his" if shown.man else "her"
    said = [f"with {look} hair", f"{look} hair", f"{own} hair is {look}", f"{look.replace(' ', '-')}-haired"]
    if not colour:
        said += {"short": ["short-cropped hair", f"{own} hair is cropped"], "long": [f"{own} hair down"]}[length]
    elif not length and colour == "blonde":
        said += ["blonde", "blond"]
    return [pick(*said)]


def _film(draw: np.random.Generator, *, grey: bool) -> str:
    """What is told of the picture itself, to be put behind the rest."""
    pick, some = _by_chance(draw)
    text = ""
    if grey:
        text += pick(", black and white", ", in black and white", ", monochrome", ", a black and white photograph",
                     ", an old black and white picture", ", in greyscale", ", without colour")  # fmt: skip
    elif some(0.15):
        text += pick(", in colour", ", colour photograph", ", color photo")
    if some(0.15):
        text += pick(", looking at the camera", ", studio portrait", ", head and shoulders")
    return text


def who(shown: Attributes, draw: np.random.Generator) -> str:
    """Somebody's sex and age, in one of many ways."""
    pick, some = _by_chance(draw)
    age, man = shown.age, shown.man
    told = f"about {5 * round(age / 5)}" if some(0.5) else str(int(age))
    grown = pick("man", "gentleman", "man", "man") if man else pick("woman", "lady", "woman", "woman")
    if some(0.3):
        return pick(f"a {grown} of {told}", f"a {told} year old {grown}", f"{grown}, {told} years old",
                    f"portrait of a {grown} aged {told}")  # fmt: skip
    if age < 36:
        how = pick("young", "young", "youthful")
        kin = ("young man", "son", "grandson") if man else ("young woman", "daughter", "granddaughter")
    elif age < 58:
        how = pick("middle-aged", "", "grown-up")
        kin = ("father", "dad", "husband", "uncle") if man else ("mother", "mum", "wife", "aunt")
    else:
        how = pick("old", "elderly", "aged", "senior")
        kin = ("grandfather", "grandpa", "granddad", "my late husband") if man else (
            "grandmother", "grandma", "granny", "my late wife")  # fmt: skip
    if some(0.3):
        return pick("a portrait of my ", "my ", "a photo of ", "") + pick(*kin)
    people = pick(*ETHNICITIES[shown.ethnicity]) if shown.ethnicity and some(0.6) else ""
    if people and some(0.2):
        how = ""
    words = " ".join(part for part in (how, people, grown) if part)
    article = "an" if words[0].lower() in "aeio" else "a"
    return pick("a portrait of ", "a photo of ", "", "") + f"{article} {words}"


def _smiling(shown: Attributes, pick) -> str:
    if shown.smile > LAUGHING:
        return pick("smiling broadly", "laughing", "with a big smile", "smiling", "happy", "joyful")
    if shown.smile > SMILING:
        return pick("smiling", "with a smile", "friendly", "smiling at the camera", "smiling warmly")
    if shown.smile < SERIOUS:
        return pick("serious", "not smiling", "with a serious face", "a stern look", "without a smile", "solemn",
                    "a straight face")  # fmt: skip
    return ""
