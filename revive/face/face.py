"""The measurements of one face in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Face:
    """One face, in pixels of the portrait's image.

    Attributes
    ----------
    box : (left, top, right, bottom)
    landmarks : (478, 3) float32, MediaPipe's mesh with both irises; z on the scale of x, smaller is nearer
    scores : (52,) float32, MediaPipe's blendshape scores of the photograph itself, 0–1
    turn : degrees by which the face is turned away from the camera (yaw and pitch together)
    """

    box: tuple[int, int, int, int]
    landmarks: np.ndarray
    scores: np.ndarray
    turn: float


def box_of(landmarks: np.ndarray) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) in whole pixels, of landmarks (478, 2 or 3)."""
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))
