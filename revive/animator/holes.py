"""An opening in the face, between lids or lips, through which another layer is seen; its edge is smooth."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

SMOOTHING = 4  # pieces of curve between two points of the ring
SHIFT = 4  # fractional bits of polygon corners
MARGIN = 4  # pixels of window round an opening


@dataclass(frozen=True)
class Hole:
    """An opening in a frame.

    Attributes
    ----------
    corner : (2,) int, x and y of the window in which the opening lies
    curve : (n, 2) float32, its edge, in pixels of the window
    size : (width, height) of the window
    """

    corner: np.ndarray
    curve: np.ndarray
    size: tuple[int, int]

    @classmethod
    def of(cls, ring: np.ndarray, shape: tuple[int, ...]) -> Hole | None:
        """The opening inside the closed ring of points (n, 2), or None where it lies outside the frame."""
        curve = _rounding(len(ring)) @ ring
        low = np.maximum(np.floor(curve.min(axis=0)).astype(int) - MARGIN, 0)
        high = np.minimum(np.ceil(curve.max(axis=0)).astype(int) + MARGIN + 1, (shape[1], shape[0]))
        width, height = high - low
        if width < 2 or height < 2:
            return None
        return cls(low, (curve - low).astype(np.float32), (int(width), int(height)))

    def is_open(self) -> bool:
        """Whether more than two pixels of it are seen."""
        import cv2

        return abs(cv2.contourArea(self.curve)) > 2

    def mask(self) -> np.ndarray:
        """Coverage of the opening, (h, w) float32, 0–1, with an edge as soft as a photograph's."""
        import cv2

        mask = np.zeros(self.size[::-1], np.uint8)
        cv2.fillPoly(mask, [self._corners()], 255, lineType=cv2.LINE_AA, shift=SHIFT)
        return cv2.GaussianBlur(mask.astype(np.float32) / 255, (3, 3), 0.6)

    def soften_edge(self, frame: np.ndarray) -> None:
        """Mix the pixels on the edge with their neighbours, in place: there two pieces of skin meet without a step."""
        import cv2

        edge = np.zeros(self.size[::-1], np.uint8)
        cv2.polylines(edge, [self._corners()], True, 255, 2, cv2.LINE_AA, SHIFT)
        share = cv2.GaussianBlur(edge, (3, 3), 0.7).astype(np.float32) / 255
        soft = cv2.GaussianBlur(self.window(frame), (5, 5), 0.9)
        self.fill(frame, soft, share)

    def fill(self, frame: np.ndarray, layer: np.ndarray, mask: np.ndarray) -> None:
        """Lay `layer` (h, w, 3) uint8 into `frame` (H, W, 3) uint8 where `mask` (h, w) float32 says, in place."""
        mix(self.window(frame), layer, mask)

    def window(self, frame: np.ndarray) -> np.ndarray:
        """The part of the frame in which the opening lies."""
        (x, y), (width, height) = self.corner, self.size
        return frame[y : y + height, x : x + width]

    def _corners(self) -> np.ndarray:
        return np.round(self.curve * 2**SHIFT).astype(np.int32)


def mix(below: np.ndarray, layer: np.ndarray, share: np.ndarray) -> None:
    """Mix `share` (h, w) float32, 0–1, of `layer` into `below`, both (h, w, 3) uint8, in place."""
    import cv2

    cv2.blendLinear(below, layer, 1 - share, share, dst=below)


def coverage(ring: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """(H, W) float32, 0–1: how much of each pixel of a frame (H, W) lies inside the closed ring of points (n, 2)."""
    inside = np.zeros(shape, np.float32)
    hole = Hole.of(ring, shape)
    if hole is not None:
        hole.window(inside)[:] = hole.mask()
    return inside


@functools.cache
def _rounding(count: int) -> np.ndarray:
    """The matrix (count * SMOOTHING, count) that makes a closed Catmull-Rom curve of a ring of points."""
    matrix = np.zeros((count, SMOOTHING, count))
    for piece in range(SMOOTHING):
        t = piece / SMOOTHING
        weights = (
            0.5 * (-t + 2 * t**2 - t**3),
            1 + 0.5 * (-5 * t**2 + 3 * t**3),
            0.5 * (t + 4 * t**2 - 3 * t**3),
            0.5 * (-(t**2) + t**3),
        )
        for place, weight in zip((-1, 0, 1, 2), weights, strict=True):
            matrix[np.arange(count), piece, (np.arange(count) + place) % count] += weight
    return matrix.reshape(-1, count)
