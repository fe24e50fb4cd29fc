"""A coloured photograph keeps its colours; toned paper is no colour; a loss of colours is measured."""

import json

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.__main__ import main
from revive.restore import restore
from revive.restore.colour_difference import colour_difference
from revive.restore.colour_state import ColourState, colour_state
from revive.restore.restore import OWN_COLOURS, RECOLOURED, TONED
from revive.training.restore.old_colours import faded, tinted, toned
from tests.answers import FAMILY

OURSELVES = ("--relation", "her son", "--basis", "family", "--adult")


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
    assert done.notes == (OWN_COLOURS[state], TONED)
    assert done.steps == () and np.array_equal(done.picture, done.before)


@pytest.mark.slow
def test_a_toned_print_that_is_taken_for_faded_is_coloured_when_one_insists(hopper_portrait, tmp_path, capsys):
    """Paper that yellowed in one half and toned in the other: no cast explains both, yet it has no colours."""
    grey = grey_of(hopper_portrait.image).astype(np.float32)
    half = np.linspace(0, 1, grey.shape[1])[:, None]
    stained = grey * (half * [1.0, 0.8, 0.72] + (1 - half) * [0.84, 1.0, 0.84])
    assert colour_state(stained.astype(np.uint8)) is not ColourState.NONE
    Image.fromarray(stained.astype(np.uint8)).save(tmp_path / "a.png")
    told = ["restore", str(tmp_path / "a.png"), "--out", str(tmp_path / "b.png"), "--json", *OURSELVES]
    assert main([*told, "--recolour"]) == 2 and "--colourise" in capsys.readouterr().err
    assert main([*told, "--colourise", "--recolour"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert notes == [RECOLOURED.text()]
    with Image.open(tmp_path / "b.png") as picture:
        restored = np.asarray(picture.convert("RGB"))
    light = cv2.cvtColor(stained.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0]
    assert np.abs(cv2.cvtColor(restored.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0] - light).mean() < 1.5
    left, top, right, bottom = hopper_portrait.face.box
    red, green, blue = restored[top:bottom, left:right].reshape(-1, 3).mean(axis=0)
    assert red > green > blue  # skin, whatever the paper was


@pytest.mark.slow
def test_the_command_says_so_in_one_line(hopper_portrait, tmp_path, capsys):
    Image.fromarray(hopper_portrait.image).save(tmp_path / "a.png")
    told = ["--colourise", "--tones", *OURSELVES]
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
