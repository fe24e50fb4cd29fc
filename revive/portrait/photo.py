"""Read a photograph from outside: upright, RGB, at most as large as asked; refused before it can do harm."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np

from revive.errors import UserError
from revive.gate.files import opened
from revive.gate.kinds import HEAD, PICTURES, family, kind_of
from revive.gate.pictures import measure
from revive.gate.walk import Costly, Damaged

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
MOST_PIXELS = 103_000_000  # a 100-megapixel camera (11662 x 8750) still passes; more can take over ten seconds to read
MOST_BYTES = 200 * 1024**2
BAND = 8_000_000  # pixels that are brought to RGB at a time

ORIENTATION = 0x0112
# What Pillow raises on damaged files: its plugins unpack, look up and index what the file says.
_DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ArithmeticError,
    RuntimeError, AssertionError, struct.error, zlib.error,
)  # fmt: skip


def read_photo(path: Path, *, size: int) -> np.ndarray:
    """The photograph as (H, W, 3) uint8 RGB, upright by its EXIF tag, long side at most `size`, H and W even.

    A smaller photograph keeps its own size. Transparent pictures are laid on white. Of several frames the first is
    read.

    Raises
    ------
    UserError : not there, not a picture, damaged, or too large
    """
    from PIL import Image

    path = Path(path)
    with opened(path, most=MOST_BYTES, missing=_missing()) as file:
        kind, _ = _measured(file)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of bombs: our own limit has stood; of tags that are no tags
                with Image.open(file, formats=[PICTURES[kind]]) as picture:
                    if picture.width * picture.height > MOST_PIXELS:
                        raise _too_large(f"{picture.width * picture.height / 1e6:,.0f} megapixels")
                    picture.draft("RGB", (2 * size, 2 * size))  # a JPEG is decoded no larger than needed
                    picture.load()
                    return _finished(picture, size)
        except Image.DecompressionBombError as error:
            raise _too_large(f"over {MOST_PIXELS / 1e6:,.0f} megapixels") from error
        except MemoryError as error:
            raise _too_large("more pixels than this computer has memory for") from error
        except _DAMAGE as error:
            raise _damaged() from error


def measure_photo(path: Path, *, within: Path | None = None) -> tuple[str, int, int]:
    """(kind, width, height) of a photograph, from its header; nothing is decoded. See `opened` for `within`.

    Raises
    ------
    UserError : as `read_photo`; what is damaged beyond the header is not seen
    """
    with opened(path, most=MOST_BYTES, missing=_missing(), within=within) as file:
        kind, (width, height) = _measured(file)
        return kind, width, height


def write_photo(path: Path, out: Path, *, size: int) -> None:
    """A clean copy of the photograph: its pixels alone, as PNG; nothing else that the file held is in it.

    Raises
    ------
    UserError : as `read_photo`
    """
    from PIL import Image

    Image.fromarray(read_photo(path, size=size)).save(out, "PNG")


def _measured(file: BinaryIO) -> tuple[str, tuple[int, int]]:
    kind = kind_of(file.read(HEAD))
    if kind not in PICTURES:
        en, zh = family(kind)
        raise UserError(
            f"This file is not a picture Revive can read, but {en}; please choose a JPEG, PNG, WebP, TIFF or BMP"
            " photograph.",
            f"无法读取这个文件（{zh}），请选择 JPEG、PNG、WebP、TIFF 或 BMP 格式的照片。",
        )
    try:
        size = measure(file, kind)
    except Damaged as error:
        raise _damaged() from error
    except Costly as error:
        en, zh = error.seen
        raise UserError(
            f"This picture has {en}, so it is not read; please open it in a picture program and save it anew as JPEG.",
            f"这张图片有{zh}，因此不会读取；请用图片软件打开并另存为 JPEG。",
        ) from error
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_large(f"{size[0] * size[1] / 1e6:,.0f} megapixels")
    return kind, size


def _finished(picture, size: int) -> np.ndarray:
    """RGB, then the size, then upright: each step has less to do than in another order."""
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(_orientation(picture))  # fmt: skip
    scale = min(1.0, size / max(picture.size))
    width, height = (max(2, round(side * scale / 2) * 2) for side in picture.size)
    picture = _plain(picture, factor=max(1, int(max(picture.size) / (2 * size))))
    if (width, height) != picture.size:
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(picture if turn is None else picture.transpose(turn))


def _orientation(picture) -> int | None:
    """The tag as the file has it; None where the tags are damaged, which does not make the picture useless."""
    try:
        value = picture.getexif().get(ORIENTATION)
    except _DAMAGE:
        return None
    return value if isinstance(value, int) else None


def _plain(picture, *, factor: int):
    """RGB, `factor` times smaller, a band at a time: of a hundred megapixels no second copy is made."""
    from PIL import Image

    width, height = picture.size
    top = _brightest(picture)
    rows = max(BAND // width // factor, 1) * factor
    if rows >= height and factor == 1:
        return _on_white(picture, top)
    whole = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for y, band in _bands(picture, rows):
        whole.paste(_on_white(band, top).reduce(factor), (0, y // factor))
    return whole


def _bands(picture, rows: int):
    """(first row, that many rows and fewer at the end) of a picture."""
    width, height = picture.size
    for y in range(0, height, rows):
        yield y, picture.crop((0, y, width, min(y + rows, height)))


def _brightest(picture) -> float:
    """The value that is white, of scans with 16 bits and more."""
    if not _is_deep(picture):
        return 255.0
    bands = _bands(picture, max(BAND // picture.width, 1))
    return 65535.0 if max(float(np.nan_to_num(np.asarray(band)).max()) for _, band in bands) > 255 else 255.0


def _is_deep(picture) -> bool:
    return picture.mode.startswith("I;16") or picture.mode in ("I", "F")


def _on_white(picture, top: float):
    from PIL import Image

    if _is_deep(picture):
        values = np.nan_to_num(np.asarray(picture, np.float32))
        return Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8)).convert("RGB")
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture.convert("RGB")


def _missing() -> UserError:
    return UserError("The photograph could not be found; please choose it again.", "找不到这张照片，请重新选择。")


def _damaged() -> UserError:
    return UserError(
        "This picture is damaged or incomplete; please copy or scan it once more.",
        "这张图片已损坏或不完整，请重新复制或扫描。",
    )


def _too_large(seen: str) -> UserError:
    return UserError(
        f"This picture has {seen}; please choose one under {MOST_PIXELS / 1e6:.0f} megapixels and"
        f" {MOST_BYTES / 1024**2:.0f} MB.",
        f"这张图片太大（{seen}），请选择不超过 {MOST_PIXELS / 1e6:.0f} 百万像素、"
        f"{MOST_BYTES / 1024**2:.0f} MB 的图片。",
    )
