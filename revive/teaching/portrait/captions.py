"""Captions of portraits: the attributes of a person, real or invented, in one of many ways to say them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMILING, SERIOUS, LAUGHING = 0.6, 0.3, 0.93  # smile scores


@dataclass(frozen=True)
class Attributes:
    """What is shown of one person; "" and None where it is not clear."""

    man: bool
    age: float
    smile: float
    glasses: bool
    hair: str
    long_hair: bool
    moustache: bool
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


def invent(draw: np.random.Generator) -> Attributes:
    """Somebody who might be shown."""
    man = bool(draw.random() < 0.5)
    clothes = str(draw.choice(["black", "dark grey", "grey", "white", "dark blue", "blue", "red", "brown"]))
    return Attributes(
        man=man, age=float(draw.uniform(25, 85)), smile=float(draw.random()), glasses=bool(draw.random() < 0.25),
        hair=str(draw.choice(["white", "grey", "black", "dark brown", "brown", "blonde"])),
        long_hair=not man and bool(draw.random() < 0.3), moustache=man and bool(draw.random() < 0.1), clothes=clothes,
        tie=str(draw.choice(["", "blue", "red"])) if man else "", grey=bool(draw.random() < 0.2),
        background=str(draw.choice(["", "blue", "dark blue", "grey", "dark", "brown"])),
    )  # fmt: skip


def details(shown: Attributes, draw: np.random.Generator) -> list[str]:
    """What is told of somebody beside who they are, in some order; not all of it."""
    pick, some = _by_chance(draw)
    told = []
    if shown.glasses and some(0.85):
        told.append(pick("with glasses", "wearing glasses", "glasses", "with spectacles"))
    elif not shown.glasses and some(0.12):
        told.append(pick("without glasses", "no glasses"))
    if shown.hair and some(0.6):
        length = "long " if shown.long_hair and some(0.7) else "short " if not shown.man and some(0.3) else ""
        hair = shown.hair
        told.append(
            pick("bald", "with a bald head") if hair == "bald"
            else pick(f"with {length}{hair} hair", f"{length}{hair} hair", f"{hair}-haired")
        )  # fmt: skip
    elif shown.long_hair and some(0.6):
        told.append(pick("with long hair", "long hair"))
    if shown.moustache and some(0.9):
        told.append(pick("with a moustache", "a beard", "with a beard", "moustache"))
    if shown.clothes and some(0.5):
        worn = pick("suit", "jacket") if shown.man else pick("jacket", "dress", "blouse", "suit")
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
    article = "an" if how[:1] in "aeo" and how else "a"
    return pick("a portrait of ", "a photo of ", "", "") + " ".join(part for part in (article, how, grown) if part)


def _smiling(shown: Attributes, pick) -> str:
    if shown.smile > LAUGHING:
        return pick("smiling broadly", "laughing", "with a big smile", "smiling", "happy")
    if shown.smile > SMILING:
        return pick("smiling", "with a smile", "friendly", "smiling at the camera")
    if shown.smile < SERIOUS:
        return pick("serious", "not smiling", "with a serious face", "a stern look", "without a smile", "solemn")
    return ""
