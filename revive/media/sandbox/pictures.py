"""Decodes one picture, in a process of its own that ends with it.

It loads Pillow, confines itself, and only then reads from standard input: a REQUEST and the bytes of a file. On
standard output stands an ANSWER, and the bytes it tells of. Whoever started it believes none of them.
"""

from __future__ import annotations

import io
import struct
import sys
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL import Image as Pillow
    from PIL.ImageFile import ImageFile

# PIXELS …; Pillow's name of the kind; longest side; most pixels; which page, 0 is the best; bytes of the file
REQUEST = struct.Struct("<B8sIIIQ")
ANSWER = struct.Struct("<BIII")  # DONE …; three numbers, and then bytes:
PIXELS = 1  # height, width, 3; RGB, laid on white
MASK = 2  # height, width, 1; 255 where it is marked
TEXTS = 3  # the lengths of the AIGC label and of the XMP, 0; the two
PAGES = 4  # how many, 1, 1; their numbers in the file, the best first
DATE = 5  # the length of the text in which EXIF tells when it was taken, 0, 0; the text
DONE, DAMAGED, TOO_LARGE, NO_MEMORY = 0, 1, 2, 3
READY = b"R"  # written before anything is read, and then a byte: what is in force, of FILES and CALLS
FILES, CALLS = 1, 2

MOST_FILES = 16  # open at once
MOST_TEXT = 1 << 20  # bytes of a text that is given
MOST_DATE = 32  # bytes
EXIF, TAKEN, DIGITISED = 0x8769, 0x9003, 0x9004  # tags: the directory of a camera's settings, two dates in it


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
        wanted, kind, side, most, page, length = REQUEST.unpack(head)
        _answer(wanted, kind, side, most, page, given.read(length), answer, damage)


def _load() -> tuple[type[Exception], ...]:
    """Everything that Pillow would load only when it meets it; gives what its readers raise on damaged files.

    They unpack, look up and index what the file says.
    """
    import warnings
    import zlib

    import numpy  # noqa: F401
    import pi_heif
    from PIL import (  # noqa: F401
        AvifImagePlugin,
        BmpImagePlugin,
        GifImagePlugin,
        IcoImagePlugin,
        Image,
        ImageCms,
        ImagePalette,
        Jpeg2KImagePlugin,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )  # fmt: skip

    import revive.media.sandbox.pages
    import revive.media.sandbox.pixels  # noqa: F401

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands
    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    warnings.simplefilter("ignore")  # of tags that are no tags
    _rehearse()
    return (
        OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError,
        ArithmeticError, RuntimeError, AssertionError, struct.error, zlib.error,
    )  # fmt: skip


def _rehearse() -> None:
    """Read one of every kind, for what is imported inside the functions that use it."""
    from PIL import Image, ImageCms

    from revive.media.sandbox.colours import to_srgb
    from revive.media.sandbox.pixels import ORIENTATION, mask_pixels, orientation_of

    tags = Image.Exif()
    tags[ORIENTATION] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "JPEG2000", "ICO"):
        out = io.BytesIO()
        tagged = {"exif": tags} if kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF") else {}
        Image.new("RGB", (16, 16)).save(out, kind, **tagged)
        with Image.open(out, formats=[kind]) as picture:
            picture.load()
            mask_pixels(picture, 2, orientation_of(picture))
            to_srgb(picture.convert("RGB"), profile)


def _answer(
    wanted: int, kind: bytes, side: int, most: int, page: int, data: bytes, answer: BinaryIO,
    damage: tuple[type[Exception], ...],
) -> None:  # fmt: skip
    try:
        shape, found = _found(wanted, kind.rstrip(b"\0").decode(), side, most, page, data)
    except _TooLarge:
        answer.write(ANSWER.pack(TOO_LARGE, 0, 0, 0))
    except MemoryError:
        answer.write(ANSWER.pack(NO_MEMORY, 0, 0, 0))
    except damage:
        answer.write(ANSWER.pack(DAMAGED, 0, 0, 0))
    else:
        answer.write(ANSWER.pack(DONE, *shape))
        answer.write(found)


class _TooLarge(Exception):
    """The picture has more pixels than its header told."""


def _found(
    wanted: int, kind: str, side: int, most: int, page: int, data: bytes
) -> tuple[tuple[int, ...], bytes | memoryview]:
    """Three numbers, and the bytes that they tell of."""
    from revive.media.sandbox.pages import largest, pages
    from revive.media.sandbox.pixels import mask_pixels, orientation_of, rgb_pixels

    with _opened(data, kind, most) as picture:
        if wanted == TEXTS:
            return _texts(picture)
        if wanted == DATE:
            return _date(picture)
        if wanted == PAGES:
            numbers = pages(picture, most=most)
            return (len(numbers), 1, 1), bytes(numbers)
        number = pages(picture, most=most)[page] if page else largest(picture, most=most)
        _turn_to(picture, number, most)
        picture.draft("RGB", (2 * side, 2 * side))  # a JPEG is decoded no larger than needed
        loaded = _loaded(picture, data, kind, number, most)
        turn = orientation_of(picture)
        pixels = (mask_pixels if wanted == MASK else rgb_pixels)(loaded, side, turn)
        return pixels.shape, pixels.data


def _opened(data: bytes, kind: str, most: int) -> ImageFile:
    from PIL import Image

    picture = Image.open(io.BytesIO(data), formats=[kind])
    _check_size(picture, most)
    return picture


def _turn_to(picture: Pillow.Image, number: int, most: int) -> None:
    if picture.tell() != number:
        picture.seek(number)
        _check_size(picture, most)


def _check_size(picture: Pillow.Image, most: int) -> None:
    if picture.width * picture.height > most:
        raise _TooLarge


def _loaded(picture: ImageFile, data: bytes, kind: str, number: int, most: int) -> Pillow.Image:
    """The picture with its pixels; of colours with 16 bits, which Pillow cuts to 8, those that hold anything."""
    from revive.media.sandbox.depth import is_dim, joined, low_bytes

    deep = kind in ("PNG", "TIFF") and picture.mode in ("RGB", "RGBA", "RGBX") and ";16" in str(picture.tile)
    picture.load()
    if not (deep and is_dim(picture)):
        return picture
    with _opened(data, kind, most) as low:
        _turn_to(low, number, most)
        if not low_bytes(low):
            return picture
        low.load()
        whole = joined(picture, low)
    whole.info = picture.info
    if picture.mode == "RGBA":
        whole.putalpha(picture.getchannel("A"))
    return whole


def _texts(picture: Pillow.Image) -> tuple[tuple[int, int, int], bytes]:
    if picture.format == "PNG":
        picture.load()  # text may come after the pixels
    found = [picture.info.get("AIGC"), picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")]
    told = [text.encode() if isinstance(text, str) else bytes(text or b"") for text in found]
    label, xmp = (text if len(text) <= MOST_TEXT else b"" for text in told)
    return (len(label), len(xmp), 0), label + xmp


def _date(picture: Pillow.Image) -> tuple[tuple[int, int, int], bytes]:
    """When it was taken, or else when it was scanned; the date of the file's last change is not asked for."""
    told = picture.getexif().get_ifd(EXIF)
    date = str(told.get(TAKEN) or told.get(DIGITISED) or "").encode("ascii", "replace")[:MOST_DATE]
    return (len(date), 0, 0), date
