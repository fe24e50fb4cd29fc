"""Read an untrusted photograph: upright, RGB, within a size; dangerous files are refused before decoding."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np

from revive.core.errors import UserError
from revive.media.byte_reader import Damaged, DecompressionBomb
from revive.media.decoder import decode_date, decode_mask, decode_pages, decode_picture, decode_texts
from revive.media.files import opened
from revive.media.kinds import HEAD, PICTURES, family, kind_of
from revive.media.limits import MOST_PICTURE_BYTES, MOST_PIXELS
from revive.media.picture_size import measure_picture

UNSHOWN = ("heic", "tiff", "jp2")  # kinds of which most browsers show nothing
OTHER_PROPORTIONS = 0.03  # a mask whose proportions differ by more belongs to another picture


def read_photo(path: Path, *, size: int, page: int = 0) -> np.ndarray:
    """The photograph as (H, W, 3) uint8 RGB, in sRGB, upright by its EXIF tag, long side at most `size`, H and W even.

    A smaller photograph keeps its own size. Transparent pictures are laid on white.

    Parameters
    ----------
    page : of several pages or frames, which one; 0 is the largest, see `count_pages`

    Raises
    ------
    UserError : missing, not a picture, damaged, or too large
    """
    return _decoded(path, decode_picture, side=size, page=page)


def count_pages(path: Path) -> int:
    """How many pages `read_photo` can be asked for: the largest first, or moments of an animation in their order.

    Raises
    ------
    UserError : as `read_photo`
    """
    return _decoded(path, decode_pages)


def read_mask(path: Path, size: tuple[int, int]) -> np.ndarray:
    """(H, W) bool, a mask painted over a picture: its opaque pixels, or, without transparency, its bright pixels.

    Parameters
    ----------
    size : (W, H) of the picture that it was painted on; a mask of the same proportions is resized to it

    Raises
    ------
    UserError : as `read_photo`; or other proportions
    """
    return at_size(_decoded(path, decode_mask, side=max(size)), size)


def at_size(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A mask (h, w) bool, resized to the `size` (W, H) of a picture.

    Raises
    ------
    UserError : other proportions
    """
    width, height = size
    if mask.shape == (height, width):
        return mask
    if abs(mask.shape[1] * height - mask.shape[0] * width) > OTHER_PROPORTIONS * mask.shape[1] * height:
        raise UserError(
            "The marks are {mark_width}x{mark_height} pixels, the photograph {width}x{height}; please mark the damage"
            " on a picture of the same proportions.",
            mark_width=mask.shape[1],
            mark_height=mask.shape[0],
            width=width,
            height=height,
        )
    import cv2

    return cv2.resize(mask.astype(np.float32), (width, height)) >= 0.5


def read_texts(path: Path) -> tuple[bytes, bytes]:
    """(AIGC label, XMP) in a picture's metadata, unparsed; b"" if missing.

    Raises
    ------
    UserError : as `read_photo`
    """
    return _decoded(path, decode_texts)


def read_date(path: Path) -> datetime | None:
    """When the photograph was taken, as its EXIF tells; None where it tells nothing that is a date.

    Raises
    ------
    UserError : as `read_photo`
    """
    told = _decoded(path, decode_date).decode("ascii", "replace").strip("\0 ")
    with contextlib.suppress(ValueError):
        return datetime.strptime(told, "%Y:%m:%d %H:%M:%S")
    return None


def measure_photo(path: Path, *, within: Path | None = None) -> tuple[str, int, int]:
    """(kind, width, height) of a photograph, from its header; nothing is decoded. See `opened` for `within`.

    Raises
    ------
    UserError : as `read_photo`; damage after the header is not noticed
    """
    with opened(path, most=MOST_PICTURE_BYTES, missing=_missing(), within=within) as file:
        kind, (width, height) = _measured(file)
        return kind, width, height


def is_shown_by_browsers(path: Path) -> bool:
    """Whether a browser can be expected to show a file as it is; also where it is no picture, of which others tell.

    Raises
    ------
    UserError : the file cannot be opened
    """
    with opened(path, most=MOST_PICTURE_BYTES, missing=_missing()) as file:
        return kind_of(file.read(HEAD)) not in UNSHOWN


def write_photo(path: Path, out: Path, *, size: int) -> None:
    """Write a clean copy of the photograph as PNG: only its pixels, without the file's metadata.

    Raises
    ------
    UserError : as `read_photo`
    """
    from PIL import Image

    Image.fromarray(read_photo(path, size=size)).save(out, "PNG")


def _decoded(path: Path, decode: Callable, **options):
    """The result of a decoder; its errors become UserErrors."""
    with opened(Path(path), most=MOST_PICTURE_BYTES, missing=_missing()) as file:
        kind, _ = _measured(file)
        try:
            return decode(file, kind, most=MOST_PIXELS[kind], **options)
        except Damaged as error:
            raise _damaged() from error
        except DecompressionBomb as error:
            raise _costly(error) from error


def _measured(file: BinaryIO) -> tuple[str, tuple[int, int]]:
    kind = kind_of(file.read(HEAD))
    if kind not in PICTURES:
        raise UserError(
            "This file is not a picture Revive can read, but {kind}; please choose a JPEG, HEIC, AVIF, PNG, WebP,"
            " TIFF, JPEG 2000, BMP or GIF photograph.",
            kind=family(kind),
        )
    try:
        size = measure_picture(file, kind)
    except Damaged as error:
        raise _damaged() from error
    except DecompressionBomb as error:
        raise _costly(error) from error
    pixels, most = size[0] * size[1], MOST_PIXELS[kind]
    if pixels > most:
        raise UserError(
            "This picture has {megapixels:,.0f} megapixels; please choose one under {most:.0f} megapixels ({kind}).",
            megapixels=pixels / 1e6,
            most=most / 1e6,
            kind=family(kind),
        )
    return kind, size


def _missing() -> UserError:
    return UserError("The photograph could not be found; please choose it again.")


def _damaged() -> UserError:
    return UserError("This picture is damaged or incomplete; please copy or scan it once more.")


def _costly(error: DecompressionBomb) -> UserError:
    return UserError(
        "This picture has {seen}, so Revive does not read it; please open it in a picture program and save it"
        " again as JPEG.",
        seen=error.seen,
    )
