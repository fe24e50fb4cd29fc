"""Find folds and wide cracks: straight bands of one level across the whole picture, lighter or darker than both sides.

The picture is turned step by step; where a fold lies level, nearly all of a row stands out from what is above and below.
Nothing in an undamaged portrait crosses all of it so. A network for scratches does not see what is wider than those.
"""

from __future__ import annotations

import numpy as np

SIDE = 220  # pixels of the longest side at which folds are looked for
STEP = 3.0  # degrees
WIDTHS = (3, 5, 8, 12)  # pixels of a fold there: 1.4 to 5.5 hundredths of the longest side
STANDS_OUT = 0.05  # of the range of light, by which a fold is lighter or darker than both of its sides
MOST_OF = 0.8  # of a row that must stand out
EVEN = 0.09  # of the range of light, the spread along a fold
SHORTEST = 0.5  # of the shorter side of the picture; shorter rows cut off a corner
EDGE = 0.003  # of the longest side, how soft the edge of a fold is
ALIKE = 0.16  # of the range of light, within which a pixel has the level of the fold


def find_folds(image: np.ndarray) -> np.ndarray:
    """(H, W) bool, where the folds of an (H, W, 3) uint8 picture are."""
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(round(scale * width), 8), max(round(scale * height), 8))
    light = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    low, high = np.percentile(light, (1, 99))
    light = (light - low) / max(float(high - low), 1.0)
    marks = np.zeros(light.shape, np.float32)
    for turn in np.arange(0, 180, STEP):
        marks = np.maximum(marks, _level_folds(light, float(turn)))
    if not marks.any():
        return np.zeros((height, width), bool)
    near = cv2.resize(marks, (width, height), interpolation=cv2.INTER_LINEAR) > 0.3
    full = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) - low) / max(float(high - low), 1.0)
    return _of_one_level(full, near, edge=round(EDGE * max(height, width)))


def _of_one_level(light: np.ndarray, near: np.ndarray, *, edge: int) -> np.ndarray:
    """Of the bands `near` (H, W) what has their level, and the soft edges of that, so many pixels wide."""
    import cv2

    soft = cv2.GaussianBlur(light, (0, 0), max(edge / 2, 0.5))
    count, pieces = cv2.connectedComponents(near.astype(np.uint8), connectivity=8)
    found = np.zeros(light.shape, np.uint8)
    for piece in range(1, count):
        here = pieces == piece
        depth = cv2.distanceTransform(here.astype(np.uint8), cv2.DIST_L2, 5)
        level = float(np.median(soft[depth > 0.6 * depth.max()]))
        found[here & (np.abs(soft - level) < ALIKE)] = 1
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (4 * edge + 1, 4 * edge + 1))
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, reach)
    return cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * edge + 1, 2 * edge + 1))) > 0


def _level_folds(light: np.ndarray, turn: float) -> np.ndarray:
    """(h, w) 0–1, the folds that lie level when the picture is turned by so many degrees."""
    import cv2

    height, width = light.shape
    side = int(np.ceil(np.hypot(height, width)))
    place = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, 1)
    place[:, 2] += ((side - width) / 2, (side - height) / 2)
    turned = cv2.warpAffine(light, place, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones_like(light), place, (side, side), flags=cv2.INTER_LINEAR) > 0.99
    found = np.zeros((side, side), np.float32)
    length = inside.sum(axis=1)
    for across in WIDTHS:
        mean = cv2.blur(turned, (3, max(across - 1, 2)))
        away = round(1.4 * across) + 1
        above, below = np.roll(mean, away, axis=0), np.roll(mean, -away, axis=0)
        enough = (length >= SHORTEST * min(height, width)) & _inner(inside, away)
        for over in (mean - np.maximum(above, below), np.minimum(above, below) - mean):
            out = cv2.dilate((over > STANDS_OUT).astype(np.uint8), np.ones((3, 1), np.uint8)) > 0
            share = (out & inside).sum(axis=1) / np.maximum(length, 1)
            for row in np.flatnonzero(enough & (share > MOST_OF)):
                level = turned[row][inside[row] & out[row]]
                if np.subtract(*np.percentile(level, (75, 25))) < 2 * EVEN:
                    band = slice(max(row - across // 2 - 2, 0), row + across // 2 + 3)
                    alike = np.abs(turned[band] - np.median(level)) < ALIKE
                    found[band] = np.maximum(found[band], alike & inside[band])
    if not found.any():
        return np.zeros_like(light)
    return cv2.warpAffine(found, place, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def _inner(inside: np.ndarray, away: int) -> np.ndarray:
    """(side,) bool, rows whose neighbours at this distance are in the picture too."""
    rows = inside.any(axis=1)
    return rows & np.roll(rows, away) & np.roll(rows, -away)
