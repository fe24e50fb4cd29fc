"""Another wall and another framing, and the face is left as it is."""

import numpy as np
import pytest

from revive.generator import generate_portrait
from revive.generator.scene import WALLS, Scene, read_scene, set_scene
from tests.answers import FAMILY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("words", "scene"),
    [
        ("smiling, in front of a dark blue wall", Scene("dark blue", "")),
        ("close-up, gray background", Scene("grey", "close")),
        ("head and shoulders before a plain white backdrop", Scene("white", "bust")),
        ("a white studio background", Scene("white", "")),
        ("in a blue dress, with white hair", Scene()),
        ("", Scene()),
    ],
)
def test_what_is_asked(words, scene):
    assert read_scene(words) == scene


@pytest.mark.parametrize("wall", ["white", "dark blue", "green"])
def test_the_wall_is_behind_the_person(hopper_portrait, wall):
    image, landmarks = hopper_portrait.image, hopper_portrait.face.landmarks
    made = set_scene(image, landmarks, Scene(wall))
    asked = 255 * np.array(WALLS[wall])
    corner = np.median(made[: len(made) // 12, : len(made) // 12].reshape(-1, 3), axis=0)
    assert np.abs(corner - asked).max() < 0.25 * 255
    assert corner / corner.sum() == pytest.approx(asked / asked.sum(), abs=0.02)
    left, top, right, bottom = hopper_portrait.face.box
    inner = (
        slice(top + (bottom - top) // 5, bottom - (bottom - top) // 5),
        slice(left + (right - left) // 5, right - (right - left) // 5),
    )
    assert np.abs(made[inner].astype(int) - image[inner]).max() <= 1


def test_closer(hopper_portrait):
    image, landmarks = hopper_portrait.image, hopper_portrait.face.landmarks
    tall = np.ptp(landmarks[:, 1])
    close, bust = (set_scene(image, landmarks, Scene("", framing)) for framing in ("close", "bust"))
    assert tall < len(close) < len(bust) < len(image)
    assert close.shape[1] / close.shape[0] == pytest.approx(image.shape[1] / image.shape[0], rel=0.02)


def test_by_words_in_two_languages_the_person_stays(hopper):
    plain = generate_portrait("a gentle smile", photo=hopper, seed=1, consent=FAMILY)[0]
    for words in ("a gentle smile, close-up, dark grey background", "温柔的微笑，特写，深灰色背景"):
        (made,) = generate_portrait(words, photo=hopper, seed=1, consent=FAMILY)
        assert made.picture.shape[0] < plain.picture.shape[0]
        assert made.picture[:8, :8].mean() < 90
        assert made.likeness is not None and made.likeness > 0.8
