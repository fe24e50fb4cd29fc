"""Read a TIFF's directories, one for each page: their sizes, and whether tags and tiles are plausible for the file.

Every tag can refer to any part of the file, so a small file can unpack to gigabytes of tags; a tile can be far larger
than the picture. TIFF 6.0; BigTIFF.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from revive.core.localisation import Message
from revive.media.byte_reader import PIECES, Damaged, DecompressionBomb, check_unpacked, read

MOST_TAGS = 1000
MOST_PAGES = 16  # that are looked at, as by `sandbox.pages`
MOST_NUMBERS = 1_000_000  # values of one tag that are numbers, which become objects of Python
MOST_TILE = 64_000_000  # pixels of one tile
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_OPAQUE = (1, 2, 6, 7)  # bytes and letters
_WIDTH, _HEIGHT, _BITS, _SAMPLES = 256, 257, 258, 277
_TILE_WIDTH, _TILE_HEIGHT, _STRIPS, _TILES = 322, 323, 273, 324
MOST_SAMPLES = 16  # of one pixel
MOST_PARTS = 200_000  # strips or tiles, each decoded by a call of its own


def measure_tiff(file: BinaryIO) -> tuple[int, int]:
    """(width, height) of the largest page; see `picture_size.measure_picture`."""
    size = file.seek(0, 2)
    file.seek(0)
    order, big = _order(read(file, 4))
    if big:
        read(file, 4)
    offset, room = ("Q", 8) if big else ("L", 4)
    (start,) = struct.unpack(f"{order}{offset}", read(file, room))
    pages: list[tuple[int, int]] = []
    seen: set[int] = set()
    while start and start not in seen and len(pages) < MOST_PAGES:
        seen.add(start)
        file.seek(min(start, size))
        try:
            pages.append(_page(file, order, big=big, size=size))
            (start,) = struct.unpack(f"{order}{offset}", file.read(room).rjust(room, b"\0"))
        except Damaged:  # only the first page must be whole
            if not pages:
                raise
            break
    return max(pages, key=lambda page: page[0] * page[1], default=(0, 0))


def _page(file: BinaryIO, order: str, *, big: bool, size: int) -> tuple[int, int]:
    """(width, height) that the directory at the file's place tells; the file is left behind it."""
    offset, number, room = ("Q", "Q", 8) if big else ("L", "H", 4)
    (count,) = struct.unpack(f"{order}{number}", read(file, 8 if big else 2))
    if count > MOST_TAGS:
        raise DecompressionBomb(PIECES)
    told, total, bits = {}, 0, (1,)
    for _ in range(count):
        tag, kind, values = struct.unpack(f"{order}HH{offset}", read(file, 4 + room))
        inline = read(file, room)
        length = _BYTES.get(kind, 0) * values
        total += length if length > room else 0
        if total > size or (kind not in _OPAQUE and values > MOST_NUMBERS):
            raise DecompressionBomb(Message("descriptions that are larger than the file"))
        if tag in (_STRIPS, _TILES) and values > MOST_PARTS:
            raise DecompressionBomb(PIECES)
        if values == 1 and kind in (3, 4, 16) and length <= room:
            told[tag] = struct.unpack_from(order + {3: "H", 4: "L", 16: "Q"}[kind], inline)[0]
        if tag == _BITS and kind == 3 and values <= MOST_SAMPLES:
            bits = _shorts(file, order, values, inline, struct.unpack(f"{order}{offset}", inline)[0])
    if not (_WIDTH in told and _HEIGHT in told):
        raise Damaged("no size")
    if told.get(_TILE_WIDTH, 0) * told.get(_TILE_HEIGHT, 0) > MOST_TILE:
        raise DecompressionBomb(Message("a piece that is larger than the picture"))
    check_unpacked(told[_WIDTH] * told[_HEIGHT], bits=max(bits, default=1) * max(told.get(_SAMPLES, 1), len(bits)))
    return told[_WIDTH], told[_HEIGHT]


def _shorts(file: BinaryIO, order: str, count: int, inline: bytes, place: int) -> tuple[int, ...]:
    """The numbers of a tag; the file's place is kept."""
    if 2 * count > len(inline):
        before = file.tell()
        file.seek(min(place, file.seek(0, 2)))
        inline = file.read(2 * count)
        file.seek(before)
        if len(inline) < 2 * count:
            raise Damaged("cut off")
    return struct.unpack_from(f"{order}{count}H", inline)


def _order(head: bytes) -> tuple[str, bool]:
    """The order of bytes for `struct`, and whether it is a BigTIFF."""
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    version = int.from_bytes(head[2:], "little" if order == "<" else "big")
    if order is None or version not in (42, 43):
        raise Damaged("no header")
    return order, version == 43
