"""The one failure that is nobody's fault and can come at any write: a disk without room."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from revive.errors import UserError

_NO_ROOM = ("No space left on device", "File too large", "Disk quota exceeded")


def disk_full() -> UserError:
    """The sentence for a disk without room."""
    return UserError(
        "The disk is full, so the clip could not be written; please free some space and try again.",
        "磁盘空间已满，无法写入视频，请清理一些空间后重试。",
    )


def says_no_room(report: str) -> bool:
    """Whether what a program said of its end is that the disk is full."""
    return any(words in report for words in _NO_ROOM)


@contextlib.contextmanager
def disk_watched() -> Iterator[None]:
    """Whatever inside fails for want of room on the disk raises `disk_full()`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            raise disk_full() from error
        raise
    except RuntimeError as error:
        if str(error) == "System error.":  # all that libsndfile says when a write fails
            raise disk_full() from error
        raise
