"""A coloured photograph keeps its colours; toned paper is no colour; a loss of colours is measured."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.__main__ import main
from revive.restore import restore
from revive.restore.colour_difference import colour_difference
from revive.restore.colour_state import ColourState, colour_state
from revive.restore.restore import OWN_COLOURS
from revive.training.restore.old_colours import faded, tinted, toned
from tests.answers import FAMILY


def grey_of(image: np.ndarray) -> np.ndarray:
    return np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


@pytest.mark.parametrize("who", ["hopper", "smiling"])
def test_a_cast_is_no_colour_and_colours_are_found(who, request):
    image = request.getfixturevalue(f"{who}_portrait").image
    assert colour_state(image) is ColourState.FULL
    grey = grey_of(image)
    assert colour_state(grey) is ColourState.NONE
    assert colour_state((grey * np.array([1.0, 0.86, 0.62])).astype(np.uint8)) is ColourState.NONE  # sepia
    assert colour_state((grey * np.array([0.7, 0.9, 1.0])).astype(np.uint8)) is ColourState.NONE  # cyan
    light = grey.astype(np.float32)
    assert colour_state((light + 0.25 * (image - light)).clip(0, 255).astype(np.uint8)) is not ColourState.NONE


def test_most_old_prints_are_taken_for_what_they_are(hopper_portrait):
    draw, image = np.random.default_rng(0), hopper_portrait.image
    old = [colour_state(toned(image, draw)) for _ in range(4)]
    assert old.count(ColourState.NONE) == 4
    own = [colour_state(work(image, draw)) for work in (faded, tinted) for _ in range(3)]
    assert own.count(ColourState.NONE) <= 1


def test_a_small_uniform_picture_has_no_colour():
    assert colour_state(np.full((9, 5, 3), (200, 180, 90), np.uint8)) is ColourState.NONE


@pytest.mark.slow
@pytest.mark.parametrize(("share", "state"), [(1.0, ColourState.FULL), (0.2, ColourState.WEAK)])
def test_a_picture_with_colours_of_its_own_is_left_alone(hopper_portrait, tmp_path, share, state):
    light = grey_of(hopper_portrait.image).astype(np.float32)
    Image.fromarray((light + share * (hopper_portrait.image - light)).astype(np.uint8)).save(tmp_path / "a.png")
    done = restore(
        tmp_path / "a.png", crop=False, scratches=False, clean=False, tones=False, colour=0.8, consent=FAMILY
    )
    assert done.notes == (OWN_COLOURS[state],)
    assert done.steps == () and np.array_equal(done.picture, done.before)


@pytest.mark.slow
def test_the_command_says_so_in_one_line(hopper_portrait, tmp_path, capsys):
    Image.fromarray(hopper_portrait.image).save(tmp_path / "a.png")
    told = ["--colourise", "--tones", "--relation", "her son", "--basis", "family", "--adult"]
    assert main(["restore", str(tmp_path / "a.png"), "--out", str(tmp_path / "b.png"), *told]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in lines if "colours of its own" in line] == [OWN_COLOURS[ColourState.FULL].text()]
    assert any("tones" in line and "difference of colours" in line and "on the face" in line for line in lines)


def test_a_loss_of_colours_shows_and_none_is_nought(hopper_portrait):
    image, landmarks = hopper_portrait.image, hopper_portrait.face.landmarks
    same = colour_difference(image, image, landmarks)
    assert (same.picture, same.face) == (0.0, 0.0)
    lost = colour_difference(image, cv2.resize(grey_of(image), None, fx=2, fy=2), landmarks)
    assert lost.face is not None and lost.face > 5
    assert colour_difference(image, image).face is None
