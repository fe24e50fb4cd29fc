"""Delete a clip, a person, or everything that Revive stores; each returns a list of what was removed.

Files are unlinked, not overwritten; a disk may keep their content for a while.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from revive.clip.clip import BESIDE
from revive.core.errors import UserError
from revive.core.home import KEPT, home
from revive.media.files import shown_name
from revive.media.moving_picture import PICTURES
from revive.people import delete_person, find_person


@dataclass(frozen=True)
class Removed:
    """What was removed.

    Attributes
    ----------
    files : the path of every file
    size : total bytes
    """

    files: tuple[Path, ...]
    size: int

    def as_json(self) -> dict:
        """Plain values."""
        return {"removed": [str(path) for path in self.files], "bytes": self.size}


def erase_person(name: str) -> Removed:
    """Delete everything that is stored about a person.

    Raises
    ------
    UserError : nothing is, or a file cannot be deleted
    """
    removed = _listed(find_person(name).folder)
    delete_person(name)
    return removed


def erase_clip(path: Path) -> Removed:
    """Delete a clip, its captions and its job file.

    Raises
    ------
    UserError : Revive did not make this clip, or it cannot be deleted
    """
    path = Path(path)
    if (
        path.suffix.lower() not in (".mp4", *PICTURES)
        or not path.is_file()
        or not path.with_suffix(".job.json").is_file()
    ):
        raise UserError(
            "“{file}” is no clip with its .job.json beside it; please give the file that Revive made.",
            file=shown_name(path),
        )
    files = [path, *(beside for ending in BESIDE if (beside := path.with_suffix(ending)).is_file())]
    removed = Removed(tuple(files), sum(file.stat().st_size for file in files))
    try:
        for file in files:
            file.unlink()
    except OSError as error:
        raise _in_use() from error
    return removed


def erase_everything() -> Removed:
    """Delete all people, unpacked models, keys, and what the page keeps; clips stay where they were saved.

    Raises
    ------
    UserError : a file cannot be deleted
    """
    folders = [home() / name for name in KEPT if (home() / name).is_dir()]
    listed = [_listed(folder) for folder in folders]
    try:
        for folder in folders:
            shutil.rmtree(folder)
    except OSError as error:
        raise _in_use() from error
    return Removed(tuple(file for one in listed for file in one.files), sum(one.size for one in listed))


def _listed(folder: Path) -> Removed:
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink()))
    return Removed(files, sum(file.lstat().st_size for file in files))


def _in_use() -> UserError:
    return UserError("Not everything could be deleted; please close what uses these files and try once more.")
