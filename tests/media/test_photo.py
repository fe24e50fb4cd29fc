"""Photographs from outside are read upright and within limits, or refused in a sentence."""

import numpy as np
import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.media.limits import MOST_PIXELS
from revive.media.photo import read_mask, read_photo


def _picture(width=60, height=40):
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (0, 0, width // 2, height))
    return picture


@pytest.mark.slow
def test_sizes_are_even_and_at_most_as_asked(tmp_path):
    _picture(1001, 777).save(tmp_path / "a.png")
    image = read_photo(tmp_path / "a.png", size=500)
    assert image.shape == (388, 500, 3)
    assert read_photo(tmp_path / "a.png", size=1280).shape == (776, 1000, 3)


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("side", [128, 129, 130, 131, 727])
def test_no_side_is_longer_than_an_odd_size(tmp_path, side):
    Image.new("RGB", (973, 600)).save(tmp_path / "photo.png")
    height, width = read_photo(tmp_path / "photo.png", size=side).shape[:2]
    assert side - 1 <= width <= side and height % 2 == width % 2 == 0


def test_upright_by_exif(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned; top is at the right
    _picture().save(tmp_path / "a.jpg", exif=exif, quality=95)
    image = read_photo(tmp_path / "a.jpg", size=1280)
    assert image.shape == (60, 40, 3)
    assert image[5, 20, 2] > 200 and image[55, 20, 0] > 200  # what was left is now on top


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "CMYK", "1", "I;16"])
def test_every_mode_becomes_rgb(tmp_path, mode):
    name = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    grey = Image.fromarray(np.linspace(0, 65535, 40 * 60).reshape(40, 60).astype(np.uint16))
    (grey if mode == "I;16" else _picture().convert(mode)).save(name)
    image = read_photo(name, size=1280)
    assert image.dtype == np.uint8 and image.shape == (40, 60, 3)
    assert image.max() > 60


def test_transparency_is_laid_on_white(tmp_path):
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert (read_photo(tmp_path / "a.png", size=1280) == 255).all()


def _refusal(path):
    with pytest.raises(UserError) as refused:
        read_photo(path, size=1280)
    sentence = str(refused.value)
    assert sentence.endswith(".") and "\n" not in sentence and refused.value.sentence("zh")
    return sentence


def test_refusals_say_what_is_wrong(tmp_path):
    (tmp_path / "a.jpg").write_text("this is a letter, not a photograph")
    assert "not a picture" in _refusal(tmp_path / "a.jpg")
    (tmp_path / "b.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert "not a picture" in _refusal(tmp_path / "b.svg")
    assert "could not be found" in _refusal(tmp_path / "missing.jpg")
    _picture(400, 300).save(tmp_path / "whole.jpg")
    (tmp_path / "cut.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:700])
    assert "damaged" in _refusal(tmp_path / "cut.jpg")


@pytest.mark.slow
def test_two_hundred_megapixels_are_refused_without_being_decoded(tmp_path):
    side = 14_200
    assert side * side > MOST_PIXELS["png"]
    Image.new("1", (side, side)).save(tmp_path / "huge.png")
    assert "megapixels" in _refusal(tmp_path / "huge.png")


def _painted(mode: str, size=(60, 40)) -> Image.Image:
    """Its left third is painted."""
    ground, paint = {"RGBA": ((0, 0, 0, 0), (255, 59, 48, 255)), "LA": ((0, 0), (90, 255))}.get(mode, (0, 255))
    picture = Image.new(mode, size, ground)
    picture.paste(paint, (0, 0, size[0] // 3, size[1]))
    return picture


@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "1"])
def test_a_mask_is_what_was_painted(tmp_path, mode):
    """On transparent ground whatever its colour, on black what is bright."""
    _painted(mode).save(tmp_path / "a.png")
    mask = read_mask(tmp_path / "a.png", (60, 40))
    assert mask.dtype == bool and mask.shape == (40, 60)
    assert mask[:, :20].all() and not mask[:, 20:].any()


def test_a_mask_that_is_nowhere_transparent_is_what_is_bright(tmp_path):
    _painted("L").convert("RGBA").save(tmp_path / "a.png")
    mask = read_mask(tmp_path / "a.png", (60, 40))
    assert mask[:, :20].all() and not mask[:, 20:].any()


def test_an_empty_mask_marks_nothing(tmp_path):
    Image.new("RGBA", (60, 40)).save(tmp_path / "a.png")
    assert not read_mask(tmp_path / "a.png", (60, 40)).any()


@pytest.mark.parametrize("size", [(30, 20), (120, 80), (1200, 800)])
def test_a_mask_is_brought_to_the_size_of_the_picture(tmp_path, size):
    _painted("RGBA", size).save(tmp_path / "a.png")
    mask = read_mask(tmp_path / "a.png", (60, 40))
    assert mask.shape == (40, 60) and mask[:, :19].all() and not mask[:, 21:].any()


@pytest.mark.slow
def test_masks_that_are_none(tmp_path):
    _painted("L", (60, 60)).save(tmp_path / "square.png")
    with pytest.raises(UserError, match="60x60 pixels, the photograph 60x40"):
        read_mask(tmp_path / "square.png", (60, 40))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(UserError, match="damaged"):
        read_mask(tmp_path / "a.png", (60, 40))
    Image.new("1", (14_200, 14_200)).save(tmp_path / "huge.png")
    with pytest.raises(UserError, match="202 megapixels"):
        read_mask(tmp_path / "huge.png", (60, 40))
