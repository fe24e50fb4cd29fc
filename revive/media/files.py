"""Open an untrusted file once: a regular file, not empty, within a size limit and inside an allowed folder.

Read from the handle that was checked; the name may refer to another file a moment later.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from revive.core.errors import UserError
from revive.core.text import plain_text

LONGEST_NAME = 60  # characters of a displayed name
# do not wait for a pipe's writer; do not acquire a terminal
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def shown_name(path: Path) -> str:
    """The file's name for use in a message: without control characters, and short."""
    return plain_text(Path(path).name, most=LONGEST_NAME, lines=False)


@contextlib.contextmanager
def opened(
    path: Path, *, most: int, missing: UserError | None = None, within: Path | None = None, empty: bool = False
) -> Iterator[BinaryIO]:
    """Open a file for reading; links are followed.

    Parameters
    ----------
    most : bytes
    missing : the error if there is no such file
    within : the folder in which the file must lie, links resolved; None where the caller may read anything, as on the
        command line
    empty : accept an empty file; the reader reports it

    Raises
    ------
    UserError : no such file, no permission, a folder, pipe or device, empty, larger than `most`, not inside `within`
    """
    path = Path(path)
    try:
        if within is not None:
            path = _inside(path, within)
        _check_plain(path, path.stat())  # before opening it: opening a device can have effects
        descriptor = os.open(path, _FLAGS)
    except PermissionError as error:
        raise UserError(
            "“{file}” may not be read; please copy it into a folder of yours and choose it there.",
            file=shown_name(path),
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise missing or UserError(
            "There is no file called “{file}”; please choose it again.", file=shown_name(path)
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(file.fileno())
        _check_plain(path, found)
        if not found.st_size and not empty:
            raise UserError("“{file}” is empty; please copy it once more and choose it again.", file=shown_name(path))
        if found.st_size > most:
            raise UserError(
                "“{file}” is {size}; please choose a file under {most}.",
                file=shown_name(path),
                size=_size(found.st_size),
                most=_size(most),
            )
        yield file


def _inside(path: Path, within: Path) -> Path:
    """`path` with links resolved, if it lies in the folder."""
    real = path.resolve()
    if not real.is_relative_to(within.resolve()):
        raise UserError(
            "“{file}” lies outside the folder that Revive may read here; please upload the file itself.",
            file=shown_name(path),
        )
    return real


def _check_plain(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UserError("“{file}” is a folder or a device, not a file; please choose a file.", file=shown_name(path))


def _size(count: int) -> str:
    megabytes = count / 1024**2
    return f"{megabytes / 1024:,.1f} GB" if megabytes >= 1024 else f"{max(megabytes, 0.01):,.2f} MB"
