"""Frames laid on a picture by an affine map, and what a picture shows in one."""

from __future__ import annotations

import math

import numpy as np


def scale_of(place: np.ndarray) -> float:
    """How many pixels of the picture one of the frame covers that `place` (2, 3) lays on it, along a side."""
    (a, b, _), (c, d, _) = place.tolist()
    return math.sqrt(abs(a * d - b * c))


def box_of(place: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest whole pixels, (2,) each, that a frame of `size` (width, height) covers; may lie outside."""
    corners = np.array([(0, 0), (size[0], 0), (0, size[1]), size]) @ place[:, :2].T + place[:, 2]
    return np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)


def box_within(
    place: np.ndarray, size: tuple[int, int], shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The first and the last but one whole pixel, (2,) each, of a picture (H, W, …) that such a frame covers."""
    low, high = box_of(place, size)
    return np.maximum(low, 0), np.minimum(high + 1, shape[1::-1])


def brought_back(points: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Points (n, 2) of the picture in pixels of the frame that `place` (2, 3) lays on it."""
    (a, b, x), (c, d, y) = place.tolist()
    back = np.array([(d, -b), (-c, a)]) / (a * d - b * c)
    return (points - (x, y)) @ back.T


def cut(picture: np.ndarray, place: np.ndarray, size: tuple[int, int], *, smooth: bool = False) -> np.ndarray:
    """The part of a picture that `place` (2, 3) lays a frame of `size` (width, height) on.

    `smooth` softens a large picture first, as it is sampled sparsely.
    """
    import cv2

    scale = scale_of(place)
    if smooth and scale > 1.5:
        low, high = box_of(place, size)
        low = np.maximum(low - 4, 0)
        high = np.maximum(high + 4, low + 1)
        picture = cv2.blur(picture[low[1] : high[1], low[0] : high[0]], (round(scale), round(scale)))
        place = np.column_stack([place[:, :2], place[:, 2] - low])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(picture, place.astype(np.float64), size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
