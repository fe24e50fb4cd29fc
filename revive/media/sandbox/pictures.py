"""Decodes one picture, in a process of its own that ends with it.

It loads Pillow, confines itself, and only then reads from standard input: a REQUEST and the bytes of a file. On
standard output stands an ANSWER, and the bytes it tells of. Whoever started it believes none of them.
"""

from __future__ import annotations

import io
import struct
import sys
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image as Pillow

REQUEST = struct.Struct("<B5sIIQ")  # PIXELS …; Pillow's name of the kind; longest side; most pixels; bytes of the file
ANSWER = struct.Struct("<BIII")  # DONE …; three numbers, and then bytes:
PIXELS = 1  # height, width, 3; RGB, laid on white
MASK = 2  # height, width, 1; 255 where it is marked
TEXTS = 3  # the lengths of the AIGC label and of the XMP, 0; the two
DONE, DAMAGED, TOO_LARGE, NO_MEMORY = 0, 1, 2, 3
READY = b"R"  # written before anything is read, and then a byte: what is in force, of FILES and CALLS
FILES, CALLS = 1, 2

MOST_FILES = 16  # open at once
MOST_TEXT = 1 << 20  # bytes of a text that is given
BAND = 2_000_000  # pixels that are brought to RGB at a time
MARKED = 128  # level from which a pixel of a mask is marked
ORIENTATION = 0x0112


def main() -> None:
    """The program; its arguments: bytes of memory, seconds of a processor."""
    damage = _load()
    from revive.media.sandbox.landlock import allow_files
    from revive.media.sandbox.limits import give_up_privileges, hold
    from revive.media.sandbox.seccomp import allow_computing

    memory, work = map(int, sys.argv[1:])
    hold(memory=memory, work=work, written=0, files=MOST_FILES)
    force = 0
    if give_up_privileges():
        force = FILES * allow_files() + CALLS * allow_computing()
    given, answer = sys.stdin.buffer, sys.stdout.buffer
    answer.write(READY + bytes([force]))
    answer.flush()
    head = given.read(REQUEST.size)
    if len(head) == REQUEST.size:
        wanted, kind, side, most, length = REQUEST.unpack(head)
        _answer(wanted, kind, side, most, length, given, answer, damage)


def _load() -> tuple[type[Exception], ...]:
    """Everything that Pillow would load only when it meets it; gives what its readers raise on damaged files.

    They unpack, look up and index what the file says.
    """
    import warnings
    import zlib

    import numpy  # noqa: F401
    from PIL import (  # noqa: F401
        BmpImagePlugin,
        GifImagePlugin,
        Image,
        ImagePalette,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )  # fmt: skip

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands
    warnings.simplefilter("ignore")  # of tags that are no tags
    _rehearse()
    return (
        OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
        ArithmeticError, RuntimeError, AssertionError, struct.error, zlib.error,
    )  # fmt: skip


def _rehearse() -> None:
    """Read one of every kind, for what is imported inside the functions that use it."""
    from PIL import Image

    tags = Image.Exif()
    tags[ORIENTATION] = 6
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"):
        out = io.BytesIO()
        Image.new("RGB", (4, 2)).save(out, kind, **({} if kind in ("BMP", "GIF") else {"exif": tags}))
        with Image.open(out, formats=[kind]) as picture:
            picture.load()
            _mask(picture, 2, _orientation(picture))


def _answer(
    wanted: int, kind: bytes, side: int, most: int, length: int, given: BinaryIO, answer: BinaryIO,
    damage: tuple[type[Exception], ...],
) -> None:  # fmt: skip
    from PIL import Image

    try:
        with Image.open(io.BytesIO(given.read(length)), formats=[kind.rstrip(b"\0").decode()]) as picture:
            if picture.width * picture.height > most:
                answer.write(ANSWER.pack(TOO_LARGE, 0, 0, 0))
                return
            if wanted == TEXTS:
                shape, found = _texts(picture)
            else:
                picture.draft("RGB", (2 * side, 2 * side))  # a JPEG is decoded no larger than needed
                picture.load()
                turn = _orientation(picture)
                pixels = _mask(picture, side, turn) if wanted == MASK else _pixels(picture, side, turn)
                shape, found = pixels.shape, pixels.data
    except MemoryError:
        answer.write(ANSWER.pack(NO_MEMORY, 0, 0, 0))
    except damage:
        answer.write(ANSWER.pack(DAMAGED, 0, 0, 0))
    else:
        answer.write(ANSWER.pack(DONE, *shape))
        answer.write(found)


