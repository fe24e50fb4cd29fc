"""Fill scratches, folds, tears and stains: from round about, by patches, and by what a face has there."""

from __future__ import annotations

import numpy as np

from revive.core.errors import UserError
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.mesh import OVAL
from revive.media.photo import at_size
from revive.restore.face_inpainting import fill_face
from revive.restore.patches import fill_by_patches

FILLED = 3  # pixels round a hole that it is filled from
WIDE = 0.006  # of the longest side, half the width from which damage is a fold or a hole and no scratch
ON_FACE = 0.02  # widths of a face, half the width from which damage takes away what can be missed


def repair(image: np.ndarray, damage: np.ndarray) -> tuple[np.ndarray, bool]:
    """The picture with the places where `damage` (H, W) is True filled, and whether a part of a face was guessed.

    See `fill_plainly`, and for what is wide and crosses a face `fill_face`.
    """
    filled, guessed = fill_plainly(image, damage), False
    hole = _hole(damage)
    for face in find_faces(filled) if damage.any() else ():
        if (part := _across(face, hole)).any():
            filled, guessed = fill_face(image, filled, part, face.landmarks), True
    return filled, guessed


def fill_plainly(image: np.ndarray, damage: np.ndarray) -> np.ndarray:
    """The picture with its damage filled from round about (Telea 2004), and what is wide by patches of the picture."""
    import cv2

    hole = _hole(damage)
    wide = _wider(hole, WIDE * max(hole.shape))
    filled = cv2.inpaint(np.ascontiguousarray(image), hole.astype(np.uint8), FILLED, cv2.INPAINT_TELEA)
    filled = np.where(hole[..., None], filled, image)
    return fill_by_patches(filled, wide) if wide.any() else filled


def _hole(damage: np.ndarray) -> np.ndarray:
    import cv2

    return cv2.dilate(damage.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0


def _wider(hole: np.ndarray, radius: float) -> np.ndarray:
    """The pieces of a hole (H, W) that are somewhere wider than twice the radius in pixels."""
    import cv2

    depth = cv2.distanceTransform(np.pad(hole, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    _, pieces = cv2.connectedComponents(hole.astype(np.uint8), connectivity=8)
    return np.isin(pieces, np.setdiff1d(pieces[depth > radius], [0]))


def _across(face: Face, hole: np.ndarray) -> np.ndarray:
    """The wide pieces of a hole that reach into a face, (H, W) bool."""
    import cv2

    outline = np.zeros(hole.shape, np.uint8)
    cv2.fillPoly(outline, [np.round(face.landmarks[list(OVAL), :2]).astype(np.int32)], 1)
    wide = _wider(hole, ON_FACE * (face.box[2] - face.box[0]))
    return wide if (wide & (outline > 0)).any() else np.zeros_like(hole)


def fitting(mask: np.ndarray, image: np.ndarray) -> np.ndarray:
    """A mask (h, w) bool, resized to an image (H, W, 3).

    Raises
    ------
    UserError : other proportions, or nothing marked
    """
    found = at_size(mask, image.shape[1::-1])
    if not found.any():
        raise UserError("Nothing is marked; please paint the damaged places white on black.")
    return found
