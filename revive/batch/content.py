"""The content of a row: one SHA-256 of its settings, of all files it uses and of Revive's version.

A clip is made again if any of it changed, and only then: renamed or copied photographs with the same pixels are the
same row.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.home import folder_of
from revive.core.layout import FACTS, PRONUNCIATIONS, VOICE, VOICE_FACTS, VOICE_WEIGHTS, WEIGHTS
from revive.core.version import __version__
from revive.media.ffmpeg import MOST_BYTES
from revive.media.files import opened

CHUNK = 1 << 20  # bytes that are read at a time
# what a clip uses of a person who is known
LEARNED = (WEIGHTS, FACTS, PRONUNCIATIONS, f"{VOICE}/{VOICE_WEIGHTS}", f"{VOICE}/{VOICE_FACTS}")


class Contents:
    """The contents of rows; a file that many of them use is read once, unless it changes."""

    def __init__(self):
        self._digests: dict[tuple[Path, int, int], str] = {}

    def of(self, brief: Brief) -> str:
        """The SHA-256, in hexadecimal, of all that decides what a brief's clip is like; where it lies does not."""
        files = {use: self._file(path) for use, path in brief.files.items()}
        placed = brief.with_files({use: Path(str(content)) for use, content in files.items()})
        settings = placed.as_json()
        del settings["out"]
        told = {"revive": __version__, "settings": settings, "people": [self._person(name) for name in brief.people]}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode("utf-8", "backslashreplace")).hexdigest()

    def _person(self, name: str) -> dict[str, str | None]:
        try:
            folder = folder_of(name) if name.strip() else None
        except UserError:  # a name that cannot be used; it is told when the clip is to be made
            folder = None
        return {} if folder is None else {file: self._file(folder / file) for file in LEARNED}

    def _file(self, path: Path) -> str | None:
        """The SHA-256 of a file; None where there is none that can be read."""
        try:
            found = path.stat()
            key = path, found.st_mtime_ns, found.st_size
            if key not in self._digests:
                self._digests[key] = digest_of(path)
        except (OSError, ValueError, UserError):
            return None
        return self._digests[key]


def digest_of(path: Path) -> str:
    """The SHA-256 of an ordinary file, in hexadecimal.

    Raises
    ------
    UserError : it is no file, or may not be read
    """
    found = hashlib.sha256()
    with opened(path, most=MOST_BYTES, empty=True) as file:
        while part := file.read(CHUNK):
            found.update(part)
    return found.hexdigest()
