"""The folder of the visitors' files at home: it stays when the page ends, so that the next one finds everything again.

One page at a time holds it; a second one on the same computer works in a temporary folder.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from revive.core.home import home
from revive.core.permissions import private_folder, private_opener

SALT = ".salt"  # from which, with its cookie, the name of a browser's folder follows
SALT_BYTES = 32


@dataclass
class LastingFolder:
    """The folder, held until `close`.

    Attributes
    ----------
    days : after so many days without use, what lies in it is deleted
    """

    folder: Path
    salt: bytes
    days: int
    _lock: FileLock

    def close(self) -> None:
        """Let another page have the folder."""
        self._lock.release()


def hold_lasting_folder(days: int) -> LastingFolder | None:
    """`visits` in Revive's own folder; None where another page holds it."""
    folder = private_folder(home() / "visits")
    lock = FileLock(folder / ".lock", blocking=False, mode=0o600)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return None
    return LastingFolder(folder, _salt(folder / SALT), days, lock)


def _salt(path: Path) -> bytes:
    """The salt that is kept; a new one where there is none, or it is damaged."""
    salt = path.read_bytes() if path.is_file() else b""
    if len(salt) != SALT_BYTES:
        salt = secrets.token_bytes(SALT_BYTES)
        part = path.with_name(f"{SALT}.part")
        with open(part, "wb", opener=private_opener) as file:
            file.write(salt)
        part.replace(path)
    return salt
