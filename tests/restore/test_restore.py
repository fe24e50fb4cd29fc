"""An old print is brought nearer to what it was, and stays the same person."""

import importlib
import json
import sys

import numpy as np
import pytest
from PIL import Image

from revive.__main__ import main
from revive.core.errors import UserError
from revive.restore import restore
from revive.restore.colour_state import ColourState, colour_state
from revive.restore.tone import calm, noise_of
from tests.answers import FAMILY

module = importlib.import_module("revive.restore.restore")  # the package's verb has the same name
OURSELVES = ("--relation", "her son", "--basis", "family", "--adult")


@pytest.fixture
def print_of(hopper_portrait, tmp_path):
    """print_of(work) -> the path of the photograph, cropped to the face, as `work` leaves it; and how it was."""
    left, top, right, bottom = hopper_portrait.face.box
    reach = (right - left) // 2
    crop = hopper_portrait.image[max(top - reach, 0) : bottom + reach, max(left - reach, 0) : right + reach]
    crop = np.ascontiguousarray(crop[: crop.shape[0] // 2 * 2, : crop.shape[1] // 2 * 2])

    def write(work=lambda image: image):
        path = tmp_path / "print.png"
        Image.fromarray(work(crop.astype(np.float32)).clip(0, 255).astype(np.uint8)).save(path)
        return path, crop

    return write


def away(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(float) - second).mean())


@pytest.mark.slow
def test_faded_tones_come_back(print_of):
    path, true = print_of(lambda image: (70 + 0.45 * image) * [1.08, 1.0, 0.85])
    done = restore(path, scratches=False, clean=False, consent=FAMILY)
    assert away(done.picture, true) < 0.6 * away(done.before, true)
    assert np.ptp(done.picture) > 1.5 * np.ptp(done.before)


@pytest.mark.slow
def test_a_child_is_not_restored_not_even_one_that_damage_hid(print_of, monkeypatch):
    path, true = print_of()
    monkeypatch.setattr("revive.face.age.chance_of_child", lambda picture, landmarks: 0.9)
    with pytest.raises(UserError, match="child"):
        restore(path, consent=FAMILY)
    monkeypatch.setattr(module, "laid_out", lambda photo, *, crop: (true, ()))
    with pytest.raises(UserError, match="child"):
        restore(path, scratches=False, clean=False, consent=FAMILY)
    monkeypatch.setattr(module, "find_faces", lambda picture: ())
    assert restore(path, scratches=False, clean=False, consent=FAMILY).likeness is None


@pytest.mark.slow
def test_a_good_photograph_hardly_changes(print_of):
    path, true = print_of()
    assert away(restore(path, consent=FAMILY).picture, true) < 6


@pytest.mark.slow
def test_sepia_keeps_its_tone(print_of):
    grey = np.array([0.299, 0.587, 0.114])
    path, _ = print_of(lambda image: (80 + 0.4 * image @ grey)[..., None] * [1.1, 1.0, 0.8])
    done = restore(path, scratches=False, clean=False, consent=FAMILY)
    assert colour_state(done.before) is colour_state(done.picture) is ColourState.NONE
    red, _, blue = done.picture.reshape(-1, 3).mean(axis=0)
    assert red > 1.15 * blue


@pytest.mark.slow
def test_grain_is_smoothed_and_the_face_stays(print_of):
    draw = np.random.default_rng(0)
    path, true = print_of(lambda image: image + draw.normal(0, 12, image.shape))
    done = restore(path, scratches=False, tones=False, consent=FAMILY)
    assert noise_of(done.picture) < 0.5 * noise_of(done.before)
    assert away(done.picture, true) < away(done.before, true)
    assert done.likeness is not None and done.likeness > 0.8


def test_what_is_clean_is_not_touched():
    smooth = np.tile(np.linspace(40, 200, 64, dtype=np.uint8)[:, None, None], (1, 64, 3))
    assert calm(smooth) is smooth


@pytest.mark.slow
def test_marked_damage_is_filled(print_of, tmp_path):
    def mask_of(image):
        mask = np.zeros(image.shape[:2], np.uint8)
        mask[:, image.shape[1] // 3 : image.shape[1] // 3 + 4] = 255
        return mask

    def scratch(image):
        return np.where(mask_of(image)[..., None] > 0, 250, image)

    path, true = print_of(scratch)
    marks = tmp_path / "marks.png"
    mask = mask_of(true)
    Image.fromarray(mask).save(marks)
    done = restore(path, scratches=False, clean=False, tones=False, damage=marks, consent=FAMILY)
    there = mask > 0
    assert away(done.picture[there], true[there]) < 0.3 * away(done.before[there], true[there])
    assert np.array_equal(done.picture[:, -20:], true[:, -20:])
    Image.fromarray(np.zeros((10, 300), np.uint8)).save(marks)
    with pytest.raises(UserError, match="same proportions"):
        restore(path, damage=marks, consent=FAMILY)
    Image.fromarray(np.zeros_like(mask)).save(marks)
    with pytest.raises(UserError, match="Nothing is marked"):
        restore(path, damage=marks, consent=FAMILY)


@pytest.mark.slow
def test_a_photograph_on_its_side_is_turned(print_of):
    path, true = print_of(lambda image: np.rot90(image))
    assert restore(path, scratches=False, clean=False, tones=False, consent=FAMILY).picture.shape == true.shape


@pytest.mark.slow
def test_a_step_that_changes_the_person_is_left_out(print_of, monkeypatch):
    module = sys.modules["revive.restore.restore"]  # the package has a function of that name
    monkeypatch.setattr(module, "calm", lambda image: np.full_like(image, 128))
    path, true = print_of()
    done = restore(path, scratches=False, tones=False, consent=FAMILY)
    assert [step.kept for step in done.steps] == [False]
    assert done.steps[0].likeness == -1
    assert np.array_equal(done.picture, true)


@pytest.mark.slow
def test_larger_keeps_the_picture_and_the_person(print_of, tmp_path, capsys):
    path, _ = print_of()
    with Image.open(path) as picture:
        small = picture.resize((96, 96 * picture.height // picture.width // 2 * 2))
    small.save(path)
    out = tmp_path / "large.png"
    assert main(["restore", str(path), *OURSELVES, "--out", str(out), "--upscale", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["width"], told["height"]) == (192, 2 * small.height)
    with Image.open(out) as large:
        again = np.asarray(large.resize(small.size, Image.Resampling.BOX))
    assert away(again, np.asarray(small)) < 6
    assert told["likeness"] is None or told["likeness"] > 0.5


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "r.txt"], "cannot be written as"),
        (["--out", "nowhere/r.png"], "no folder"),
        (["--out", "r.png", "--upscale", "3"], "2 or 4 times"),
    ],
)
def test_bad_input_is_one_sentence(arguments, says, print_of, capsys, monkeypatch, tmp_path):
    path, _ = print_of()
    monkeypatch.chdir(tmp_path)
    assert main(["restore", str(path), *OURSELVES, *arguments]) == 2
    error = capsys.readouterr().err
    assert says in error and "Traceback" not in error
    assert not (tmp_path / "r.png").exists()
