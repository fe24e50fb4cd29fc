"""Untrusted model files: only safetensors with a plausible header reach a loader.

Pickles (.bin, .pt, .ckpt) can run code when they are loaded and are refused whatever their name.
"""

from __future__ import annotations

from pathlib import Path

from revive.core.errors import UserError
from revive.media.files import opened, shown_name
from revive.media.kinds import HEAD, family, kind_of

MOST_BYTES = 64 * 1024**3
MOST_HEADER = 16 * 1024**2  # bytes; the largest models, with ten thousand tensors, have 2 MB
MOST_FILES = 2000  # in a model's folder


def check_tensors(path: Path, *, within: Path | None = None) -> None:
    """Refuse a file that is not a complete safetensors file. See `opened` for `within`.

    Raises
    ------
    UserError : missing, another type, an implausible header, damaged or cut off
    """
    from safetensors import SafetensorError, safe_open

    path = Path(path)
    with opened(path, most=MOST_BYTES, within=within) as file:
        head = file.read(HEAD)
        size = file.seek(0, 2)
    length = int.from_bytes(head[:8], "little")
    if len(head) < 10 or head[8:9] != b"{" or length > size - 8:
        kind = kind_of(head)
        raise UserError(
            "“{file}” is no whole safetensors file, but {kind}; other kinds can hide programs and are not read.",
            file=shown_name(path),
            kind=family("" if kind == "safetensors" else kind),
        )
    if length > MOST_HEADER:
        raise UserError(
            "“{file}” has a header of {size:,.0f} MB; a model's has under {most:.0f} MB, so it is not read, please"
            " fetch it once more.",
            file=shown_name(path),
            size=length / 1024**2,
            most=MOST_HEADER / 1024**2,
        )
    try:
        with safe_open(path, framework="np") as tensors:
            tensors.keys()
    except (OSError, ValueError, SafetensorError) as error:
        raise UserError("“{file}” is damaged or cut off; please fetch it once more.", file=shown_name(path)) from error


def check_model(folder: Path) -> None:
    """Refuse a model folder whose weights are not all valid safetensors; other files in it are not loaded.

    Raises
    ------
    UserError : not a folder, too many files, no safetensors in it, or as `check_tensors`
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UserError("There is no folder “{folder}”; please choose it again.", folder=shown_name(folder))
    weights = []
    for count, path in enumerate(folder.rglob("*")):
        if count > MOST_FILES:
            raise UserError(
                "“{folder}” holds more than {files:,} files; please name the folder of one model.",
                folder=shown_name(folder),
                files=MOST_FILES,
            )
        if path.suffix == ".safetensors":
            weights.append(path)
    if not weights:
        raise UserError(
            "“{folder}” holds no weights as safetensors; other kinds can hide programs and are not read.",
            folder=shown_name(folder),
        )
    for path in weights:
        check_tensors(path)
