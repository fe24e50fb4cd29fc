"""A full disk becomes one understandable sentence."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from revive.core.errors import UserError

_NO_ROOM = ("No space left on device", "File too large", "Disk quota exceeded")


def disk_full() -> UserError:
    """The sentence for a full disk."""
    return UserError("The disk is full, so the clip could not be written; please free some space and try again.")


def has_no_room(error: BaseException) -> bool:
    """Whether a write failed because the disk is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def says_no_room(report: str) -> bool:
    """Whether a program reported that the disk is full."""
    return any(words in report for words in _NO_ROOM)


@contextlib.contextmanager
def disk_watched() -> Iterator[None]:
    """Inside the `with` block, a write that fails because the disk is full raises `disk_full()`."""
    try:
        yield
    except OSError as error:
        if has_no_room(error):
            raise disk_full() from error
        raise
    except RuntimeError as error:
        if str(error) == "System error.":  # all that libsndfile says when a write fails
            raise disk_full() from error
        raise
