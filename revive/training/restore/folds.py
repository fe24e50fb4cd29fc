"""Folds and wide cracks as old prints have them: ragged bands across the picture in which its surface is gone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fold:
    """A band across a picture.

    Attributes
    ----------
    through : (2,), a point on it, in pixels
    turn : degrees; 0 lies across the picture, 90 upright
    width : pixels
    dark : whether dirt fills it, rather than the white of the paper
    """

    through: np.ndarray
    turn: float
    width: float
    dark: bool = False


def fold_mask(shape: tuple[int, ...], fold: Fold, draw: np.random.Generator) -> np.ndarray:
    """(H, W) float32 of 0–1, how much of each pixel of a picture of this shape the fold takes; its edges are ragged."""
    import cv2

    reach = float(np.hypot(shape[0], shape[1]))
    way = np.array([np.cos(np.deg2rad(fold.turn)), np.sin(np.deg2rad(fold.turn))])
    across = np.array([-way[1], way[0]])
    along = np.arange(-reach, reach, max(fold.width / 4, 2.0))
    bend = draw.normal(0, 0.02) * along**2 / reach + _smooth(len(along), draw) * 0.25 * fold.width
    halves = [0.5 * fold.width * np.exp(0.22 * (_smooth(len(along), draw) + draw.normal(0, 0.5, len(along))))
              for _ in range(2)]  # fmt: skip
    bend -= np.interp(0, along, bend)  # through its point
    sides = [fold.through + along[:, None] * way + (bend + half)[:, None] * across
             for half in (halves[0], -halves[1])]  # fmt: skip
    canvas = np.zeros(shape[:2], np.uint8)
    outline = np.vstack([sides[0], sides[1][::-1]])
    cv2.fillPoly(canvas, [np.round(outline * 16).astype(np.int32)], 255, lineType=cv2.LINE_AA, shift=4)
    return canvas.astype(np.float32) / 255


def folded(picture: np.ndarray, fold: Fold, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A picture (H, W, 3) uint8 with the fold in it, and where that is, (H, W) bool."""
    import cv2

    share = fold_mask(picture.shape, fold, draw)[..., None]
    level = draw.uniform(10, 45) if fold.dark else draw.uniform(205, 245)
    paper = level * np.array([1.0, draw.uniform(0.95, 1.0), draw.uniform(0.85, 1.0)])
    grain = cv2.GaussianBlur(draw.normal(0, 1, picture.shape[:2]), (0, 0), 1.2)[..., None]
    broken = picture + share * (paper + 16 * grain - picture)
    return (broken + 0.5).clip(0, 255).astype(np.uint8), share[..., 0] > 0.05


def _smooth(count: int, draw: np.random.Generator) -> np.ndarray:
    """(count,) a smooth random curve of unit spread."""
    knots = draw.normal(0, 1, max(count // 8, 2))
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)
