"""The title card: the photograph blurred and dimmed, the title in the middle."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from revive.media.caption_styles import INK
from revive.media.lettering import Lettering

TITLE_SECONDS = 2.5
TITLE_HEIGHT = 0.088  # of the shortest side; the font size of a short title
_LEAST_HEIGHT = 0.045  # of the shortest side; the font size of the longest
_WARM = np.array([44, 33, 27])


def title_card(first: np.ndarray, title: str, language: str) -> np.ndarray:
    """A still, (H, W, 3) uint8.

    Parameters
    ----------
    first : (H, W, 3) uint8, the clip's first frame
    title : any length; long ones wrap and are set smaller
    """
    height, width = first.shape[:2]
    card = Image.fromarray(dimmed(first, 0.42)).filter(ImageFilter.GaussianBlur(min(width, height) / 22))
    lines, lettering = set_title(title, width, height, language)
    leading = round(lettering.size * 1.34)
    above, _ = lettering.extent(lines[0]) if lines else (0, 0)
    block = above + leading * (len(lines) - 1)
    top = (height - block) / 2 + above
    canvas = ImageDraw.Draw(card)
    for i, line in enumerate(lines):
        lettering.draw(canvas, (width - lettering.width(line)) / 2, top + i * leading, line, INK)
    return np.asarray(card)


def dimmed(frame: np.ndarray, brightness: float) -> np.ndarray:
    """`frame` at `brightness` (0–1) of itself, the rest a warm dark tone."""
    return (frame * brightness + _WARM * (1 - brightness)).astype(np.uint8)


def set_title(title: str, width: int, height: int, language: str) -> tuple[list[str], Lettering]:
    """The largest size at which the title fits into the middle of the frame."""
    shortest = min(width, height)
    size = round(TITLE_HEIGHT * shortest)
    while True:
        lettering = Lettering(max(size, 8), 300, language)
        lines = lettering.wrap(title, 0.8 * width)
        if size <= _LEAST_HEIGHT * shortest or (len(lines) <= 3 and len(lines) * size * 1.34 <= 0.5 * height):
            return lines, lettering
        size = round(size * 0.92) if size > 12 else size - 1
