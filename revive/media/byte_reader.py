"""Read a file's header piece by piece; the two errors that end this early."""

from __future__ import annotations

import os
from typing import BinaryIO

from revive.core.localisation import Message
from revive.media.limits import MOST_PIXELS, MOST_UNPACKED


class Damaged(ValueError):
    """The file does not match its first bytes, or ends too early."""


class DecompressionBomb(ValueError):
    """Decoding the file would cost more than any ordinary file does.

    Parameters
    ----------
    seen : what is too large, in English and in Chinese, to continue "This picture has"
    """

    def __init__(self, seen: Message):
        super().__init__(str(seen))
        self.seen = seen


DESCRIPTION = Message("a very long description")
PIECES = Message("many small pieces")


def check_unpacked(pixels: int, *, bits: int) -> None:
    """Refuse what is more than MOST_UNPACKED; `bits` of one pixel. What has too many pixels is for others to say."""
    size = pixels * bits // 8
    if size > MOST_UNPACKED and pixels <= max(MOST_PIXELS.values()):
        count, most = f"{pixels / 1e6:,.0f}", f"{MOST_UNPACKED * 8 // bits / 1e6:.0f}"
        raise DecompressionBomb(
            Message(
                "{count} megapixels of {bits} bits, above {most} megapixels of so many",
                count=count,
                bits=bits,
                most=most,
            )
        )


def read(file: BinaryIO, count: int) -> bytes:
    """Exactly `count` bytes."""
    found = file.read(count)
    if len(found) < count:
        raise Damaged("cut off")
    return found


def skip(file: BinaryIO, count: int) -> None:
    """Skip `count` bytes; beyond the end the next `read` fails."""
    file.seek(count, os.SEEK_CUR)
