"""The attributes that a portrait shows, measured in the frame of the mean shape.

Sex, age and smile are the estimates of portraits.csv and what the people of faces/ said themselves. Length of hair,
moustaches and beards, who is Black or East Asian, and sexes that were estimated wrongly are labelled by eye, in
portrait_labels.csv, as are glasses on 224 pictures, from which a regression reads the others (97 % right on those left
out in turn). The rest is colour in known places.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from revive.teaching.portrait.captions import ETHNICITIES, Attributes
from revive.training.common.portraits import Portraits

LABELS = Path(__file__).with_name("portrait_labels.csv")
_HAIR, _FOREHEAD = (slice(23, 34), slice(72, 120)), (slice(76, 88), slice(84, 108))
_CHEEKS = ((slice(135, 155), slice(58, 70)), (slice(135, 155), slice(122, 134)))
_SHOULDERS = ((slice(222, 238), slice(14, 44)), (slice(222, 238), slice(148, 178)))
_TIE = (slice(226, 240), slice(91, 102))
_EYES = (slice(92, 132), slice(52, 140))
_FAIR, _BROWN, _LIT = 46.0, 14.0, 38.0  # degrees (see `_tone`): fair above, brown below; Black people's above is brown
_GREYING = 40.0  # years, up to which hair without much colour is not grey
_CORNER = 12  # pixels of a side, where the wall is seen
_PENALTY, _WORN = 300.0, 0.1  # of the regression for glasses; the answer from which somebody wears them


def read_attributes(portraits: Portraits, textures: np.ndarray) -> list[Attributes]:
    """What each of the portraits shows; `textures` (N, 4, HEIGHT, WIDTH) uint8."""
    import cv2

    labels = read_labels()
    glasses = _wear_glasses(portraits, textures, labels)
    found = []
    for i, (name, row, texture) in enumerate(zip(portraits.names, portraits.told, textures, strict=True)):
        label = labels.get(name, {})
        alpha = np.maximum(texture[3:4] / 255.0, 0.3)
        picture = (texture[:3] / alpha).clip(0, 255).astype(np.uint8).transpose(1, 2, 0)
        lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32) - [0, 128, 128]
        man, grey, age = is_man(row, label), row["is_grayscale"] == "1", float(row["age_estimate"])
        ethnicity = row.get("ethnicity", "").lower() or label.get("ethnicity", "")
        wall = portraits.pictures[i][:_CORNER, :_CORNER].reshape(-1, 3).mean(axis=0)
        found.append(Attributes(
            man=man, age=age, smile=float(row["smile"]), glasses=bool(glasses[i]),
            hair=_hair(lab, man=man, ethnicity=ethnicity, age=age), hair_length=label.get("hair_length", ""),
            facial_hair=label.get("facial_hair", ""), ethnicity=ethnicity if ethnicity in ETHNICITIES else "",
            skin="" if grey else _skin(lab, ethnicity),
            clothes="" if grey else _cloth(np.mean([_mean(lab, zone) for zone in _SHOULDERS], axis=0)),
            tie=_tie(lab) if man and not grey and "person" not in row else "",
            background="" if grey else _behind(wall), grey=grey,
        ))  # fmt: skip
    return found


def read_labels() -> dict[str, dict[str, str]]:
    """What is labelled by eye, by file."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def is_man(row: dict[str, str], label: dict[str, str]) -> bool:
    """By the label, where there is one, else as told."""
    return (label.get("sex") or row["gender_estimate"]) == "male"


def _mean(lab: np.ndarray, zone: tuple[slice, slice]) -> np.ndarray:
    return np.median(lab[zone].reshape(-1, 3), axis=0)


def _hair(lab: np.ndarray, *, man: bool, ethnicity: str, age: float) -> str:
    hair, forehead = _mean(lab, _HAIR), _mean(lab, _FOREHEAD)
    light, colour = hair[0], np.hypot(hair[1], hair[2])
    if man and np.linalg.norm(hair - forehead) < 30 and colour > 11:
        return "bald"
    if ethnicity in ("black", "east asian") and (light > 84 or age < _GREYING) and colour > 8:
        return "bald" if man and light > 84 else "black"  # light on skin or on black hair
    if colour < 13 and age > _GREYING:
        return "white" if light > 158 else "grey" if light > 85 else "black" if light < 52 else "dark"
    return "black" if light < 45 else "dark brown" if light < 78 else "blonde" if light > 112 else "brown"


def _skin(lab: np.ndarray, ethnicity: str) -> str:
    tone = np.mean([_tone(_mean(lab, zone)) for zone in _CHEEKS])
    if ethnicity == "black":
        return "dark" if tone < _LIT else "brown"
    return "fair" if tone > _FAIR else "brown" if tone < _BROWN else ""


def _tone(lab: np.ndarray) -> float:
    """Degrees, the individual typology angle of a skin colour, L of 0–255 (Chardon et al. 1991): −30 dark, 55 fair."""
    return float(np.rad2deg(np.arctan2(lab[0] / 2.55 - 50, max(float(lab[2]), 1.0))))


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


def _wear_glasses(portraits: Portraits, textures: np.ndarray, labels: dict[str, dict[str, str]]) -> np.ndarray:
    """(N,) bool, by a ridge regression on edges round the eyes; as labelled where it is."""
    told = {name: label["glasses"] == "1" for name, label in labels.items() if label["glasses"]}
    rows = np.array([_edges(texture) for texture in textures])
    rows = np.column_stack([(rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-6), np.ones(len(rows))])
    known = np.array([name in told for name in portraits.names])
    goal = np.array([1.0 if told.get(name) else -1.0 for name in portraits.names])
    system = rows[known].T @ rows[known] + _PENALTY * np.eye(rows.shape[1])
    return np.where(known, goal > 0, rows @ np.linalg.solve(system, rows[known].T @ goal[known]) > _WORN)


def _edges(texture: np.ndarray) -> np.ndarray:
    import cv2

    light = texture[:3].mean(axis=0) / 255
    face = light[90:190, 60:130]
    light = ((light - face.mean()) / (face.std() + 1e-3)).astype(np.float32)
    views = [np.abs(cv2.Sobel(light, cv2.CV_32F, *way, ksize=3)) for way in ((0, 1), (1, 0))] + [light]
    small = [cv2.resize(view[_EYES], (22, 10), interpolation=cv2.INTER_AREA) for view in views]
    return np.concatenate([((view + view[:, ::-1]) / 2).ravel() for view in small])
