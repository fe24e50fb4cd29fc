"""Turn a photograph and cut off its edges, as the visitor asks; nothing is looked at, and no pixel is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from revive.core.errors import UserError
from revive.media.photo import read_photo

MOST_SIDE = 8000  # pixels
LEAST_SIDE = 64  # pixels that must be left of each side


@dataclass(frozen=True)
class Edges:
    """What is kept of a picture: the four edges, 0–1 of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @classmethod
    def read(cls, text: str) -> Edges:
        """The edges written as “left,top,right,bottom”.

        Raises
        ------
        UserError : not four numbers of 0–1 in their order
        """
        try:
            left, top, right, bottom = (float(part) for part in text.split(","))
        except ValueError:
            left, top, right, bottom = 1.0, 1.0, 0.0, 0.0
        if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            raise UserError("Please draw a frame around what is to be kept of the photograph.")
        return cls(left, top, right, bottom)


def frame_photo(photo: Path, out: Path, quarters: int = 0, edges: Edges | None = None) -> None:
    """Write the photograph as PNG, upright, first turned, then cut.

    Parameters
    ----------
    quarters : of a whole turn, to the left; negative ones to the right
    edges : what is kept of the turned picture

    Raises
    ------
    UserError : as `read_photo`; or fewer than LEAST_SIDE pixels would be left
    """
    import numpy as np
    from PIL import Image

    picture, edges = np.rot90(read_photo(photo, size=MOST_SIDE), quarters), edges or Edges()
    height, width = picture.shape[:2]
    rows = slice(round(edges.top * height), round(edges.bottom * height))
    columns = slice(round(edges.left * width), round(edges.right * width))
    kept = np.ascontiguousarray(picture[rows, columns])
    if min(kept.shape[:2]) < LEAST_SIDE:
        raise UserError(
            "Only {width}x{height} pixels would be left of the photograph; please keep a larger part.",
            width=kept.shape[1],
            height=kept.shape[0],
        )
    Image.fromarray(kept).save(out, "PNG", compress_level=3)
