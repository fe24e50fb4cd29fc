"""Scratches and dust are found and filled; what only looks like them is left; a border is taken away."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.restore import restore
from revive.restore.borders import border_of, trim
from revive.restore.scratches import find_scratches
from revive.training.restore.damage import damaged
from tests.answers import FAMILY


@pytest.fixture
def torn(hopper_portrait):
    """A sound portrait and the same with damage drawn on it, grey as prints are; and where."""
    light = cv2.cvtColor(hopper_portrait.image, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    draw, after, mask = np.random.default_rng(5), light, np.zeros(light.shape, bool)
    for _ in range(2):
        after, more = damaged(after, draw)
        mask |= more
    return *(np.repeat((255 * part + 0.5).astype(np.uint8)[..., None], 3, axis=2) for part in (light, after)), mask


@pytest.mark.slow
def test_most_of_the_damage_is_found_and_little_else(torn):
    sound, broken, mask = torn
    assert mask.sum() > 500
    found = find_scratches(broken)
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (found & mask).sum() > 0.5 * mask.sum()
    assert (found & ~wide).mean() < 0.01
    assert find_scratches(sound).mean() < 0.01


@pytest.mark.slow
def test_a_scratched_print_comes_nearer_to_what_it_was(torn, tmp_path):
    sound, broken, mask = torn
    Image.fromarray(broken).save(tmp_path / "print.png")
    done = restore(tmp_path / "print.png", crop=False, clean=False, tones=False, consent=FAMILY)
    assert [(step.name, step.kept) for step in done.steps] == [("scratches", True)]
    before, after = (np.abs(p.astype(float) - sound)[mask].mean() for p in (broken, done.picture))
    assert after < 0.5 * before
    assert done.likeness is not None and done.likeness > 0.8


def test_a_picture_of_something_else_is_left_alone():
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3)).astype(np.uint8)
    assert find_scratches(noise).mean() <= 0.25


@pytest.mark.parametrize("colour", [255, 12])
def test_a_border_is_taken_away_to_the_pixel_or_two(smiling_portrait, colour):
    image = (60 + 0.55 * smiling_portrait.image).astype(np.uint8)  # a dark edge on black could be either
    framed = cv2.copyMakeBorder(image, 30, 12, 25, 40, cv2.BORDER_CONSTANT, value=(colour,) * 3)
    assert np.abs(np.array(border_of(framed)) - [30, 40, 12, 25]).max() <= 3
    assert np.abs(np.array(trim(framed).shape[:2]) - image.shape[:2]).max() <= 6


def test_a_plain_wall_is_no_border(hopper_portrait):
    assert border_of(hopper_portrait.image) == (0, 0, 0, 0)
    wall = np.full((200, 150, 3), 235, np.uint8)
    cv2.ellipse(wall, (75, 130), (45, 60), 0, 0, 360, (150, 110, 90), -1)
    assert border_of(wall) == (0, 0, 0, 0)
