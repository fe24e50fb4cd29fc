"""Check a file that is going to be written, before any work is done for it: its name and folder, and those beside it.

What a disk allows differs: a name may have 255 bytes (Linux), 255 letters (Windows, macOS) or less (encrypted folders),
and Chinese takes three bytes a character. So every name is tried where it is going to stand, in a folder that is
deleted at once.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from revive.core.disk import disk_full, has_no_room
from revive.core.errors import UserError
from revive.core.scratch import scratch_folder
from revive.core.text import plain_text

LONGEST_NAME, LONGEST_PATH = 255, 4095  # bytes, of a file's name and of its whole path, on most computers
SHOWN = 60  # characters of a name in a message
LEAST_ROOM = 5_000_000  # bytes that have to be free on the disk
# what Windows keeps for devices, whatever the ending, and the signs that it does not write
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[1-9¹²³]|lpt[1-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL)
_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def part_of(out: Path) -> Path:
    """The hidden file beside `out` into which it is written before it gets its name."""
    return out.with_name(f".{out.name}.part")


def check_writable(
    out: Path, *, beside: Sequence[Path] = (), made_from: Iterable[Path | None] = (), room: int = LEAST_ROOM
) -> None:
    """Check that a file, and those written beside it, can be written.

    Parameters
    ----------
    beside : the files that are written with it, into the same folder
    made_from : the files that it is made from, which must not be overwritten; None is left out
    room : bytes that must be free

    Raises
    ------
    UserError : no name, one that this computer cannot have, a folder or device, one of `made_from`; no such folder,
        or one that cannot be written to; the disk is full
    """
    check_name(out)
    if out.name in ("", ".."):
        raise UserError("There is no name for the file that is to be written; please give one.")
    folder = out.parent
    if not _is_folder(folder):
        raise UserError("There is no folder {folder}; please choose one that exists.", folder=folder)
    files, sources = [out, *beside], [file for file in made_from if file is not None]
    _try_names(out, [*files, *(part_of(file) for file in files)])
    for file in files:
        _check_place(file, sources)
    if shutil.disk_usage(folder).free < room:
        raise disk_full()


def check_folder(folder: Path) -> None:
    """Check that files can be written into a folder, which is made later where it is not there yet.

    Raises
    ------
    UserError : a name that this computer cannot have, something else than a folder, or one that cannot be written to
    """
    check_name(folder)
    above = folder.absolute()
    while not os.path.lexists(above):
        above = above.parent
    if not _is_folder(above):
        raise UserError("“{file}” is not a folder; please choose another.", file=_shown(above))
    if not os.access(above, os.W_OK | os.X_OK):
        raise _closed(above)


def check_name(path: Path) -> None:
    """Check that a file can have this name on this computer, whether there is one or not.

    Raises
    ------
    UserError : it cannot
    """
    try:
        longest = max(len(os.fsencode(part)) for part in (*path.parts, ""))
        whole = len(os.fsencode(path))
    except UnicodeEncodeError as error:  # half of a sign
        raise _unusable(path) from error
    if "\0" in str(path):
        raise _unusable(path)
    if sys.platform == "win32":
        if any(forbidden_on_windows(part) for part in path.parts if part not in (path.anchor, ".", "..")):
            raise _unusable(path)
    elif whole > LONGEST_PATH or longest > LONGEST_NAME:
        raise too_long(path)


def forbidden_on_windows(name: str) -> bool:
    """Whether Windows cannot write a file of this name, or would write it under another: CON.mp4, "a:b", "a."."""
    return bool(_DEVICE.fullmatch(name) or _NOT_ON_WINDOWS.search(name) or name.endswith((".", " ")))


def too_long(path: Path, spare: int = LONGEST_NAME) -> UserError:
    """The error for a name of which this disk has room for `spare` bytes."""
    return UserError(
        "The name “{file}” is too long; please choose one of at most {letters} letters, or {signs} Chinese characters.",
        file=_shown(path),
        letters=spare,
        signs=spare // 3,
    )


def _check_place(file: Path, sources: list[Path]) -> None:
    """That nothing is there, or a plain file that may be replaced."""
    if any(_same(file, source) for source in sources):
        raise UserError(
            "“{file}” is what this is made from, and would be lost; please choose another name for what is written.",
            file=_shown(file),
        )
    if file.is_dir():
        raise UserError("“{file}” is a folder; please choose another name for what is written.", file=_shown(file))
    if file.exists() and not file.is_file():
        raise UserError(
            "“{file}” is a device or a pipe; please choose another name for what is written.", file=_shown(file)
        )


def _try_names(out: Path, files: list[Path]) -> None:
    """Make a file of every name in a folder of their own beside `out`, and delete them."""
    extra = max(len(os.fsencode(file.name)) for file in files) - len(os.fsencode(out.stem))
    try:
        with scratch_folder(out.parent) as folder:
            for file in files:
                try:
                    (folder / file.name).touch()
                except OSError as error:
                    if has_no_room(error):
                        raise
                    if error.errno == errno.ENAMETOOLONG:
                        raise too_long(out, LONGEST_NAME - extra) from error
                    raise _unusable(out) from error
    except OSError as error:
        if has_no_room(error):
            raise disk_full() from error
        raise _closed(out.parent) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that may not be looked into
        return False


def _same(out: Path, file: Path) -> bool:
    """Whether both are one file, by another name or link too."""
    try:
        return out.samefile(file)
    except (OSError, ValueError):  # one of them is not there
        return False


def _closed(folder: Path) -> UserError:
    return UserError(
        "Nothing can be written into the folder “{folder}”; please choose another.", folder=folder.absolute().name
    )


def _unusable(path: Path) -> UserError:
    return UserError(
        "This computer cannot have a file called “{file}”; please choose a name of ordinary letters.",
        file=_shown(path),
    )


def _shown(path: Path) -> str:
    return plain_text(path.name or str(path), most=SHOWN, lines=False)
