"""Colours of any profile to sRGB, by LittleCMS."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from PIL import Image as Pillow

ALIKE = 2  # levels; a profile whose colours differ by less is sRGB under another name, and changes no pixel
LEAST_WHITE, MOST_BLACK = 200, 100  # levels; a profile whose white is darker, or whose black is lighter, is damaged
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # a profile's colour space -> Pillow's mode
_STEPS = 6  # of each colour, in the lattice that is tried first


def to_srgb(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    """An RGB picture in sRGB.

    Parameters
    ----------
    picture : RGB, L, CMYK or LAB, of 8 bits
    profile : an ICC profile; one that is damaged, or is for colours of another kind, is ignored
    """
    transform = _transform(picture.mode, profile)
    if transform is None:
        return picture.convert("RGB")
    from PIL import ImageCms

    mode, convert = transform
    converted = ImageCms.applyTransform(picture if picture.mode == mode else picture.convert(mode), convert)
    assert converted is not None  # it is None where the picture was changed in place
    return converted


def _transform(mode: str, profile: bytes | None):
    """The mode that is converted, and LittleCMS's transform of it; None where there is nothing to convert."""
    from PIL import ImageCms

    try:
        if mode == "LAB":
            return mode, _to_srgb(ImageCms.createProfile("LAB"), mode)
        if not profile:
            return None
        read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = _MODES.get(cast("Any", read.profile).xcolor_space, "")
        if wanted != mode and (wanted, mode) != ("RGB", "L"):
            return None
        convert = _to_srgb(read, wanted)
        return (wanted, convert) if _is_wanted(wanted, convert) else None
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _to_srgb(profile, mode: str):
    from PIL import ImageCms

    return ImageCms.buildTransform(
        profile, ImageCms.createProfile("sRGB"), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip


def _is_wanted(mode: str, convert) -> bool:
    """Whether white stays white and black black, and any colour becomes another."""
    import numpy as np
    from PIL import Image, ImageCms

    levels = np.linspace(0, 255, _STEPS).round().astype(np.uint8)
    lattice = np.stack(np.meshgrid(*[levels] * Image.getmodebands(mode), indexing="ij"), axis=-1)
    device = Image.frombytes(mode, (lattice.size // lattice.shape[-1], 1), lattice.tobytes())
    converted = np.asarray(cast("Pillow.Image", ImageCms.applyTransform(device, convert)), np.int16)[0]
    dark, bright = (converted[0], converted[-1]) if mode != "CMYK" else (converted[-1], converted[0])
    if bright.min() < LEAST_WHITE or dark.max() > MOST_BLACK:
        return False
    plain = np.asarray(device.convert("RGB"), np.int16)[0]
    return mode == "CMYK" or bool(abs(converted - plain).max() > ALIKE)
