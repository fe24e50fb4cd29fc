"""Pictures made to cost more than they seem to: refused by their headers, or read at the cost of an honest one."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from revive import UserError
from revive.fuzz import seeds
from revive.media import photo
from revive.media.photo import read_photo, write_photo
from revive.media.sandbox import depth, pixels
from revive.media.sandbox import pictures as child
from revive.media.sandbox.pages import MOST_PAGES
from revive.media.sandbox.pixels import ORIENTATION
from tests.counting import calls_of


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, before: bytes = b"", depth: int = 8, colours: int = 0) -> bytes:
    rows = zlib.compress(b"\0" * (1 + width * depth // 8) * min(height, 64), 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes, side: int = 16, scans: int = 1) -> bytes:
    data = saved(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:2] + b"".join(segments) + data[:last][2:] + data[last:-2] * scans + data[-2:]


def tiff(tags: list[tuple[int, int, int, int]], shorts: tuple[int, ...] = (300,)) -> bytes:
    """(tag, kind, count, value or place) of a grey 8 x 8; `shorts` are a place and what stands there."""
    plain = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
             (278, 4, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    entries = sorted({entry[0]: entry for entry in plain + tags}.values())
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    made = bytearray(b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + body + bytes(200_004))
    struct.pack_into(f"<{len(shorts) - 1}H", made, *shorts)
    return bytes(made)


def webp(width: int, height: int) -> bytes:
    part = (
        b"VP8X"
        + struct.pack("<I", 10)
        + bytes(4)
        + struct.pack("<I", width - 1)[:3]
        + struct.pack("<I", height - 1)[:3]
    )
    return b"RIFF" + struct.pack("<I", len(part) + 4) + b"WEBP" + part


def gif(width: int, height: int, before: bytes = b"") -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0" + before + b"," + bytes(4) + b"\1\0\1\0\0\2\0;"


def bmp(width: int, height: int, compression: int) -> bytes:
    return (
        b"BM" + bytes(12) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, compression, 0, 0, 0, 0, 0) + bytes(64)
    )


MOST_CALLS = 1_000_000  # a header of 50,000 small pieces takes 300,000, of 256 kB in single bytes 800,000
BOMBS = {
    "png of 10 gigapixels": (png(100_000, 100_000, depth=1), "10,000 megapixels"),
    "png of 800 megabytes": (png(10_000, 10_000, depth=16, colours=6), "100 megapixels of 64 bits, above 42"),
    "png of 119 megapixels": (png(11_900, 10_000), "119 megapixels; please choose one under 103 megapixels"),
    "png of small pieces": (png(8, 8, before=chunk(b"tEXt", b"a\0") * 60_000), "many small pieces"),
    "png with a long text": (png(8, 8, before=chunk(b"tEXt", b"a\0" + b"x" * 9_000_000) * 2), "long description"),
    "jpeg of two thousand scans": (jpeg(scans=2000), "layers"),
    "jpeg of large scans": (jpeg(side=3000, scans=300), "layers of 9 megapixels"),
    "jpeg with exif in pieces": (jpeg(segment(0xE1, b"Exif\0\0" + bytes(700)) * 3000), "long description"),
    "jpeg of 4 gigapixels": (b"\xff\xd8" + segment(0xC0, b"\x08\xff\xff\xff\xff\1\1\x11\0") + segment(0xDA, bytes(6)),
                             "megapixels"),
    "tiff of tags that share": (tiff([(40000 + i, 3, 90_000, 200) for i in range(300)]), "larger than the file"),
    "tiff of thousands of tags": (tiff([(30000 + i, 3, 1, 1) for i in range(3000)]), "many small pieces"),
    "tiff of a large tile": (tiff([(322, 4, 1, 60_000), (323, 4, 1, 60_000)]), "larger than the picture"),
    "tiff of 32 bits": (tiff([(256, 4, 1, 10_000), (257, 4, 1, 10_000), (258, 3, 1, 32)]), "100 megapixels of 32 bits"),
    "tiff of six colours": (
        tiff([(256, 4, 1, 10_000), (257, 4, 1, 10_000), (258, 3, 3, 400), (277, 3, 1, 6)], shorts=(400, 8, 8, 8)),
        "100 megapixels of 48 bits",
    ),
    "tiff of 16 gigapixels": (tiff([(256, 4, 1, 130_000), (257, 4, 1, 130_000)]), "16,900 megapixels"),
    "webp of 268 megapixels": (webp(16384, 16384), "268 megapixels; please choose one under 40 megapixels"),
    "gif of 4 gigapixels": (gif(65535, 65535), "4,295 megapixels"),
    "gif of comments": (gif(8, 8, b"!\xfe" + b"\1a" * 200_000 + b"\0"), "long description"),
    "gif of nothing": (gif(8, 8, b"\1" * 300_000), "long description"),
    "bmp of runs": (bmp(5000, 5000, 1), "many runs"),
    "bmp of wide runs": (bmp(1_000_000, 1, 2), "many runs"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_by_their_headers(file, refused, undecoded, name):
    data, says = BOMBS[name]
    path = file("a.jpg", data)
    assert calls_of(lambda: refused(says, read_photo, path, size=256)) < MOST_CALLS


def test_a_large_jpeg_that_is_much_too_long_is_refused(file, refused, undecoded):
    data = saved(Image.new("L", (16, 16)), "JPEG")
    path = file("a.jpg", data)
    with path.open("r+b") as grown:
        grown.truncate(129 * 1024**2)
    refused("129 MB, which is much for a JPEG", read_photo, path, size=64)


@pytest.mark.parametrize("depth", [8, 16])
def test_what_scanners_make_is_let_in(file, depth):
    """A4 at 600 dpi in three colours; and with 16 bits."""
    assert photo.measure_photo(file("a.png", png(4960, 7016, depth=depth, colours=2))) == ("png", 4960, 7016)
    tags = [(256, 4, 1, 4960), (257, 4, 1, 7016), (258, 3, 3, 400), (277, 3, 1, 3)]
    assert photo.measure_photo(file("a.tif", tiff(tags, shorts=(400, depth, depth, depth)))) == ("tiff", 4960, 7016)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF"])
def test_of_a_thousand_frames_only_the_first_ones_are_read(file, kind):
    """Of a TIFF's pages, as many as are compared."""
    frames = [Image.new("L", (64, 64), i % 256) for i in range(1000)]
    few = MOST_PAGES if kind == "TIFF" else 2
    two, thousand = (saved(frames[0], kind, save_all=True, append_images=frames[1:count]) for count in (few, 1000))
    assert read_photo(file("a", thousand), size=64).shape == (64, 64, 3)

    def decode(data):
        answer = io.BytesIO()
        child._answer(child.PIXELS, kind.encode(), 64, 64**2, 0, data, answer, ())
        assert len(answer.getvalue()) == child.ANSWER.size + 64 * 64 * 3

    decode(two)  # what is imported on the way
    assert calls_of(lambda: decode(thousand)) <= calls_of(lambda: decode(two)) + 10


