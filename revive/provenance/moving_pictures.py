"""Labels in GIF and animated WebP: XMP, as in still pictures; ffmpeg writes none into them."""

from __future__ import annotations

import struct
from pathlib import Path

XMP_IN_GIF = b"\x21\xff\x0bXMP DataXMP"
# XMP stands in a GIF as it is, not in blocks; whoever skips blocks comes out at the end by these bytes
_TRAILER = bytes([1, *range(255, -1, -1), 0])
LOOKED_AT = 4 << 20  # bytes of a file; the signature may stand before
_HAS_XMP = 0x04  # in the flags of WebP's chunk VP8X


def tag_picture(path: Path, packet: bytes) -> None:
    """Write an XMP packet into a .gif or an animated .webp, in place."""
    data = path.read_bytes()
    path.write_bytes(_in_gif(data, packet) if data.startswith(b"GIF8") else _in_webp(data, packet))


def xmp_of_gif(path: Path) -> bytes:
    """The XMP packet of a GIF, b"" where there is none near its beginning; Pillow does not read it."""
    with path.open("rb") as file:
        _, found, rest = file.read(LOOKED_AT).partition(XMP_IN_GIF)
    packet, end, _ = rest.partition(_TRAILER[:4])
    return packet if found and end else b""


def _in_gif(data: bytes, packet: bytes) -> bytes:
    """Before the first block, after the header and its table of colours."""
    flags = data[10]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    return data[:at] + XMP_IN_GIF + packet + _TRAILER + data[at:]


def _in_webp(data: bytes, packet: bytes) -> bytes:
    """As the last chunk, which VP8X, the first one, announces."""
    if data[12:16] != b"VP8X":
        raise ValueError("the WebP is not an extended one")
    whole = bytearray(data)
    whole[20] |= _HAS_XMP
    whole += b"XMP " + struct.pack("<I", len(packet)) + packet + b"\0" * (len(packet) % 2)
    whole[4:8] = struct.pack("<I", len(whole) - 8)
    return bytes(whole)
