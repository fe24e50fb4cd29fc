"""The right face is found, measured well, and refused when it cannot be used."""

import dataclasses

import numpy as np
import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.direction import Direction
from revive.face.mesh import eye_distance
from revive.portrait import make_portrait, make_portraits, number_faces


def _paste(tmp_path, photo, places, size=(900, 600)):
    """A group photograph: the picture pasted at each (left, top, height)."""
    group = Image.new("RGB", size, (120, 130, 140))
    with Image.open(photo) as picture:
        for left, top, height in places:
            scaled = picture.resize((round(picture.width * height / picture.height), height))
            group.paste(scaled, (left, top))
    group.save(tmp_path / "group.png")
    return tmp_path / "group.png"


def test_the_face_is_where_it_is(hopper_portrait):
    left, top, right, bottom = hopper_portrait.face.box
    assert 165 < left < 180 and 345 < right < 365 and 120 < top < 145 and 325 < bottom < 345
    assert hopper_portrait.face.landmarks.shape == (478, 3)
    assert hopper_portrait.face.scores.shape == (52,)
    assert hopper_portrait.face.turn < 10
    assert 65 < eye_distance(hopper_portrait.face.landmarks[:, :2]) < 90


@pytest.mark.slow
def test_several_faces_are_numbered_the_largest_first(tmp_path, hopper):
    photo = _paste(tmp_path, hopper, [(20, 20, 260), (480, 60, 480)])
    portrait = make_portrait(photo)
    assert len(portrait.faces) == 2
    assert portrait.face.box[0] > 480  # the larger one
    other = make_portrait(photo, face=2)
    assert other.face.box[2] < 300
    preview = number_faces(other)
    assert preview.shape == other.image.shape
    changed = (preview != other.image).any(axis=2)
    assert changed.any() and changed.mean() < 0.2
    with pytest.raises(UserError, match="from 1 to 2"):
        make_portrait(photo, face=3)
    both = make_portraits(photo, (2, 1))
    assert [one.chosen for one in both] == [1, 0] and both[0].image is both[1].image
    across = min(other.face.box[2] - other.face.box[0], other.face.box[3] - other.face.box[1])
    with pytest.raises(UserError, match=r"Face 2: The face is only .* at least 64"):  # whose it is, of several
        make_portraits(photo, (1, 2), size=round(56 / across * max(other.image.shape)))


@pytest.mark.slow
def test_faces_that_cannot_be_used_are_refused(tmp_path, hopper):
    Image.new("RGB", (300, 300), (200, 180, 160)).save(tmp_path / "wall.png")
    with pytest.raises(UserError, match="No face"):
        make_portrait(tmp_path / "wall.png")
    with pytest.raises(UserError, match="at least 64"):
        make_portrait(_paste(tmp_path, hopper, [(50, 30, 150)], size=(240, 220)))


def test_a_face_turned_away_is_refused(hopper_portrait):
    from revive.portrait.make import _check_face

    _check_face(dataclasses.replace(hopper_portrait.face, turn=45.0))
    with pytest.raises(UserError, match="about 63 degrees"):
        _check_face(dataclasses.replace(hopper_portrait.face, turn=63.0))


@pytest.mark.slow
def test_turn_is_measured_on_the_face(hopper_portrait, tmp_path):
    """The drawn head turned by ten degrees is seen turned further."""
    from revive.animator import animate
    from revive.motion.motion import Motion

    turned = np.array([[0, 10, 0]], np.float32)
    zeros = [np.zeros((1, *shape), np.float32) for shape in ((52,), (), (2,), ())]
    (frame,) = animate(hopper_portrait, Motion(25.0, zeros[0], zeros[1], turned, zeros[2], zeros[3]))
    Image.fromarray(frame).save(tmp_path / "turned.png")
    assert make_portrait(tmp_path / "turned.png").face.turn > hopper_portrait.face.turn + 3


def test_black_and_white_and_faded_prints_work(tmp_path, hopper):
    with Image.open(hopper) as picture:
        grey = np.asarray(picture.convert("L"), np.float32)
    noise = np.random.default_rng(0).normal(0, 12, grey.shape)
    Image.fromarray((grey * 0.5 + 90 + noise).clip(0, 255).astype(np.uint8)).save(tmp_path / "old.png")
    assert make_portrait(tmp_path / "old.png").face.box == pytest.approx((172, 132, 355, 335), abs=10)


@pytest.mark.slow
def test_light_changes_the_picture_as_it_says(hopper):
    def colours(light):
        return make_portrait(hopper, direction=Direction(light=light)).image.reshape(-1, 3).astype(float)

    plain, golden, cool, grey = (colours(x) for x in ("as it is", "golden hour", "cool", "black and white"))
    warmth = [(c[:, 0] - c[:, 2]).mean() for c in (cool, plain, golden)]
    assert warmth[0] + 5 < warmth[1] and warmth[1] + 5 < warmth[2]
    assert np.abs(grey - grey.mean(axis=1, keepdims=True)).max() < 2
    assert np.array_equal(plain, make_portrait(hopper).image.reshape(-1, 3))


@pytest.mark.slow
def test_background_is_changed_and_the_face_is_not(hopper):
    plain = make_portrait(hopper)
    left, top, right, bottom = plain.face.box
    inner = slice(top + 40, bottom - 40), slice(left + 40, right - 40)
    wall = slice(100, 260), slice(430, 500)
    for background in ("softened", "dimmed"):
        image = make_portrait(hopper, direction=Direction(background=background)).image
        assert np.abs(image[inner].astype(int) - plain.image[inner]).max() <= 2
    assert image[wall].mean() < 0.7 * plain.image[wall].mean()
