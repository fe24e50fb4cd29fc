"""A photograph in the frame: whole faces in every shape, and a depth that changes nothing before it moves."""

import functools

import cv2
import numpy as np
import pytest

from revive.film import Photograph, Story, Title, pictures, still_of
from revive.film.pictures import beside, lay_out, placed_on

SIZES = {"16:9": (320, 180), "4:3": (240, 180), "9:16": (180, 320)}


@pytest.fixture(scope="module")
def laid(hopper):
    """laid(size, **fields) -> the photograph, laid out; its faces are found once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "read_photograph", functools.cache(pictures.read_photograph))
        yield lambda size, **fields: lay_out(hopper, Photograph(photo=hopper, **fields), size)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("movement", ["in", "out", "along", "still"])
def test_no_face_is_cut_off(laid, size, movement):
    scenery = laid(size, movement=movement, zoom=3, depth=0)
    for share in np.linspace(0, 1, 5):
        (left, top, right, bottom), *_ = scenery.faces_in(share, size)
        assert left >= 0 and top >= 0 and right <= size[0] and bottom <= size[1]
        assert scenery.draw(share, size).shape == (size[1], size[0], 3)


@pytest.mark.slow
@pytest.mark.parametrize(("aspect", "size"), [("16:9", (3840, 2160)), ("4:3", (2880, 2160)), ("9:16", (2160, 3840))])
def test_a_frame_of_4k_shows_the_same_as_a_small_one(laid, aspect, size):
    assert Story(size="4K", aspect=aspect).frame_size == size
    small = SIZES[aspect]
    large, seen = (laid(one, movement="out", depth=0).draw(0.3, one) for one in (size, small))
    assert large.shape == (size[1], size[0], 3)
    reduced = cv2.resize(large, small, interpolation=cv2.INTER_AREA)
    soft, other = (cv2.blur(one, (9, 9)).astype(int) for one in (reduced, seen))  # the small one has coarser grain
    assert np.abs(soft - other).mean() < 3  # grey levels; a shift by two pixels gives 6


@pytest.mark.slow
def test_depth_changes_nothing_before_it_moves_and_little_after(laid):
    size = SIZES["16:9"]
    deep, flat = laid(size, depth=1), laid(size, depth=0)
    assert deep.people is not None and flat.people is None
    first, last = (np.abs(deep.draw(t, size).astype(int) - flat.draw(t, size)) for t in (0, 1))
    assert first.mean() < 0.5 and np.percentile(first, 99) < 8
    assert 0.3 < last.mean() < 6


def test_what_is_beside_a_picture_is_dark_and_blurred():
    rng = np.random.default_rng(0)
    picture = rng.integers(100, 255, (90, 60, 3), np.uint8)
    frame = placed_on(picture, (160, 90))
    assert np.array_equal(frame[:, 50:110], picture)
    assert frame[:, :40].mean() < 0.6 * picture.mean() and frame[:, :40].std() < 0.2 * picture.std()
    assert np.array_equal(placed_on(picture, (160, 90), beside(picture, (160, 90))), frame)


def test_a_still_of_a_title_has_its_words_in_every_script():
    for text in ("Ruth", "奶奶 👵", "שלום", "مع السلامة", "नमस्ते"):
        story = Story(aspect="4:3", scenes=(Title(text=text),))
        with_words, without = (still_of(s, 0) for s in (story, Story(aspect="4:3", scenes=(Title(text=" "),))))
        assert with_words.shape == (360, 480, 3) and (with_words.astype(int) - without).max() > 120
