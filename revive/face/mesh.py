"""Names of points of MediaPipe's face mesh (478 points), and transforms that fit one mesh, or a part, to another.

Left and right are the person's own, as in MediaPipe's blendshape names; a frontal face has its right eye at the left
of the picture. "Eye distance" is the distance between the centres of both eyes, the unit of length of the face.
"""

from __future__ import annotations

import numpy as np

FOREHEAD, CHIN = 10, 152  # the highest and the lowest point
RIGHT_SIDE, LEFT_SIDE = 234, 454  # the outermost points, before the ears
NOSE_TIP, NOSE_BASE = 1, 2
UPPER_LIP_MIDDLE, LOWER_LIP_MIDDLE = 13, 14  # inner
LEFT_EYE_CORNERS = (263, 362)  # outer, inner
RIGHT_EYE_CORNERS = (33, 133)
# lids from the outer corner to the inner one, corners left out; index i of upper lies above index i of lower
RIGHT_UPPER_LID = (246, 161, 160, 159, 158, 157, 173)
RIGHT_LOWER_LID = (7, 163, 144, 145, 153, 154, 155)
LEFT_UPPER_LID = (466, 388, 387, 386, 385, 384, 398)
LEFT_LOWER_LID = (249, 390, 373, 374, 380, 381, 382)
RIGHT_IRIS = (468, 469, 470, 471, 472)  # centre first
LEFT_IRIS = (473, 474, 475, 476, 477)
# lips from the person's right corner to the left one, corners left out; upper i lies above lower i
MOUTH_CORNERS = (78, 308)  # inner
UPPER_INNER_LIP = (191, 80, 81, 82, 13, 312, 311, 310, 415)
LOWER_INNER_LIP = (95, 88, 178, 87, 14, 317, 402, 318, 324)
# closed rings: a corner, the upper line, the other corner, the lower line back
RIGHT_EYE_RING = (RIGHT_EYE_CORNERS[0], *RIGHT_UPPER_LID, RIGHT_EYE_CORNERS[1], *RIGHT_LOWER_LID[::-1])
LEFT_EYE_RING = (LEFT_EYE_CORNERS[0], *LEFT_UPPER_LID, LEFT_EYE_CORNERS[1], *LEFT_LOWER_LID[::-1])
MOUTH_RING = (MOUTH_CORNERS[0], *UPPER_INNER_LIP, MOUTH_CORNERS[1], *LOWER_INNER_LIP[::-1])
OUTER_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)  # a ring
OVAL = (  # the outline of the face, a ring
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
# points that expressions hardly move: forehead, temples, bridge of the nose, eye corners
STABLE = (10, 338, 297, 332, 284, 251, 389, 109, 67, 103, 54, 21, 162, 168, 6, 197, 33, 133, 263, 362, 127, 356)


def eye_distance(points: np.ndarray) -> float:
    """Distance between the centres of both eyes of (478, 2 or 3) points."""
    left, right = (points[list(corners)].mean(axis=0) for corners in (LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS))
    return float(np.linalg.norm(left - right))


def similarity(source: np.ndarray, target: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Scale, rotation (3, 3) and shift (3,) that best map `source` (N, 3) to `target` (Umeyama 1991)."""
    a, b = source.mean(axis=0), target.mean(axis=0)
    covariance = (target - b).T @ (source - a)
    u, singular, v = np.linalg.svd(covariance)
    sign = np.array([1, 1, np.sign(np.linalg.det(u @ v))])
    rotation = (u * sign) @ v
    scale = float((singular * sign).sum() / ((source - a) ** 2).sum())
    return scale, rotation, b - scale * rotation @ a


def flat_similarity(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(2, 3), the rotation, scale and shift that best map `source` (N, 2) to `target`; never a reflection.

    Computed in complex numbers, where rotation and scale are one factor. A decomposition in three dimensions may flip
    two points about the line between them, which shows the picture upside down.
    """
    a, b = source.mean(axis=0), target.mean(axis=0)
    from_middle, to_middle = (source - a) @ (1, 1j), (target - b) @ (1, 1j)
    factor = np.vdot(from_middle, to_middle) / np.vdot(from_middle, from_middle).real
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([turn, b - turn @ a])


class Plane:
    """Some points of a mesh at rest, and the affine map of the region between them when they move."""

    def __init__(self, points: np.ndarray, indices: tuple[int, ...]) -> None:
        """points : (V, 2 or 3), at rest; `indices` are the points that define the map."""
        self._indices = list(indices)
        rest = points[self._indices, :2]
        self._inverse = np.linalg.pinv(np.column_stack([rest, np.ones(len(rest))]))

    def carried(self, points: np.ndarray) -> np.ndarray:
        """(2, 3), the affine map from the points at rest to their present positions (V, 2 or 3)."""
        return (self._inverse @ points[self._indices, :2]).T


def mirror_points(mean: np.ndarray) -> np.ndarray:
    """For each point of a mesh (V, 3) about the plane x = 0, the index of the point that mirrors it."""
    mirrored = mean * (-1, 1, 1)
    return np.linalg.norm(mirrored[:, None] - mean[None], axis=2).argmin(axis=1)


def inner_lip_gap(points: np.ndarray) -> float:
    """Opening of the mouth: the mean distance of the three middle pairs of inner lip points, in eye distances."""
    upper, lower = points[list(UPPER_INNER_LIP[3:6])], points[list(LOWER_INNER_LIP[3:6])]
    return float(np.linalg.norm(upper - lower, axis=1).mean()) / eye_distance(points)
