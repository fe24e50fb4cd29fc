"""HEIC, AVIF, JPEG 2000 and icons; and of several pictures in a file the photograph."""

import io

import numpy as np
import pytest
from PIL import Image

from revive import UserError
from revive.fuzz.heic import write_heic
from revive.media.photo import count_pages, measure_photo, read_photo
from tests.media.profiles import DISPLAY_P3, rgb_profile
from tests.media.test_colours import away, colours, in_srgb


def scene(width: int = 64, height: int = 48) -> np.ndarray:
    """Red at the left, blue at the right, a white bar at the top."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0], pixels[:, width // 2 :, 2], pixels[: height // 4] = 200, 200, 255
    return pixels


def saved(pixels: np.ndarray, kind: str, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def near(image: np.ndarray, truth: np.ndarray) -> bool:
    return image.shape == truth.shape and abs(image.astype(float) - truth).mean() < 8


@pytest.fixture(scope="module")
def heic() -> bytes:
    return write_heic([scene()])


@pytest.mark.parametrize("kind", ["AVIF", "JPEG2000", "ICO"])
def test_they_are_read(file, kind):
    size = {"sizes": [(16, 16), (64, 48)]} if kind == "ICO" else {}
    assert near(read_photo(file("a.jpg", saved(scene(), kind, **size)), size=64), scene())
    if kind == "JPEG2000":
        assert near(read_photo(file("a.jpg", saved(scene(), kind, no_jp2=True)), size=64), scene())


def test_a_picture_of_a_phone_is_read_under_any_name(file, heic):
    path = file("a.jpg", heic)
    assert measure_photo(path) == ("heic", 64, 48)
    assert near(read_photo(path, size=64), scene())


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_phone_that_was_turned_is_turned_once(file, quarters):
    """The property turns the picture; the tag says the same again, and does not turn it once more."""
    tags = Image.Exif()
    tags[0x0112] = {1: 8, 2: 3, 3: 6}[quarters]
    path = file("a.heic", write_heic([scene()], quarters=quarters, exif=tags.tobytes()[6:]))
    assert near(read_photo(path, size=64), np.rot90(scene(), quarters))


def test_an_avif_is_turned_by_its_tag(file):
    tags = Image.Exif()
    tags[0x0112] = 6
    assert near(read_photo(file("a.avif", saved(scene(), "AVIF", exif=tags)), size=64), np.rot90(scene(), 3))


@pytest.mark.slow
def test_the_colours_of_a_phone(file):
    pixels, profile = colours(0.5, tile=32), rgb_profile(DISPLAY_P3)
    truth = in_srgb(pixels, DISPLAY_P3, 2.2)
    for data in (write_heic([pixels], profile=profile), saved(pixels, "AVIF", icc_profile=profile, quality=100)):
        assert away(read_photo(file("a", data), size=64), truth) < 2 < away(pixels, truth)


@pytest.mark.slow
def test_of_two_pictures_the_larger_one_or_the_one_that_is_shown(file):
    small, other = scene(32, 32), 255 - scene()
    assert near(read_photo(file("a.heic", write_heic([small, scene()])), size=64), scene())
    path = file("b.heic", write_heic([scene(), other], primary=1))
    assert near(read_photo(path, size=64), other)
    assert count_pages(path) == 2 and near(read_photo(path, size=64, page=1), scene())


@pytest.mark.parametrize("kind", ["TIFF", "MPO"])
def test_a_thumbnail_that_comes_first_is_not_the_photograph(file, kind):
    data = saved(scene(16, 12), kind, save_all=True, append_images=[Image.fromarray(scene())])
    path = file("a", data)
    assert near(read_photo(path, size=64), scene())
    assert count_pages(path) == 2 and read_photo(path, size=64, page=1).shape == (12, 16, 3)


def test_a_page_is_turned_by_its_own_tag(file):
    from PIL import TiffImagePlugin

    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as pages:
        for pixels, orientation in ((scene(16, 12), 1), (scene(), 6)):
            Image.fromarray(pixels).save(pages, "TIFF", tiffinfo={0x0112: orientation})
            pages.newFrame()
    assert near(read_photo(file("a.tif", out.getvalue()), size=64), np.rot90(scene(), 3))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_has_its_first_moment_and_some_later_ones(file, kind):
    levels = [Image.new("L", (32, 32), 20 * i) for i in range(12)]
    path = file("a", saved(np.asarray(levels[0]), kind, save_all=True, append_images=levels[1:]))
    assert count_pages(path) == 5
    seen = [float(read_photo(path, size=32, page=page).mean()) for page in range(5)]
    assert seen[0] < 5 and seen == sorted(seen) and seen[-1] > 210


@pytest.mark.parametrize("page", [1, 3])
def test_a_page_that_is_not_there(file, page):
    path = file("a.png", saved(scene(), "PNG"))
    assert count_pages(path) == 1
    with pytest.raises(UserError, match="damaged"):
        read_photo(path, size=64, page=page)


def damaged(data: bytes, name: bytes, at: int, number: int) -> bytes:
    """With another number in a box."""
    start = data.index(name) + at
    return data[:start] + number.to_bytes(4, "big") + data[start + 4 :]


def test_sizes_that_cannot_be_are_refused_by_the_header(file, refused, undecoded, heic):
    jp2, avif = saved(scene(), "JPEG2000"), saved(scene(), "AVIF")
    for data in (damaged(heic, b"ispe", 8, 2_000_000), damaged(avif, b"ispe", 8, 2_000_000)):
        refused("96 megapixels", read_photo, file("a", data), size=64)
    wide = damaged(jp2, b"\xff\x4f\xff\x51", 8, 2_000_000)
    refused("small pieces", read_photo, file("a", wide), size=64)
    refused("96 megapixels", read_photo, file("a", damaged(wide, b"\xff\x4f\xff\x51", 24, 2_000_000)), size=64)
    refused("small pieces", read_photo, file("a", heic[:24] + b"\0\0\0\x08free" * 3000), size=64)


@pytest.mark.slow
def test_cut_off_anywhere_is_a_sentence(file, refused, heic):
    for data in (heic, saved(scene(), "AVIF"), saved(scene(), "JPEG2000")):
        for end in (14, 40, 100, len(data) // 2):
            refused("damaged|not a picture", read_photo, file("a.jpg", data[:end]), size=64)