@pytest.mark.slow
def test_profiles_and_texts_that_unpack_to_gigabytes(file):
    """Pillow unpacks a megabyte of each, and stops."""
    packed = zlib.compress(bytes(20_000_000), 9)
    before = (
        chunk(b"iCCP", b"a\0\0" + packed) + chunk(b"zTXt", b"b\0\0" + packed) + chunk(b"iTXt", b"c\0\1\0\0\0" + packed)
    )
    try:
        assert read_photo(file("a.png", png(8, 8, before=before)), size=64).shape == (8, 8, 3)
    except UserError as error:
        assert "damaged" in error.sentence()


@pytest.mark.slow
@pytest.mark.parametrize("orientation", [0, 9, 77, 65535])
def test_an_orientation_that_is_none_changes_nothing(file, orientation):
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    assert read_photo(file("a.jpg", saved(Image.new("RGB", (60, 40)), "JPEG", exif=tags)), size=64).shape == (40, 60, 3)


@pytest.mark.parametrize(
    "tags", [b"", b"II*\0", b"II*\0\x08\0\0\0" + b"\xff" * 40_000, b"II*\0\0\0\0\0" * 5000, bytes(60_000)]
)
def test_wild_tags_do_not_make_a_picture_useless(file, tags):
    data = saved(Image.new("RGB", (60, 40)), "JPEG")
    data = data[:2] + segment(0xE1, b"Exif\0\0" + tags) + data[2:]
    assert read_photo(file("a.jpg", data), size=64).shape == (40, 60, 3)


@pytest.mark.slow
@pytest.mark.parametrize("tail", [b"PK\x05\x06" + bytes(18), b"<html><script>alert(1)</script>", b"%PDF-1.7\n%%EOF"])
def test_two_files_at_once_are_the_picture_alone(file, tmp_path, tail):
    """And its clean copy has nothing of the other."""
    data = saved(Image.new("RGB", (60, 40), "red"), "JPEG", comment=tail)
    path, copy = file("a.html", data + tail), tmp_path / "clean.png"
    write_photo(path, copy, size=64)
    assert tail[:9] not in copy.read_bytes() and copy.read_bytes().startswith(b"\x89PNG")
    assert (read_photo(copy, size=64) == read_photo(path, size=64)).all()


def test_a_number_that_has_no_room_in_its_tag_is_no_size(file, refused):
    refused("damaged", read_photo, file("a.tif", tiff([(256, 16, 1, 8)])), size=64)


@pytest.mark.slow
def test_a_picture_cut_off_anywhere_is_a_sentence(file, refused):
    for data in seeds.pictures()[:12]:
        for end in (5, 20, 60, len(data) // 2):
            refused("damaged|not a picture|megapixels", read_photo, file("a.jpg", data[:end]), size=64)


def test_a_file_that_grows_while_it_is_read_is_the_file_that_was_checked(file, monkeypatch):
    path = file("a.png", png(32, 32))
    measure_picture = photo.measure_picture

    def exchanged(handle, kind):
        path.unlink()
        path.write_bytes(png(100_000, 100_000))
        return measure_picture(handle, kind)

    monkeypatch.setattr(photo, "measure_picture", exchanged)
    assert read_photo(path, size=64).shape == (32, 32, 3)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1", "CMYK", "I;16", "F"])
def test_bands_are_the_same_as_the_whole(monkeypatch, mode):
    draw = np.random.default_rng(0)
    grey = Image.fromarray(np.sort(draw.integers(0, 60_000, (97, 61)).astype(np.uint16)))
    if mode in ("I;16", "F"):
        picture = grey if mode == "I;16" else Image.fromarray(np.asarray(grey, np.float32))
    else:
        colours = 4 if mode in ("RGBA", "CMYK") else 3
        picture = Image.fromarray(draw.integers(0, 255, (97, 61, colours), np.uint8)).convert(mode)
    whole = pixels.rgb_pixels(picture, 200, None)
    assert whole.shape == (96, 60, 3)
    monkeypatch.setattr(depth, "BAND", 61 * 10)
    assert (pixels.rgb_pixels(picture, 200, None) == whole).all()
    small = pixels.rgb_pixels(picture, 20, None)
    assert small.shape == (20, 12, 3) and abs(small.mean() - whole.mean()) < 3
