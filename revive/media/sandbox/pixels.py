"""A decoded picture as it is used: in sRGB, on white, of a size, upright."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from revive.media.sandbox.colours import to_srgb
from revive.media.sandbox.depth import bands, brought_down, is_deep

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image as Pillow

ORIENTATION = 0x0112
MARKED = 128  # level from which a pixel of a mask is marked


def orientation_of(picture: Pillow.Image) -> int | None:
    """The tag as the file has it; None where the tags are damaged, which does not make the picture useless."""
    try:
        value = picture.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever Pillow's reader of tags stumbles over
        return None
    return value if isinstance(value, int) else None


def rgb_pixels(picture: Pillow.Image, side: int, orientation: int | None) -> np.ndarray:
    """(H, W, 3) uint8 sRGB; the long side at most `side`, H and W even.

    First fewer bits and no transparency, then the size, then the colours, then upright: each step has less to do than
    in another order.
    """
    import numpy as np
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation or 1)  # fmt: skip
    profile = picture.info.get("icc_profile")
    scale = min(1.0, side / max(picture.size))
    width, height = (max(2, min(round(length * scale / 2), side // 2) * 2) for length in picture.size)
    picture = _plain(picture, factor=max(1, int(max(picture.size) / (2 * side))))
    if (width, height) != picture.size:
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    picture = to_srgb(picture, profile)
    return np.ascontiguousarray(picture if turn is None else picture.transpose(turn))


def mask_pixels(picture: Pillow.Image, side: int, orientation: int | None) -> np.ndarray:
    """(H, W, 1) uint8, 255 where something is painted: what is not transparent; or what is bright, where all of it is.

    The same steps as for the picture beneath it, so that the two lie on one another.
    """
    import numpy as np

    if _transparent(picture):
        alpha = picture.convert("RGBA").getchannel("A")
        alpha.info.clear()
        picture = alpha if cast("tuple[int, int]", alpha.getextrema())[0] < 255 else picture
    bright = rgb_pixels(picture, side, orientation).mean(axis=2) >= MARKED
    return np.where(bright, 255, 0).astype(np.uint8)[..., None]


def _plain(picture: Pillow.Image, *, factor: int) -> Pillow.Image:
    """RGB, L, CMYK or LAB without transparency, `factor` times smaller, a band at a time."""
    from PIL import Image

    if is_deep(picture):
        picture = brought_down(picture)
    whole = None
    for y, band in bands(picture, multiple=factor):
        flat = _on_white(band)
        if flat.size == picture.size and factor == 1:
            return flat
        if whole is None:
            whole = Image.new(flat.mode, (-(-picture.width // factor), -(-picture.height // factor)))
        whole.paste(flat.reduce(factor), (0, y // factor))
    assert whole is not None  # a picture has a row
    return whole


def _transparent(picture: Pillow.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    from PIL import Image

    if picture.mode in ("L", "CMYK", "LAB") and not _transparent(picture):
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if _transparent(picture):
        picture = picture.convert("RGBA")
        if cast("tuple[tuple[int, int], ...]", picture.getextrema())[3] == (255, 255):
            return picture.convert("RGB")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture.convert("RGB")
