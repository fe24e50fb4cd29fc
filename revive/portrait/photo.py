"""Read a photograph from outside: upright, RGB, at most as large as asked; refused before it can do harm."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from revive.errors import UserError

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
MOST_PIXELS = 120_000_000  # a 100-megapixel camera still passes
MOST_BYTES = 200 * 1024**2


def read_photo(path: Path, *, size: int) -> np.ndarray:
    """The photograph as (H, W, 3) uint8 RGB, upright by its EXIF tag, long side at most `size`, H and W even.

    A smaller photograph keeps its own size. Transparent pictures are laid on white.

    Raises
    ------
    UserError : not there, not a picture, damaged, or too large
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    path = Path(path)
    not_a_picture = UserError(
        "This file is not a picture Revive can read; please choose a JPEG, PNG, WebP, TIFF or BMP photograph.",
        "无法读取这个文件，请选择 JPEG、PNG、WebP、TIFF 或 BMP 格式的照片。",
    )
    if not path.is_file():
        raise UserError("The photograph could not be found; please choose it again.", "找不到这张照片，请重新选择。")
    if path.stat().st_size > MOST_BYTES:
        raise _too_large(f"{path.stat().st_size / 1e6:,.0f} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit stands below
            picture = Image.open(path, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large(f"{picture.width * picture.height / 1e6:,.0f} megapixels")
            picture.draft("RGB", (2 * size, 2 * size))  # a JPEG is decoded no larger than needed
            picture.load()
    except Image.DecompressionBombError as error:
        raise _too_large(f"over {2 * Image.MAX_IMAGE_PIXELS / 1e6:,.0f} megapixels") from error
    except UnidentifiedImageError as error:
        raise not_a_picture from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises on damaged files
        raise UserError(
            "This picture is damaged or incomplete; please copy or scan it once more.",
            "这张图片已损坏或不完整，请重新复制或扫描。",
        ) from error
    picture = ImageOps.exif_transpose(picture)
    picture = _on_white(picture)
    scale = min(1.0, size / max(picture.size))
    width, height = (max(2, round(side * scale / 2) * 2) for side in picture.size)
    if (width, height) != picture.size:
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def _on_white(picture):
    from PIL import Image

    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):  # 16-bit scans
        values = np.asarray(picture, np.float64)
        top = 65535.0 if values.max() > 255 else 255.0
        return Image.fromarray((values / top * 255).clip(0, 255).astype(np.uint8)).convert("RGB")
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture.convert("RGB")


def _too_large(seen: str) -> UserError:
    return UserError(
        f"This picture has {seen}; please choose one under {MOST_PIXELS / 1e6:.0f} megapixels and"
        f" {MOST_BYTES / 1024**2:.0f} MB.",
        f"这张图片太大（{seen}），请选择不超过 {MOST_PIXELS / 1e6:.0f} 百万像素、"
        f"{MOST_BYTES / 1024**2:.0f} MB 的图片。",
    )
