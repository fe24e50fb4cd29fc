"""Pictures that a command writes: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.errors import UserError

KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def check_picture(out: Path) -> None:
    """That a picture can be written there.

    Raises
    ------
    UserError : another ending than of KINDS, or no such folder
    """
    if out.suffix.lower() not in KINDS:
        raise UserError(
            f"A picture cannot be written as “{out.name}”; please let its name end in .png, .jpg or .webp.",
            f"无法把图片写成“{out.name}”，文件名请以 .png、.jpg 或 .webp 结尾。",
        )
    if not out.absolute().parent.is_dir():
        raise UserError(
            f"There is no folder {out.parent}; please choose one that exists.",
            f"文件夹 {out.parent} 不存在，请选择已有的文件夹。",
        )


def save_picture(picture: np.ndarray, out: Path) -> None:
    """Write an (H, W, 3) uint8 picture in the kind that its name says."""
    from PIL import Image

    part = out.with_name(f".{out.name}.part")
    try:
        Image.fromarray(picture).save(part, KINDS[out.suffix.lower()], quality=95)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
