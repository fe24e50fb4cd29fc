"""Read a JPEG 2000's first marker: its size, its tiles and its bits. ISO/IEC 15444-1."""

from __future__ import annotations

from typing import BinaryIO

from revive.media.byte_reader import PIECES, Damaged, DecompressionBomb, read

MOST_BOXES = 1000  # before the pixels
MOST_TILES = 20_000
MOST_COMPONENTS = 5
_SIZE = b"\xff\x4f\xff\x51"  # start of the codestream, and of the marker with its size


def measure_jpeg2000(file: BinaryIO) -> tuple[int, int]:
    """(width, height); see `picture_size.measure_picture`."""
    _to_codestream(file)
    read(file, 8)  # _SIZE, the length of the marker, what a reader must be able to do
    width, height, left, top, *tile = (int.from_bytes(read(file, 4), "big") for _ in range(8))
    components = int.from_bytes(read(file, 2), "big")
    if left >= width or top >= height or not min(tile[:2]):
        raise Damaged("no size")
    if components > MOST_COMPONENTS or -(-width // tile[0]) * -(-height // tile[1]) > MOST_TILES:
        raise DecompressionBomb(PIECES)
    return width - left, height - top


def _to_codestream(file: BinaryIO) -> None:
    """Leave the file at the codestream, which is the whole of it, or one of its boxes."""
    start, end = 0, file.seek(0, 2)
    file.seek(0)
    if read(file, 4) == _SIZE:
        file.seek(0)
        return
    for _ in range(MOST_BOXES):
        file.seek(start)
        head = read(file, 8)
        length, first = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, first = int.from_bytes(read(file, 8), "big"), 16
        if head[4:] == b"jp2c":
            file.seek(start + first)
            if read(file, 4) != _SIZE:
                raise Damaged("no size")
            file.seek(start + first)
            return
        if length < first or start + length >= end:
            raise Damaged("no pixels")
        start += length
    raise DecompressionBomb(PIECES)
