"""Read a JPEG's markers: its size, and the number of scans.

A progressive picture processes all its pixels for every scan, and an empty scan takes a few bytes: a small file can
take hours to decode. ITU-T T.81; the attack is described in libjpeg-turbo's "Two issues with the JPEG standard" (2019).
"""

from __future__ import annotations

import mmap
import re
from typing import BinaryIO

from revive.core.localisation import Message
from revive.media.byte_reader import DESCRIPTION, PIECES, Damaged, DecompressionBomb
from revive.media.limits import MOST_JPEG_BYTES

MOST_BESIDE = 16 * 1024**2  # bytes before the first scan; phones store a depth map there
MOST_EXIF = 1024**2  # bytes; cameras write 64 kB; Pillow joins pieces of it one by one, in quadratic time
MOST_SEGMENTS = 20_000
MOST_SCANNED = 1_100_000_000  # pixels times scans; a hundred megapixels in the usual ten scans has a billion
MOST_SCANS = 100  # for a small picture
SMALL = 4_000_000  # pixels

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # without a length
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")  # in the coded data: all but stuffing, fill and restarts


def measure_jpeg(file: BinaryIO) -> tuple[int, int]:
    """(width, height); see `picture_size.measure_picture`."""
    if (length := file.seek(0, 2)) > MOST_JPEG_BYTES:
        size = f"{length / 1024**2:,.0f} MB"
        raise DecompressionBomb(Message("{size}, which is much for a JPEG", size=size))
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        size, scans, at, exif = (0, 0), 0, 2, 0
        for _ in range(MOST_SEGMENTS):
            found = _next(data, at, coded=scans > 0)
            if found is None:
                break
            marker, at = found
            if marker == 0xD9:
                break
            if marker in _ALONE:
                continue
            length = int.from_bytes(data[at : at + 2], "big")
            if length < 2:
                raise Damaged("a segment without a length")
            if marker in _FRAMES and len(data) >= at + 7:
                size = int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 3 : at + 5], "big")
            scans += marker == 0xDA
            pixels = size[0] * size[1]
            if scans * pixels > MOST_SCANNED or (scans > MOST_SCANS and pixels > SMALL) or scans > 10 * MOST_SCANS:
                raise DecompressionBomb(
                    Message(
                        "{scans} or more layers of {megapixels:,.0f} megapixels", scans=scans, megapixels=pixels / 1e6
                    )
                )
            exif += length if marker == 0xE1 and data[at + 2 : at + 6] == b"Exif" else 0
            at += length
            if not scans and (at > MOST_BESIDE or exif > MOST_EXIF):
                raise DecompressionBomb(DESCRIPTION)
        else:
            raise DecompressionBomb(PIECES)
    if not scans:
        raise Damaged("no pixels")
    return size


def _next(data: mmap.mmap, at: int, *, coded: bool) -> tuple[int, int] | None:
    """The next marker, and the start of its segment."""
    if coded:
        found = _MARKER.search(data, at)
        return (data[found.start() + 1], found.end()) if found else None
    at = data.find(b"\xff", at)  # Pillow and libjpeg skip stray bytes
    if at < 0:
        return None
    while at < len(data) and data[at] == 0xFF:
        at += 1
    return (data[at], at + 1) if at < len(data) else None