def _pixels(picture: Pillow.Image, side: int, orientation: int | None) -> np.ndarray:
    """(H, W, 3) uint8 RGB. First RGB, then the size, then upright: each step has less to do than in another order."""
    import numpy as np
    from PIL import Image

    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation or 1)  # fmt: skip
    scale = min(1.0, side / max(picture.size))
    width, height = (max(2, round(length * scale / 2) * 2) for length in picture.size)
    picture = _plain(picture, factor=max(1, int(max(picture.size) / (2 * side))))
    if (width, height) != picture.size:
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    return np.ascontiguousarray(picture if turn is None else picture.transpose(turn))


def _mask(picture: Pillow.Image, side: int, orientation: int | None) -> np.ndarray:
    """(H, W, 1) uint8, 255 where something is painted: what is not transparent; or what is bright, where all of it is.

    The same steps as for the picture beneath it, so that the two lie on one another.
    """
    import numpy as np

    if _transparent(picture):
        alpha = picture.convert("RGBA").getchannel("A")
        alpha.info.clear()
        picture = alpha if cast("tuple[int, int]", alpha.getextrema())[0] < 255 else picture
    bright = _pixels(picture, side, orientation).mean(axis=2) >= MARKED
    return np.where(bright, 255, 0).astype(np.uint8)[..., None]


def _texts(picture: Pillow.Image) -> tuple[tuple[int, int, int], bytes]:
    if picture.format == "PNG":
        picture.load()  # text may come after the pixels
    found = [picture.info.get("AIGC"), picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")]
    told = [text.encode() if isinstance(text, str) else bytes(text or b"") for text in found]
    label, xmp = (text if len(text) <= MOST_TEXT else b"" for text in told)
    return (len(label), len(xmp), 0), label + xmp


def _orientation(picture: Pillow.Image) -> int | None:
    """The tag as the file has it; None where the tags are damaged, which does not make the picture useless."""
    try:
        value = picture.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 - whatever Pillow's reader of tags stumbles over
        return None
    return value if isinstance(value, int) else None


def _plain(picture: Pillow.Image, *, factor: int) -> Pillow.Image:
    """RGB, `factor` times smaller, a band at a time: of a hundred megapixels no second copy is made."""
    from PIL import Image

    width, height = picture.size
    top = _brightest(picture)
    rows = max(BAND // width // factor, 1) * factor
    if rows >= height and factor == 1:
        return _on_white(picture, top)
    whole = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for y, band in _bands(picture, rows):
        whole.paste(_on_white(band, top).reduce(factor), (0, y // factor))
    return whole


def _bands(picture: Pillow.Image, rows: int):
    """(first row, that many rows and fewer at the end) of a picture."""
    width, height = picture.size
    for y in range(0, height, rows):
        yield y, picture.crop((0, y, width, min(y + rows, height)))


def _brightest(picture: Pillow.Image) -> float:
    """The value that is white, of scans with 16 bits and more."""
    import numpy as np

    if not _is_deep(picture):
        return 255.0
    bands = _bands(picture, max(BAND // picture.width, 1))
    return 65535.0 if any((np.asarray(band) > 255).any() for _, band in bands) else 255.0


def _is_deep(picture: Pillow.Image) -> bool:
    return picture.mode.startswith("I;16") or picture.mode in ("I", "F")


def _transparent(picture: Pillow.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _on_white(picture: Pillow.Image, top: float) -> Pillow.Image:
    import numpy as np
    from PIL import Image

    if _is_deep(picture):
        values = np.nan_to_num(np.array(picture, np.float32), copy=False)
        values /= top
        values *= 255
        return Image.fromarray(values.clip(0, 255, out=values).astype(np.uint8)).convert("RGB")
    if _transparent(picture):
        picture = picture.convert("RGBA")
        if cast("tuple[tuple[int, int], ...]", picture.getextrema())[3] == (255, 255):
            return picture.convert("RGB")
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture.convert("RGB")
