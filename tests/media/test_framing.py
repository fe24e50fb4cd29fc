"""Turning and cutting a photograph: the right part the right way up, and one sentence for what cannot be cut."""

import numpy as np
import pytest
from PIL import Image

from revive import UserError
from revive.media.framing import Edges, frame_photo


@pytest.fixture
def photo(tmp_path):
    """A picture of 200x100 pixels: its left half red, the right half blue, and a white stripe at the top."""
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:, :100, 0] = picture[:, 100:, 2] = 255
    picture[:10] = 255
    Image.fromarray(picture).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def framed(photo, **how) -> np.ndarray:
    out = photo.with_name("framed.png")
    frame_photo(photo, out, **how)
    with Image.open(out) as picture:
        return np.asarray(picture)


def test_a_quarter_to_the_left_brings_the_right_side_to_the_top(photo):
    turned = framed(photo, quarters=1)
    assert turned.shape == (200, 100, 3)
    assert (turned[0, -1], turned[-1, -1]) == (pytest.approx([0, 0, 255]), pytest.approx([255, 0, 0]))
    assert turned[:, :10].min() == 255  # what was at the top is at the left
    assert np.array_equal(framed(photo, quarters=4), framed(photo))


def test_what_is_kept_lies_between_the_edges(photo):
    kept = framed(photo, edges=Edges.read("0.5,0.1,1,0.8"))
    assert kept.shape == (70, 100, 3) and np.array_equal(np.unique(kept.reshape(-1, 3), axis=0), [[0, 0, 255]])


def test_it_stands_upright_by_its_tag(photo, tmp_path):
    with Image.open(photo) as picture:
        tag = Image.Exif()
        tag[0x0112] = 8  # the camera was held on its side
        picture.convert("RGB").save(tmp_path / "tagged.jpg", exif=tag, quality=95)
    assert framed(tmp_path / "tagged.jpg").shape == (200, 100, 3)


@pytest.mark.parametrize("text", ["", "0,0,1", "0,0,1,x", "0.6,0,0.4,1", "-0.1,0,1,1", "0,0,1,1.1", "nan,0,1,1"])
def test_edges_that_make_no_frame(text):
    with pytest.raises(UserError, match="draw a frame"):
        Edges.read(text)


def test_too_little_would_be_left(photo):
    with pytest.raises(UserError, match="Only 20x100 pixels"):
        framed(photo, edges=Edges.read("0.4,0,0.5,1"))
