"""Remove the plain border around a photograph (paper or the scanner's glass), if it ends in a straight edge."""

from __future__ import annotations

import numpy as np

EVEN = 14  # levels within which a border is of one colour
SHARE = 0.97  # of a row that must be
EDGE, ALONG = 16, 0.6  # levels of the step at a border's end; how much of its length must have it
MOST = 0.2  # of the picture that a border may take on one side
INSIDE = 2  # pixels more, for the soft edge


def border_of(image: np.ndarray) -> tuple[int, int, int, int]:
    """The widths of an (H, W, 3) uint8 picture's border in pixels: top, right, bottom, left; 0 where there is none."""
    light = image.mean(axis=2)
    top, right, bottom, left = (_depth(np.rot90(light, turns)) for turns in (0, 1, 2, 3))
    return top, right, bottom, left


def trim(image: np.ndarray) -> np.ndarray:
    """The picture without its border."""
    top, right, bottom, left = border_of(image)
    height, width = image.shape[:2]
    return np.ascontiguousarray(image[top : height - bottom, left : width - right])


def _depth(light: np.ndarray) -> int:
    """Rows of border at the top of a picture's light (H, W)."""
    most = int(MOST * len(light))
    colour = np.median(light[:2])
    even = (np.abs(light[:most] - colour) < EVEN).mean(axis=1) > SHARE
    depth = int(even.argmin()) if not even.all() else 0
    if depth == 0:
        return 0
    step = np.abs(light[min(depth + INSIDE, len(light) - 1)] - light[max(depth - INSIDE, 0)])
    return depth + INSIDE if (step > EDGE).mean() > ALONG else 0
