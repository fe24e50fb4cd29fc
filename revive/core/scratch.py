"""Temporary folders that are deleted even if the program is killed.

Every folder holds a lock, which the system releases when the program ends. Before a new folder is made, the folders in
the same place whose lock is free are deleted: a killed program left them behind.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from revive.core.home import home
from revive.core.permissions import private_folder

PREFIX = "revive-"
LOCK = ".lock"
FRESH = 60.0  # seconds; a younger folder without a lock may be about to get one


@contextlib.contextmanager
def scratch_folder(beside: Path | None = None, *, name: str = "") -> Iterator[Path]:
    """A private folder (mode 0700), deleted after the `with` block, or at the latest when the next one is made.

    Parameters
    ----------
    beside : the folder in which it is made, hidden, so that a finished file can be moved into place from it; the
        `temporary` part of Revive's own folder when not given
    name : part of its name, to recognise it
    """
    held = hold_folder(beside, name=name)
    try:
        yield held.folder
    finally:
        held.close()


class Held:
    """A folder and its lock; `close` deletes both."""

    def __init__(self, folder: Path, lock):
        self.folder, self._lock = folder, lock

    def close(self) -> None:
        """Delete the folder, then release the lock."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()
        shutil.rmtree(self.folder, ignore_errors=True)  # Windows cannot delete an open file


def hold_folder(beside: Path | None = None, *, name: str = "") -> Held:
    """As `scratch_folder`, without a `with` block; deletes abandoned folders first."""
    place, prefix = _place(beside), _prefix(beside)
    sweep(beside)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix + name, dir=place))
        if (lock := _locked(folder)) and folder.is_dir():  # otherwise another program deleted it before it was locked
            return Held(folder, lock)


def sweep(beside: Path | None = None) -> None:
    """Delete the folders in this place whose programs have ended."""
    for folder in _place(beside).glob(f"{_prefix(beside)}*"):
        with contextlib.suppress(OSError):  # gone by now, or another user's
            if folder.is_symlink() or not folder.is_dir():
                continue
            if (folder / LOCK).exists():
                if lock := _locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    lock.release()
            elif time.time() - folder.stat().st_mtime > FRESH:
                folder.rmdir()  # an empty one, whose maker was killed before it was locked; others are not ours


def _locked(folder: Path):
    """The lock of this folder; None if another program holds it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, blocking=False, mode=0o600)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return None
    return lock


def _place(beside: Path | None) -> Path:
    if beside is not None:
        return Path(beside)
    return private_folder(home() / "temporary")


def _prefix(beside: Path | None) -> str:
    return PREFIX if beside is None else f".{PREFIX}"
