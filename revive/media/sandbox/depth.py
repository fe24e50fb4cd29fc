"""Scans with more than 8 bits a colour to 8 bits.

Scanners store 10, 12 or 14 bits in numbers of 16, and few say so: read as 16, such a picture is black. What is white is
told by the tags, or is the largest number of so many bits as the brightest pixel has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image as Pillow
    from PIL.ImageFile import ImageFile

BAND = 2_000_000  # pixels that are converted at a time
WHITES = tuple(2.0**bits - 1 for bits in (8, 10, 12, 14, 16, 24, 32))
_BITS, _PHOTOMETRIC, _MOST_VALUE = 258, 262, 281  # tags of a TIFF
_FEW = 64  # high bytes below this are of a colour picture of 14 bits or fewer
_OTHER_BYTE = {
    f"{mode};16{order}": f"{mode};16{other}"
    for mode in ("RGB", "RGBA", "RGBX")
    for order, other in (("L", "B"), ("B", "L"), ("N", "B"))
}  # Pillow's raw modes, which keep the high byte of a number -> the one that keeps the low byte (N: of this computer)


def is_deep(picture: Pillow.Image) -> bool:
    """Whether it is grey, in numbers of more than 8 bits."""
    return picture.mode.startswith("I;16") or picture.mode in ("I", "F")


def low_bytes(picture: ImageFile) -> bool:
    """Set an opened colour picture of 16 bits to give the low bytes of its numbers when loaded; whether it can."""
    tiles = []
    for tile in picture.tile:
        rawmode, *rest = (tile.args,) if isinstance(tile.args, str) else tile.args or ("",)
        if rawmode not in _OTHER_BYTE:
            return False
        other = _OTHER_BYTE[rawmode]
        tiles.append(tile._replace(args=other if isinstance(tile.args, str) else (other, *rest)))
    picture.tile = tiles
    return bool(tiles)


def is_dim(picture: Pillow.Image) -> bool:
    """Whether the high bytes of a loaded colour picture are so small that they may be of 14 bits or fewer."""
    return all(most < _FEW for _, most in _extrema(picture))


def joined(high: Pillow.Image, low: Pillow.Image) -> Pillow.Image:
    """An RGB picture from the high and the low bytes of its numbers."""
    import numpy as np
    from PIL import Image

    def numbers() -> Iterator[tuple[int, np.ndarray]]:
        for y, band in bands(high):
            below = low.crop((0, y, low.width, y + band.height))
            yield y, np.asarray(band)[..., :3].astype(np.uint16) << 8 | np.asarray(below)[..., :3]

    white = _white(high, float(max(values.max() for _, values in numbers())))
    whole = Image.new("RGB", high.size)
    for y, values in numbers():
        whole.paste(Image.fromarray(_scaled(values, white)), (0, y))
    return whole


def brought_down(picture: Pillow.Image) -> Pillow.Image:
    """A grey picture for which `is_deep`, as L."""
    import numpy as np
    from PIL import Image

    most = 0.0
    for _, band in bands(picture):
        values = np.asarray(band, np.float32)
        most = max(most, float(values[np.isfinite(values)].max(initial=0)))
    white = 1.0 if picture.mode == "F" and most <= 1 else _white(picture, most)
    inverted = _tag(picture, _PHOTOMETRIC) == 0  # white is zero, which Pillow takes into account up to 8 bits alone
    whole = Image.new("L", picture.size)
    for y, band in bands(picture):
        levels = _scaled(np.nan_to_num(np.asarray(band, np.float32)), white)
        whole.paste(Image.fromarray(255 - levels if inverted else levels), (0, y))
    return whole


def bands(picture: Pillow.Image, *, multiple: int = 1) -> Iterator[tuple[int, Pillow.Image]]:
    """(first row, some rows) of a picture, from the top: of a hundred megapixels no second copy is made.

    multiple : of which the number of rows is one, but for the last ones
    """
    rows = max(BAND // picture.width // multiple, 1) * multiple
    for y in range(0, picture.height, rows):
        yield y, picture.crop((0, y, picture.width, min(y + rows, picture.height)))


def _white(picture: Pillow.Image, most: float) -> float:
    told = _tag(picture, _MOST_VALUE), 2 ** min(_tag(picture, _BITS), 32) - 1
    told = [value for value in told if value >= most and value not in (0, 2**16 - 1)]
    return float(min(told)) if told else next((white for white in WHITES if white >= most), most)


def _scaled(values: np.ndarray, white: float) -> np.ndarray:
    import numpy as np

    return (values * np.float32(255 / white) + 0.5).clip(0, 255).astype(np.uint8)


def _tag(picture: Pillow.Image, tag: int) -> int:
    """A TIFF's number, of which the first stands for all colours; -1 where there is none."""
    value = getattr(picture, "tag_v2", {}).get(tag, -1)
    value = value[0] if isinstance(value, tuple) and value else value
    return value if isinstance(value, int) and value >= 0 else -1


def _extrema(picture: Pillow.Image) -> tuple[tuple[int, int], ...]:
    return tuple(picture.getchannel(band).getextrema() for band in "RGB")  # type: ignore[misc]
