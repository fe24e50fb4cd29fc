"""Folders and files that only their owner can open, whatever the umask.

A folder that nobody else may open protects everything in it, so folders are closed before anything is written into
them. Files that other libraries write are closed when they are stored. Windows protects a user's folder by itself and
has no modes; nothing is done there.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
_OTHERS = 0o077  # of a mode: what the group and everybody else may


def private_folder(path: Path) -> Path:
    """Make the folder and its missing parents for the owner alone; close it if it exists already."""
    missing = []
    for above in (path, *path.parents):
        if above.exists():
            break
        missing.append(above)
    for above in reversed(missing):
        above.mkdir(mode=FOLDER, exist_ok=True)  # another program may make it at the same time
    _close(path)
    return path


def private_opener(path: str, flags: int) -> int:
    """An `opener` for `open`: a new file is for its owner alone, an existing one is closed to others."""
    descriptor = os.open(path, flags, FILE)
    if os.name == "posix":
        os.fchmod(descriptor, FILE)
    return descriptor


def close_to_others(folder: Path, *, besides: tuple[str, ...] = ()) -> None:
    """Close a folder and everything in it; links, and files of the names `besides`, are left as they are."""
    _close(folder)
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if name not in besides:
                _close(Path(above, name))


def _close(path: Path) -> None:
    with contextlib.suppress(OSError):  # gone by now, or another user's
        mode = path.lstat().st_mode
        if os.name == "posix" and mode & _OTHERS and not path.is_symlink():
            path.chmod(mode & 0o7777 & ~_OTHERS)
