"""The Portrait: a photograph and the faces in it."""

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
    turn : degrees by which the face looks away from the camera (yaw and pitch together)
    """

    box: tuple[int, int, int, int]
    landmarks: np.ndarray
    scores: np.ndarray
    turn: float


@dataclass(frozen=True)
class Portrait:
    """The photograph, ready to be animated.

    Attributes
    ----------
    image : (H, W, 3) uint8 RGB, upright, long side at most `size`, even width and height, light and background done
    faces : every face found, the largest first; numbered from 1 for the user
    chosen : index into `faces` of the one that will speak
    """

    image: np.ndarray
    faces: tuple[Face, ...]
    chosen: int = 0

    @property
    def face(self) -> Face:
        """The face that will speak."""
        return self.faces[self.chosen]
