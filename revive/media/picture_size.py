"""Read a picture's size from its header without decoding, and refuse pictures that are too costly to decode.

A small file can make Pillow's readers do very much work, before or during decoding: header blocks joined one by one, a
JPEG's scans, run lengths read in Python, WebP canvases allocated on opening. Each format is parsed here up to its
pixels, with limits far above those of any photograph or scan.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO

from revive.core.localisation import Message
from revive.media.byte_reader import DESCRIPTION, PIECES, Damaged, DecompressionBomb, check_unpacked, read, skip
from revive.media.heif import measure_heif
from revive.media.jpeg import measure_jpeg
from revive.media.jpeg2000 import measure_jpeg2000
from revive.media.tiff import measure_tiff

PNG = b"\x89PNG\r\n\x1a\n"
MOST_ICONS = 64  # pictures in an icon
MOST_CHUNKS = 50_000  # of a PNG or WebP
MOST_BESIDE = 16 * 1024**2  # bytes of metadata before the first pixel: profiles, descriptions
MOST_TEXT = 256 * 1024  # bytes of a GIF's comments, which Pillow joins one by one, in quadratic time
MOST_RUNS = 4 * 1024**2, 16_000_000, 20_000  # bytes, pixels and width of a BMP in run lengths, read in Python
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def measure_picture(file: BinaryIO, kind: str) -> tuple[int, int]:
    """(width, height) in pixels; the file is rewound.

    Raises
    ------
    Damaged : not such a picture, or cut off in its header
    DecompressionBomb : decoding it would take more time or memory than any photograph does
    """
    file.seek(0)
    size = _MEASURES[kind](file)
    file.seek(0)
    if min(size) <= 0:
        raise Damaged("no pixels")
    return size


def _png(file: BinaryIO) -> tuple[int, int]:
    read(file, 8)
    length, name = _chunk(file)
    if name != b"IHDR" or length != 13:
        raise Damaged("no header")
    header = read(file, 17)
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    check_unpacked(width * height, bits=header[8] * _PNG_CHANNELS.get(header[9], 4))
    beside, seen = 0, False
    for _ in range(MOST_CHUNKS):
        length, name = _chunk(file)
        seen = seen or name == b"IDAT"
        if name in (b"IEND", b""):
            if not seen:
                raise Damaged("no pixels")
            return width, height
        if name != b"IDAT":
            beside += length
        if beside > MOST_BESIDE and not seen:
            raise DecompressionBomb(DESCRIPTION)
        skip(file, length + 4)
    raise DecompressionBomb(PIECES)


def _chunk(file: BinaryIO) -> tuple[int, bytes]:
    """Length and name of a PNG's next chunk; an empty name at the end of the file."""
    head = file.read(8)
    return (int.from_bytes(head[:4], "big"), head[4:]) if len(head) == 8 else (0, b"")


def _gif(file: BinaryIO) -> tuple[int, int]:
    header = read(file, 13)
    width, height = int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")
    if header[10] & 0x80:
        skip(file, 3 << (header[10] & 7) + 1)
    beside = 0
    while True:
        sign = read(file, 1)
        if sign == b",":
            left, top, wide, high = (int.from_bytes(read(file, 2), "little") for _ in range(4))
            return max(width, left + wide), max(height, top + high)  # as in Pillow: a frame may enlarge the canvas
        if sign == b";":
            raise Damaged("no pixels")
        if sign == b"!":
            read(file, 1)
        while sign == b"!" and (length := read(file, 1)[0]):
            skip(file, length)
            beside += length + 1
            if beside > MOST_TEXT:
                raise DecompressionBomb(DESCRIPTION)
        beside += 1  # Pillow skips stray bytes one by one
        if beside > MOST_TEXT:
            raise DecompressionBomb(DESCRIPTION)


def _bmp(file: BinaryIO) -> tuple[int, int]:
    skip(file, 14)
    return _bitmap(file)


def _bitmap(file: BinaryIO) -> tuple[int, int]:
    """From the header after that of the file."""
    large = int.from_bytes(read(file, 4), "little") != 12
    header = read(file, 16 if large else 4)
    part = 4 if large else 2
    width, height = (int.from_bytes(header[at : at + part], "little", signed=large) for at in (0, part))
    if large and int.from_bytes(header[12:16], "little") in (1, 2):
        size, pixels, wide = MOST_RUNS
        if file.seek(0, 2) > size or width * abs(height) > pixels or width > wide:
            raise DecompressionBomb(Message("many runs of one colour"))
    return width, abs(height)


def _icon(file: BinaryIO) -> tuple[int, int]:
    """The largest size in it: as its list has it, or of a PNG or bitmap in it, which may be of another."""
    head = read(file, 6)
    sizes = []
    for number in range(min(int.from_bytes(head[4:6], "little"), MOST_ICONS)):
        file.seek(6 + 16 * number)
        entry = read(file, 16)
        file.seek(int.from_bytes(entry[12:16], "little"))
        is_png = file.read(8) == PNG
        file.seek(-8, os.SEEK_CUR)
        sizes += [(entry[0] or 256, entry[1] or 256), (_png if is_png else _bitmap)(file)]
    if int.from_bytes(head[4:6], "little") > MOST_ICONS:
        raise DecompressionBomb(PIECES)
    return max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))


def _webp(file: BinaryIO) -> tuple[int, int]:
    """The largest size in any of its chunks: libwebp allocates its canvas before Pillow can read the size."""
    read(file, 12)
    found, beside = (0, 0), 0
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            break
        name, length = head[:4], int.from_bytes(head[4:], "little")
        start = file.tell()
        if name in _WEBP_PARTS:
            found = max(found, _WEBP_PARTS[name](file), key=lambda size: size[0] * size[1])
        elif name in (b"ICCP", b"EXIF", b"XMP "):
            beside += length
        if beside > MOST_BESIDE:
            raise DecompressionBomb(DESCRIPTION)
        file.seek(start)
        skip(file, length + length % 2)
    else:
        raise DecompressionBomb(PIECES)
    return found


def _vp8x(file: BinaryIO) -> tuple[int, int]:
    part = read(file, 10)
    return int.from_bytes(part[4:7], "little") + 1, int.from_bytes(part[7:10], "little") + 1


def _anmf(file: BinaryIO) -> tuple[int, int]:
    part = read(file, 12)
    return int.from_bytes(part[6:9], "little") + 1, int.from_bytes(part[9:12], "little") + 1


def _vp8(file: BinaryIO) -> tuple[int, int]:
    part = read(file, 10)
    return int.from_bytes(part[6:8], "little") & 0x3FFF, int.from_bytes(part[8:10], "little") & 0x3FFF


def _vp8l(file: BinaryIO) -> tuple[int, int]:
    bits = int.from_bytes(read(file, 5)[1:], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


_WEBP_PARTS = {b"VP8X": _vp8x, b"ANMF": _anmf, b"VP8 ": _vp8, b"VP8L": _vp8l}
_MEASURES: dict[str, Callable[[BinaryIO], tuple[int, int]]] = {
    "jpeg": measure_jpeg, "png": _png, "gif": _gif, "bmp": _bmp, "webp": _webp, "tiff": measure_tiff,
    "heic": measure_heif, "avif": measure_heif, "jp2": measure_jpeg2000, "icon": _icon,
}  # fmt: skip
