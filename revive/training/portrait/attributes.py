"""The attributes that a portrait shows, measured in the frame of the mean shape.

Sex, age and smile are the estimates of portraits.csv; glasses were labelled by eye on 224 pictures, from which a
regression reads the others (97 % right on those left out in turn); the rest is colour in known places.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from revive.teaching.portrait.captions import Attributes
from revive.training.common.portraits import Portraits

LABELS = Path(__file__).with_name("portrait_labels.csv")
_HAIR, _FOREHEAD = (slice(23, 34), slice(72, 120)), (slice(76, 88), slice(84, 108))
_CHEEKS = ((slice(135, 155), slice(58, 70)), (slice(135, 155), slice(122, 134)))
_LIP = (slice(147, 153), slice(84, 108))
_SHOULDERS = ((slice(222, 238), slice(14, 44)), (slice(222, 238), slice(148, 178)))
_TIE = (slice(226, 240), slice(91, 102))
_BESIDE = ((slice(150, 200), slice(30, 44)), (slice(150, 200), slice(148, 162)))  # the jaw: where long hair is
_EYES = (slice(92, 132), slice(52, 140))
_PENALTY, _WORN = 300.0, 0.1  # of the regression for glasses; the answer from which somebody wears them


def read_attributes(portraits: Portraits, textures: np.ndarray) -> list[Attributes]:
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
        found.append(Attributes(
            man=man, age=float(row["age_estimate"]), smile=float(row["smile"]), glasses=bool(glasses[i]),
            hair=_hair(lab, man=man), long_hair=not man and bool(beside > 0.6),
            moustache=man and bool(_mean(lab, _LIP)[0] < 0.76 * cheek),
            clothes="" if grey else _cloth(np.mean([_mean(lab, zone) for zone in _SHOULDERS], axis=0)),
            tie=_tie(lab) if man and not grey else "", background="" if grey else _behind(behind), grey=grey,
        ))  # fmt: skip
    return found


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
    with LABELS.open(encoding="utf-8", newline="") as file:
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
