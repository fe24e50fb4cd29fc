"""Pictures read from files and from memory; one that cannot be read is an error, never None as OpenCV has it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.errors import UserError


def read_rgb(path: Path) -> np.ndarray:
    """A picture that was prepared for training, (H, W, 3) uint8 RGB; see `read`."""
    import cv2

    return cv2.cvtColor(read(path, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def read_grey(path: Path) -> np.ndarray:
    """The light of a picture that was prepared for training, (H, W) uint8; see `read`."""
    import cv2

    return read(path, cv2.IMREAD_GRAYSCALE)


def read(path: Path, flags: int) -> np.ndarray:
    """A picture as OpenCV decodes it with these flags.

    Raises
    ------
    UserError : it cannot be decoded
    """
    import cv2

    picture = cv2.imdecode(np.fromfile(path, np.uint8), flags)
    if picture is None:
        raise UserError("The picture {path} cannot be read.", path=path)
    return picture


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    """A picture, (H, W) or (H, W, 3) uint8, as a JPEG of this quality (0–100) leaves it."""
    import cv2

    code = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    decoded = cv2.imdecode(code, cv2.IMREAD_COLOR if picture.ndim == 3 else cv2.IMREAD_GRAYSCALE)
    assert decoded is not None  # it was encoded just now
    return decoded
