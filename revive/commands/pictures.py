"""Where a command may write a picture."""

from __future__ import annotations

from pathlib import Path

from revive.core.disk import check_folder
from revive.core.errors import UserError
from revive.provenance import check_keys
from revive.provenance.pictures import KINDS


def check_picture(out: Path) -> None:
    """That a picture can be written there, and signed.

    Raises
    ------
    UserError : another ending than of KINDS, no such folder, or keys that cannot be used
    """
    if out.suffix.lower() not in KINDS:
        raise UserError(
            "A picture cannot be written as “{file}”; please let its name end in .png, .jpg or .webp.", file=out.name
        )
    check_folder(out)
    check_keys()
