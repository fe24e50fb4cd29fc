"""Where each of several heads in one photograph may move it, and how far.

Every pixel belongs to the nearest face, those that stay still included. Towards the border between two of them a
movement fades out, and heads that nearly touch move less, so that hair, shoulders and cheeks stay in their order and
nothing tears: on the border itself the photograph stands still.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revive.core.easing import eased
from revive.face import mesh

WHOLE = 1.5  # of the way from the border to the face, at whose end the movement is whole; more than 1 is before it
CLOSE = 0.25  # eye distances, the width of the fade where two faces touch
LEAST_ROOM = 0.3  # of the movement of a head that touches another
ROOMY = 1.2  # eye distances between two faces, from which they do not hinder each other


def territories(faces: Sequence[np.ndarray], size: tuple[int, int]) -> list[np.ndarray]:
    """For each face, how much of its movement each pixel follows.

    Parameters
    ----------
    faces : (478, ≥2) each, the points of every face in the photograph, pixels
    size : (height, width) of the photograph

    Returns
    -------
    list of (height, width) float32, 0–1: 1 on the face and far from other ones. No pixel follows two faces.
    """
    units = [mesh.eye_distance(face[:, :2]) for face in faces]
    ovals = [_signed_distance(_outline(face), size) for face in faces]
    owner = np.argmin([oval / unit for oval, unit in zip(ovals, units, strict=True)], axis=0)
    return [_share(owner == number, ovals[number], unit) for number, unit in enumerate(units)]


def room_to_move(faces: Sequence[np.ndarray]) -> list[float]:
    """For each face (478, ≥2) of a photograph, how much of its movement its head has room for: LEAST_ROOM to 1."""
    import cv2

    rooms = []
    for face in faces:
        gaps = [
            -cv2.pointPolygonTest(_outline(other), (float(x), float(y)), True) / mesh.eye_distance(face[:, :2])
            for other in faces
            if other is not face
            for x, y in _outline(face)
        ]
        gap = max(min(gaps, default=ROOMY), 0.0)
        rooms.append(min(LEAST_ROOM + (1 - LEAST_ROOM) * gap / ROOMY, 1.0))
    return rooms


def _share(own: np.ndarray, oval: np.ndarray, unit: float) -> np.ndarray:
    import cv2

    if own.all():
        return np.ones(own.shape, np.float32)
    border = cv2.distanceTransform(own.astype(np.uint8), cv2.DIST_L2, 5)
    border = np.maximum(border - 1, 0)  # the last pixel on this side stays, too
    way = border + np.maximum(oval, 0) + CLOSE * unit
    return eased(WHOLE * border / way).astype(np.float32)


def _outline(face: np.ndarray) -> np.ndarray:
    return face[list(mesh.OVAL), :2].astype(np.float32)


def _signed_distance(outline: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """(height, width) float32, pixels from a closed outline (N, 2); negative inside."""
    import cv2

    inside = np.zeros(size, np.uint8)
    cv2.fillPoly(inside, [np.round(outline).astype(np.int32)], 1)
    away, depth = (cv2.distanceTransform(part, cv2.DIST_L2, 5) for part in (1 - inside, inside))
    return away - depth
