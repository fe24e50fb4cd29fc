"""Find folds and wide cracks: straight bands of one level across the whole picture, lighter or darker than both sides.

The picture is turned step by step; where a fold lies level, most of a row stands out from what is above and below.
Little in an undamaged portrait crosses it so. The network that finds scratches does not see what is much wider.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

SIDE = 220  # pixels of the longest side at which folds are looked for
STEP = 3.0  # degrees
WIDTHS = (3, 5, 8, 12)  # pixels of a fold there: 1.4 to 5.5 hundredths of the longest side
STANDS_OUT = 0.05  # of the range of light, by which a fold is lighter or darker than both of its sides
STRONG = 0.19  # of the range of light, by which a row stands out in the mean, times its part that does
MOST_OF = 0.65  # of a row that must stand out, where it does not lie on a ground of its own level
AT_LEAST = 0.5  # of the shorter side of the picture; the rest may lie on a white wall, as light as the fold
EVEN = 0.09  # of the range of light, the spread along a fold
SHORTEST = 0.5  # of the shorter side of the picture; shorter rows cut off a corner
EDGE = 0.003  # of the longest side, how soft the edge of a fold is
BENT, ALSO = 9.0, 0.6  # degrees between parts of one fold, and how strong they are, of the strongest
MOST = 60  # candidates that are looked at
ALIKE = 0.11  # of the range of light, within which a pixel has the level of the fold


def find_folds(image: np.ndarray) -> np.ndarray:
    """(H, W) bool, where the folds of an (H, W, 3) uint8 picture are."""
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(round(scale * width), 8), max(round(scale * height), 8))
    light = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    low, high = np.percentile(light, (1, 99))
    light = (light - low) / max(float(high - low), 1.0)
    marks = _marked(light, sorted(_candidates(light), key=lambda one: -one.strength))
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
        beside = (cv2.dilate(here.astype(np.uint8), np.ones((4 * edge + 3,) * 2, np.uint8)) > 0) & ~near
        lighter = not beside.any() or level > np.median(soft[beside])
        found[here & _of_level(soft, level, lighter=lighter)] = 1
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (4 * edge + 1, 4 * edge + 1))
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, reach)
    return cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * edge + 1, 2 * edge + 1))) > 0


@dataclass(frozen=True)
class _Candidate:
    """A row of the picture turned by `turn` degrees that may be a fold, `across` pixels wide, of a level."""

    turn: float
    row: int
    across: int
    lighter: bool
    level: float
    strength: float


def _candidates(light: np.ndarray) -> Iterator[_Candidate]:
    """All rows of the picture, turned step by step, that stand out over most of their length."""
    import cv2

    shorter = min(light.shape)
    for turn in np.arange(0, 180, STEP):
        turned, inside, _ = _turned(light, float(turn))
        length = inside.sum(axis=1)
        for across in WIDTHS:
            enough = (length >= SHORTEST * shorter) & _inner(inside, _away(across))
            for lighter in (True, False):
                over = _standing_out(turned, across, lighter=lighter)
                out = inside & (cv2.dilate((over > STANDS_OUT).astype(np.uint8), np.ones((3, 1), np.uint8)) > 0)
                least = np.minimum(MOST_OF * length, AT_LEAST * shorter if lighter else np.inf)
                for row in np.flatnonzero(enough & (out.sum(axis=1) > least)):
                    levels = turned[row][out[row]]
                    if np.subtract(*np.percentile(levels, (75, 25))) > 2 * EVEN:
                        continue
                    level, seen = float(np.median(levels)), length[row]
                    if lighter:
                        seen = seen - (inside[row] & ~out[row] & _alike(turned, level, int(row), across)).sum()
                    most = out[row].sum() / max(seen, 1)
                    strength = float(most * over[row][out[row]].mean())
                    if most > MOST_OF and strength > STRONG:
                        yield _Candidate(float(turn), int(row), across, lighter, level, strength)


def _alike(turned: np.ndarray, level: float, row: int, across: int) -> np.ndarray:
    """(side,) bool, where a row lies on a ground of this level: a fold would not be seen there."""
    rows = turned[[row - _away(across), row, row + _away(across)]]
    return np.all(np.abs(rows - level) < ALIKE, axis=0)


def _marked(light: np.ndarray, found: list[_Candidate]) -> np.ndarray:
    """(h, w) 0–1, where candidates lie, the strongest first.

    A fold that bends is several of one kind; what runs beside a stronger one is its edge.
    """
    import cv2

    marks, beside = np.zeros(light.shape, np.float32), np.zeros(light.shape, bool)
    for one in found[:MOST]:
        line = _band(light, one, one.across // 2) > 0.3
        if not line.any():
            continue
        strongest = found[0]
        bend = abs((one.turn - strongest.turn + 90) % 180 - 90) <= BENT
        same = one.lighter == strongest.lighter and abs(one.level - strongest.level) < ALIKE and bend
        if (beside & line).sum() > 0.3 * line.sum() and not (same and one.strength > ALSO * strongest.strength):
            continue
        band = _band(light, one, one.across // 2 + 2)
        marks = np.maximum(marks, band)
        reach = 2 * (2 * one.across) + 1
        beside |= cv2.dilate((band > 0.3).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return marks


def _band(light: np.ndarray, one: _Candidate, half: int) -> np.ndarray:
    """(h, w) 0–1, the pixels of a candidate's level, at most `half` pixels from its row."""
    import cv2

    turned, inside, place = _turned(light, one.turn)
    found = np.zeros(turned.shape, np.float32)
    rows = slice(max(one.row - half, 0), one.row + half + 1)
    over = _standing_out(turned, one.across, lighter=one.lighter)
    out = cv2.dilate((over > STANDS_OUT).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    found[rows] = (out & inside & _of_level(turned, one.level, lighter=one.lighter))[rows]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(found, place, light.shape[::-1], flags=flags)


def _of_level(light: np.ndarray, level: float, *, lighter: bool) -> np.ndarray:
    """Where the light has a level, or for a lighter fold more than that, for a darker one less."""
    return light > level - ALIKE if lighter else light < level + ALIKE


def _turned(light: np.ndarray, turn: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The picture turned by so many degrees, where it lies, and the affine map (2, 3) to it."""
    import cv2

    height, width = light.shape
    side = int(np.ceil(np.hypot(height, width)))
    place = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), turn, 1)
    place[:, 2] += ((side - width) / 2, (side - height) / 2)
    turned = cv2.warpAffine(light, place, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones_like(light), place, (side, side), flags=cv2.INTER_LINEAR) > 0.99
    return turned, inside, place


def _standing_out(turned: np.ndarray, across: int, *, lighter: bool) -> np.ndarray:
    """(side, side), by how much bands of this width are lighter, or darker, than what is above and below them."""
    import cv2

    mean = cv2.blur(turned, (3, max(across - 1, 1)))
    above, below = (np.roll(mean, way * _away(across), axis=0) for way in (1, -1))
    return mean - np.maximum(above, below) if lighter else np.minimum(above, below) - mean


def _away(across: int) -> int:
    """Pixels from the middle of a band of this width to what is beside it."""
    return round(1.2 * across) + 1


def _inner(inside: np.ndarray, away: int) -> np.ndarray:
    """(side,) bool, rows whose neighbours at this distance are in the picture too."""
    rows = inside.any(axis=1)
    return rows & np.roll(rows, away) & np.roll(rows, -away)
