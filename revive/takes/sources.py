"""The files that a take refers to: found again by their name and their content."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from revive.core.json_files import digest


@dataclass(frozen=True)
class Source:
    """A file outside of a take: where it lay, and its SHA-256."""

    path: Path
    sha256: str

    @classmethod
    def of(cls, file: Path) -> Source:
        """The source for a file that is there."""
        return cls(file.absolute(), digest(file))

    @classmethod
    def from_json(cls, told: dict, folder: Path) -> Source:
        """What `as_json` gave, of a take in `folder`."""
        return cls(Path(os.path.normpath(folder.absolute() / str(told["place"]))), str(told["sha256"]))

    def as_json(self, folder: Path) -> dict:
        """Plain values for a take in `folder`: the place is told from there, so that both can be moved together."""
        try:
            place = os.path.relpath(self.path, folder.absolute())
        except ValueError:  # another drive of Windows
            place = str(self.path)
        return {"place": Path(place).as_posix(), "sha256": self.sha256}

    def found(self, folder: Path) -> Path | None:
        """The file, where it lay or beside the take in `folder`; None where it is gone or is another by now."""
        return next((path for path in (self.path, folder / self.path.name) if self.is_in(path)), None)

    def is_in(self, path: Path) -> bool:
        """Whether this file has that content."""
        try:
            return path.is_file() and digest(path) == self.sha256
        except (OSError, ValueError):  # may not be read; a name that cannot be
            return False
