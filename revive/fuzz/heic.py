"""Write a small HEIC: ffmpeg's H.265 encoder makes the pictures, and the boxes round them are put together here.

Nothing that Revive needs writes HEIC; the trial of its readers, and its tests, need some. ISO/IEC 23008-12.
"""

from __future__ import annotations

import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np


def write_heic(
    pictures: list[np.ndarray], *, quarters: int = 0, profile: bytes = b"", exif: bytes = b"", primary: int = 0
) -> bytes:
    """The bytes of a HEIC.

    Parameters
    ----------
    pictures : (H, W, 3) uint8 RGB each, H and W even and at least 16
    quarters : of a turn to the left, by which a reader turns every one
    profile : ICC, of all pictures
    exif : of the primary picture, beginning with the order of bytes
    primary : which picture is shown by a reader that shows one
    """
    coded = [_coded(picture) for picture in pictures]
    numbers = range(1, len(pictures) + 1)
    items = [(number, b"hvc1", data) for number, (_, data) in zip(numbers, coded, strict=True)]
    if exif:
        items.append((len(items) + 1, b"Exif", struct.pack(">I", 6) + b"Exif\0\0" + exif))
    properties, belongs = [], []
    for number, picture, (configuration, _) in zip(numbers, pictures, coded, strict=True):
        height, width = picture.shape[:2]
        own = [_box(b"hvcC", configuration), _box(b"ispe", struct.pack(">III", 0, width, height))]
        own += [_box(b"colr", b"prof" + profile)] if profile else []
        own += [_box(b"irot", bytes([quarters % 4]))] if quarters else []
        first = len(properties) + 1
        properties += own
        belongs.append(struct.pack(">HB", number, len(own)) + bytes(range(first, first + len(own))))
    entries = [_box(b"infe", struct.pack(">IHH4sx", 2 << 24, number, 0, kind)) for number, kind, _ in items]
    refers = _box(b"cdsc", struct.pack(">HHH", len(items), 1, primary + 1)) if exif else b""
    head = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")

    def meta(place: int) -> bytes:
        where = []
        for number, _, data in items:
            where.append(struct.pack(">HHHII", number, 0, 1, place, len(data)))
            place += len(data)
        return _box(
            b"meta", bytes(4)
            + _box(b"hdlr", bytes(8) + b"pict" + bytes(13))
            + _box(b"pitm", struct.pack(">IH", 0, primary + 1))
            + _box(b"iinf", struct.pack(">IH", 0, len(entries)) + b"".join(entries))
            + (_box(b"iref", bytes(4) + refers) if refers else b"")
            + _box(b"iloc", struct.pack(">IHH", 0, 0x4400, len(items)) + b"".join(where))
            + _box(b"iprp", _box(b"ipco", b"".join(properties))
                   + _box(b"ipma", struct.pack(">II", 0, len(belongs)) + b"".join(belongs))),
        )  # fmt: skip

    before = len(head) + len(meta(0)) + 8
    return head + meta(before) + _box(b"mdat", b"".join(data for _, _, data in items))


def _coded(picture: np.ndarray) -> tuple[bytes, bytes]:
    """The configuration of the decoder (hvcC), and one picture."""
    from revive.media.ffmpeg import binary

    height, width = picture.shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "a.mp4"
        subprocess.run(
            [binary(), "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-i", "-",
             "-frames:v", "1", "-preset", "ultrafast", "-vf", "scale=out_color_matrix=bt601:out_range=full",
             "-pix_fmt", "yuv420p", "-color_range", "pc", "-colorspace", "smpte170m", "-c:v", "libx265",
             "-x265-params", "log-level=none:crf=12:range=full:colormatrix=smpte170m", "-tag:v", "hvc1", str(out)],
            input=picture.tobytes(), check=True, timeout=60,
        )  # fmt: skip
        film = out.read_bytes()
    return _contents(film, b"hvcC"), _contents(film, b"mdat")


def _contents(film: bytes, name: bytes) -> bytes:
    """Of the only box of this name."""
    at = film.index(name)
    return film[at + 4 : at - 4 + int.from_bytes(film[at - 4 : at], "big")]


def _box(name: bytes, contents: bytes) -> bytes:
    return struct.pack(">I", 8 + len(contents)) + name + contents
