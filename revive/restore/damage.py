"""Fill scratches, tears and stains that the user has marked from their surroundings."""

from __future__ import annotations

import numpy as np

from revive.core.errors import UserError
from revive.media.photo import at_size

FILLED = 3  # pixels round a hole that it is filled from


def repair(image: np.ndarray, damage: np.ndarray) -> np.ndarray:
    """The picture with the places where `damage` (H, W) is True filled from their surroundings (Telea 2004)."""
    import cv2

    mask = cv2.dilate(damage.astype(np.uint8), np.ones((3, 3), np.uint8))
    filled = cv2.inpaint(np.ascontiguousarray(image), mask, FILLED, cv2.INPAINT_TELEA)
    return np.where(mask[..., None] > 0, filled, image)


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
