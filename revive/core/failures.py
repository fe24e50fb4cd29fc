"""Known failures in one sentence each: full disk, no memory, killed encoder, damaged model, missing package."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from revive.core.disk import disk_full, has_no_room
from revive.core.errors import Cancelled, UserError
from revive.core.packages import missing_for

_NOT_READ = (errno.EIO, errno.ENXIO, errno.ENODEV)
_NO_FILE = (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EROFS, errno.EILSEQ)
FRAMES = 6  # of a traceback, the innermost
DAMAGED = ("SafetensorError", "InvalidProtobuf", "InvalidGraph", "NoSuchFile", "BadZipFile", "UnpicklingError")


def sentence_for(error: BaseException) -> UserError | None:
    """The sentence for a failure; None for an unexpected one."""
    if has_no_room(error):
        return disk_full()
    if isinstance(error, PermissionError):
        name = Path(str(error.filename or "")).name
        return UserError(
            "This computer does not allow Revive to use “{name}”; please choose another folder, or change who may use"
            " it.",
            name=name,
        )
    if isinstance(error, OSError) and error.errno in _NOT_READ:
        return UserError(
            "A file could not be read or written to its end; the disk, card or stick that it lies on may be damaged, so"
            " please copy the file to another place and choose it there."
        )
    if isinstance(error, OSError) and error.errno in _NO_FILE:
        return UserError(
            "“{name}” cannot be used as a file or folder; please choose another name.",
            name=Path(str(error.filename or "")).name,
        )
    if isinstance(error, MemoryError):
        return UserError(
            "There is not enough memory free for this; please close other programs, or choose a smaller size."
        )
    if isinstance(error, RuntimeError) and "ffmpeg ended with status" in str(error):
        return UserError(
            "The program that writes the clip stopped in the middle, and nothing was kept; please make it once more."
        )
    if type(error).__name__ in DAMAGED:
        return damaged_file()
    return missing_for(error)


def describe_error(error: BaseException) -> str:
    """“ValueError at revive.speech.text:61 < revive.speech.make:40”: kind and place, then those of its cause.

    For logs: the message of an error may hold the name of a file or a person, or the family's words.
    """
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    said = f"{type(error).__name__} at {' < '.join(places[: -FRAMES - 1 : -1]) or '?'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{said}, after {describe_error(cause)}" if cause is not None and cause is not error else said


def damaged_file() -> UserError:
    """The sentence for a file of the installation that cannot be used."""
    return UserError("A file that belongs to Revive is damaged; please install Revive again, nothing of yours is lost.")


def status_of(work: Callable[[], int]) -> int:
    """The exit status of a command: what `work` returns, 2 after a sentence on stderr, 130 when it was interrupted.

    Unexpected errors are raised.
    """
    try:
        return work()
    except (Cancelled, KeyboardInterrupt):
        print("Stopped; nothing was kept.", file=sys.stderr)
        return 130
    except Exception as error:
        known = error if isinstance(error, UserError) else sentence_for(error)
        if known is None:
            raise
        print(known.sentence(os.environ.get("LANG", "en")), file=sys.stderr)
        return 2
