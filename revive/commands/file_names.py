"""Names of files on the command line, refused in one sentence before any work begins: `type=` of `add_argument`."""

from __future__ import annotations

from pathlib import Path

from revive.core.outputs import check_name


def file_name(text: str) -> Path:
    """The path of a file or folder, which need not exist.

    Raises
    ------
    UserError : a name that this computer cannot have
    """
    path = Path(text)
    check_name(path)
    return path
