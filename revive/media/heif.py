"""Read the boxes of a HEIC or AVIF up to its pixels: the sizes of all pictures in it.

A picture of a phone is put together from tiles, which are pictures as well; a mirrored or turned one is told by
properties. ISO/IEC 14496-12 (boxes), 23008-12 (HEIF).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from revive.media.byte_reader import DESCRIPTION, PIECES, Damaged, DecompressionBomb, read

MOST_BOXES = 2000  # looked at; a picture of 48 megapixels has 48 tiles of one size and 60 boxes
MOST_META = 4 * 1024**2  # bytes of the description of all pictures
_INSIDE = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"moov": 0, b"trak": 0}  # boxes with boxes in them -> bytes before


def measure_heif(file: BinaryIO) -> tuple[int, int]:
    """(width, height) of the largest picture; see `picture_size.measure_picture`."""
    found, end = (0, 0), file.seek(0, 2)
    for count, (name, start, length) in enumerate(_boxes(file, 0, end)):
        if count > MOST_BOXES:
            raise DecompressionBomb(PIECES)
        if name == b"meta" and length > MOST_META:
            raise DecompressionBomb(DESCRIPTION)
        if name in (b"ispe", b"tkhd") and length >= 12:
            found = max(found, _size(file, name, start, length), key=lambda size: size[0] * size[1])
    if not min(found):
        raise Damaged("no size")
    return found


def _size(file: BinaryIO, name: bytes, start: int, length: int) -> tuple[int, int]:
    """Of a picture, or of the frames of a sequence (in 65536ths, at the end of its header)."""
    file.seek(start + 4 if name == b"ispe" else start + length - 8)
    sides = read(file, 8)
    width, height = int.from_bytes(sides[:4], "big"), int.from_bytes(sides[4:], "big")
    return (width, height) if name == b"ispe" else (width >> 16, height >> 16)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, first byte of the contents, their length) of the boxes between two places, and of those in them."""
    while start + 8 <= end:
        file.seek(start)
        head = read(file, 8)
        length, name, first = int.from_bytes(head[:4], "big"), head[4:], 8
        if length == 1:
            length, first = int.from_bytes(read(file, 8), "big"), 16
        if length == 0:
            length = end - start
        if length < first:
            raise Damaged("a box without a length")
        inside = min(start + length, end) - start - first
        yield name, start + first, inside
        if name in _INSIDE:
            yield from _boxes(file, start + first + _INSIDE[name], start + first + inside)
        start += length
