"""What a portrait shows, in words: measured in the frame of the mean shape, and told in many ways.

Sex, age and smile are the estimates of portraits.csv; glasses were labelled by eye on 224 pictures, from which a
regression reads the others (97 % right on those left out in turn); the rest is colour in known places.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.training.common.portraits import Portraits

SMILING, SERIOUS, LAUGHING = 0.6, 0.3, 0.93  # smile scores
_HAIR, _FOREHEAD = (slice(23, 34), slice(72, 120)), (slice(76, 88), slice(84, 108))
_CHEEKS = ((slice(135, 155), slice(58, 70)), (slice(135, 155), slice(122, 134)))
_LIP = (slice(147, 153), slice(84, 108))
_SHOULDERS = ((slice(222, 238), slice(14, 44)), (slice(222, 238), slice(148, 178)))
_TIE = (slice(226, 240), slice(91, 102))
_BESIDE = ((slice(150, 200), slice(30, 44)), (slice(150, 200), slice(148, 162)))  # the jaw: where long hair is
_EYES = (slice(92, 132), slice(52, 140))
_PENALTY, _WORN = 300.0, 0.1  # of the regression for glasses; the answer from which somebody wears them


@dataclass(frozen=True)
class Shown:
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


def look_at(portraits: Portraits, textures: np.ndarray) -> list[Shown]:
    """What each of the portraits shows; `textures` (N, 4, HEIGHT, WIDTH) uint8."""
    import cv2

    glasses = _wear_glasses(portraits, textures)
    found = []
    for i, (row, texture) in enumerate(zip(portraits.told, textures, strict=True)):
        alpha = np.maximum(texture[3:4] / 255.0, 0.3)
        picture = (texture[:3] / alpha).clip(0, 255).astype(np.uint8).transpose(1, 2, 0)
        lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32) - [0, 128, 128]
        man, grey = row["gender_estimate"] == "male", row["is_grayscale"] == "1"
        cheek = np.mean([_mean(lab, zone)[0] for zone in _CHEEKS])
        beside = np.mean([texture[3][zone].mean() / 255 for zone in _BESIDE])
        behind = np.array([float(row[f"bg_{c}"]) for c in "rgb"])
        found.append(Shown(
            man=man, age=float(row["age_estimate"]), smile=float(row["smile"]), glasses=bool(glasses[i]),
            hair=_hair(lab, man=man), long_hair=not man and beside > 0.6,
            moustache=man and _mean(lab, _LIP)[0] < 0.76 * cheek,
            clothes="" if grey else _cloth(np.mean([_mean(lab, zone) for zone in _SHOULDERS], axis=0)),
            tie=_tie(lab) if man and not grey else "", background="" if grey else _behind(behind), grey=grey,
        ))  # fmt: skip
    return found


def _by_chance(draw: np.random.Generator):
    """Two ways to draw: one of several words, and whether something of a chance happens."""

    def pick(*options: str) -> str:
        return str(draw.choice(options))

    def some(chance: float) -> bool:
        return bool(draw.random() < chance)

    return pick, some


def caption(shown: Shown, draw: np.random.Generator) -> str:
    """One of many ways to say what is shown; not all of it."""
    _, some = _by_chance(draw)
    whom = who(shown, draw)
    told = details(shown, draw)
    text = ", ".join([whom, *told]) if some(0.6) else " ".join([whom, *told])
    return text + _film(draw, grey=shown.grey)


def invent(draw: np.random.Generator) -> Shown:
    """Somebody who might be shown."""
    man = bool(draw.random() < 0.5)
    clothes = str(draw.choice(["black", "dark grey", "grey", "white", "dark blue", "blue", "red", "brown"]))
    return Shown(
        man=man, age=float(draw.uniform(25, 85)), smile=float(draw.random()), glasses=bool(draw.random() < 0.25),
        hair=str(draw.choice(["white", "grey", "black", "dark brown", "brown", "blonde"])),
        long_hair=not man and bool(draw.random() < 0.3), moustache=man and bool(draw.random() < 0.1), clothes=clothes,
        tie=str(draw.choice(["", "blue", "red"])) if man else "", grey=bool(draw.random() < 0.2),
        background=str(draw.choice(["", "blue", "dark blue", "grey", "dark", "brown"])),
    )  # fmt: skip


def details(shown: Shown, draw: np.random.Generator) -> list[str]:
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


def who(shown: Shown, draw: np.random.Generator) -> str:
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


def _smiling(shown: Shown, pick) -> str:
    if shown.smile > LAUGHING:
        return pick("smiling broadly", "laughing", "with a big smile", "smiling", "happy")
    if shown.smile > SMILING:
        return pick("smiling", "with a smile", "friendly", "smiling at the camera")
    if shown.smile < SERIOUS:
        return pick("serious", "not smiling", "with a serious face", "a stern look", "without a smile", "solemn")
    return ""


def _mean(lab: np.ndarray, zone: tuple[slice, slice]) -> np.ndarray:
    return np.median(lab[zone].reshape(-1, 3), axis=0)


def _hair(lab: np.ndarray, *, man: bool) -> str:
    hair, forehead = _mean(lab, _HAIR), _mean(lab, _FOREHEAD)
    light, colour = hair[0], np.hypot(hair[1], hair[2])
    if man and np.linalg.norm(hair - forehead) < 30 and colour > 11:
        return "bald"
    if colour < 13:
        return "white" if light > 158 else "grey" if light > 85 else "black" if light < 52 else "dark"
    return "black" if light < 45 else "dark brown" if light < 84 else "blonde" if light > 122 else "brown"


def _cloth(lab: np.ndarray) -> str:
    light, a, b = lab
    if np.hypot(a, b) < 9:
        return "black" if light < 40 else "dark grey" if light < 75 else "grey" if light < 160 else "white"
    if b < -8:
        return "dark blue" if light < 70 else "blue"
    return "red" if a > 18 and a > 0.7 * b else "brown" if b > 6 else "purple"


def _tie(lab: np.ndarray) -> str:
    light, a, b = _mean(lab, _TIE)
    if np.hypot(a, b) < 12 or light > 190:
        return ""
    return "blue" if b < -8 else "red" if a > 20 else "yellow" if b > 25 and light > 100 else ""


def _behind(rgb: np.ndarray) -> str:
    light, spread = rgb.mean(), rgb.max() - rgb.min()
    if spread < 16:
        return "white" if light > 200 else "light grey" if light > 150 else "grey" if light > 70 else "dark"
    if rgb[2] == rgb.max():
        return "dark blue" if light < 85 else "blue"
    return "brown" if rgb[0] == rgb.max() else "green"


def _wear_glasses(portraits: Portraits, textures: np.ndarray) -> np.ndarray:
    """(N,) bool, by a ridge regression on edges round the eyes."""
    with Path(__file__).with_name("portrait_labels.csv").open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row["glasses"] == "1" for row in csv.DictReader(file)}
    rows = np.array([_edges(texture) for texture in textures])
    rows = np.column_stack([(rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-6), np.ones(len(rows))])
    known = np.array([name in told for name in portraits.names])
    goal = np.array([1.0 if told.get(name) else -1.0 for name in portraits.names])
    system = rows[known].T @ rows[known] + _PENALTY * np.eye(rows.shape[1])
    return rows @ np.linalg.solve(system, rows[known].T @ goal[known]) > _WORN


def _edges(texture: np.ndarray) -> np.ndarray:
    import cv2

    light = texture[:3].mean(axis=0) / 255
    face = light[90:190, 60:130]
    light = ((light - face.mean()) / (face.std() + 1e-3)).astype(np.float32)
    views = [np.abs(cv2.Sobel(light, cv2.CV_32F, *way, ksize=3)) for way in ((0, 1), (1, 0))] + [light]
    small = [cv2.resize(view[_EYES], (22, 10), interpolation=cv2.INTER_AREA) for view in views]
    return np.concatenate([((view + view[:, ::-1]) / 2).ravel() for view in small])
