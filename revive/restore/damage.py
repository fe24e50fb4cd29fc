"""Scratches, tears and stains that somebody has marked: filled from what lies round them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.errors import UserError
from revive.portrait.photo import read_photo

FILLED = 3  # pixels round a hole that it is filled from
MARKED = 128  # level from which a pixel of a mask is marked


def heal(image: np.ndarray, damage: np.ndarray) -> np.ndarray:
    """The picture with the places where `damage` (H, W) is True filled from round about (Telea 2004)."""
    import cv2

    mask = cv2.dilate(damage.astype(np.uint8), np.ones((3, 3), np.uint8))
    filled = cv2.inpaint(np.ascontiguousarray(image), mask, FILLED, cv2.INPAINT_TELEA)
    return np.where(mask[..., None] > 0, filled, image)


def read_marks(path: Path, image: np.ndarray) -> np.ndarray:
    """(H, W) bool, the bright places of a picture of the same proportions as `image`.

    Raises
    ------
    UserError : not a picture, other proportions, or nothing marked
    """
    return fitting(read_photo(path, size=max(image.shape[:2])).mean(axis=2) >= MARKED, image)


def fitting(marks: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Marks (h, w) bool, brought to the size of an image (H, W, 3).

    Raises
    ------
    UserError : other proportions, or nothing marked
    """
    import cv2

    height, width = image.shape[:2]
    if abs(marks.shape[1] * height - marks.shape[0] * width) > 0.03 * height * width:
        raise UserError(
            f"The marks are {marks.shape[1]}x{marks.shape[0]} pixels, the photograph {width}x{height}; please mark the"
            " damage on a picture of the same proportions.",
            f"标记图为 {marks.shape[1]}x{marks.shape[0]} 像素，照片为 {width}x{height}，请在比例相同的图片上标记。",
        )
    found = cv2.resize(marks.astype(np.float32), (width, height)) >= 0.5
    if not found.any():
        raise UserError(
            "Nothing is marked; please paint the damaged places white on black.",
            "没有任何标记，请在黑底上用白色涂出损坏的地方。",
        )
    return found
