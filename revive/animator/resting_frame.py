"""The frame in which a face is brought to rest: eyes to chin, upright, fixed to the skull."""

from __future__ import annotations

import numpy as np

from revive.animator.placement import brought_back
from revive.core.easing import eased
from revive.face import mesh
from revive.face.expression_basis import expression_basis

UNIT = 96.0  # pixels of the frame in an eye distance
SIZE = (208, 192)  # width and height
TOP = 0.1  # eye distances above the eyes
UPPER = (*mesh.RIGHT_EYE_CORNERS, *mesh.LEFT_EYE_CORNERS, 168, 6, 197)  # points that no mouth moves
FADE = 0.2  # eye distances along the edge within which a change gives way to what lies round it


def frame_place(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3), pixels of the frame -> pixels of the picture that has these points (478, 2 or 3)."""
    points = landmarks[:, :2].astype(np.float64)
    laid = mesh.flat_similarity(expression_basis()["mean"][list(UPPER), :2], points[list(UPPER)])
    corner = np.array([-SIZE[0] / 2 / UNIT, -TOP])
    return np.column_stack([laid[:, :2] / UNIT, laid[:, :2] @ corner + laid[:, 2]])


def fade_window() -> np.ndarray:
    """(h, w) float32: 1 inside the frame, smoothly 0 at its edge."""
    width, height = SIZE

    def ramp(n: int) -> np.ndarray:
        place = (np.arange(n) + 0.5) / (FADE * UNIT)
        return eased(np.minimum(place, place[::-1]))

    return (ramp(height)[:, None] * ramp(width)[None]).astype(np.float32)


def about_lips(landmarks: np.ndarray, place: np.ndarray, reach: tuple[float, float]) -> np.ndarray:
    """(h, w) float32: 1 on the lips of points (478, 2 or 3) and near them, smoothly 0 farther away.

    place : (2, 3), as `frame_place` gives it
    reach : eye distances from the lips up to which it is 1, and from which on it is 0
    """
    import cv2

    lips = brought_back(landmarks[list(mesh.OUTER_LIPS), :2], place)
    away = np.ones(SIZE[::-1], np.uint8)
    cv2.fillPoly(away, [np.round(lips).astype(np.int32)], 0)
    distance = cv2.distanceTransform(away, cv2.DIST_L2, 5) / UNIT
    return (1 - eased((distance - reach[0]) / (reach[1] - reach[0]))).astype(np.float32)
