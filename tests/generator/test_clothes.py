"""The jacket becomes what is asked for, with its folds; the shirt and the skin do not."""

import cv2
import numpy as np
import pytest

from revive.generator.clothes import CLOTHS, coloured
from revive.generator.wish import read_wish


def lab(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture.astype(np.float32), cv2.COLOR_RGB2LAB)


@pytest.fixture
def dressed() -> tuple[np.ndarray, np.ndarray]:
    """(120, 160, 3) skin, below it a dark jacket with folds, and in its middle a white shirt; where clothes are."""
    picture = np.full((120, 160, 3), (0.8, 0.6, 0.5), np.float32)
    folds = 0.12 + 0.04 * np.sin(np.arange(160) / 5)
    picture[60:] = folds[None, :, None]
    picture[60:, 70:90] = 0.92
    return picture, np.where(np.arange(120)[:, None] >= 60, 1.0, 0.0) * np.ones((1, 160))


@pytest.mark.parametrize("colour", CLOTHS)
def test_the_largest_piece_has_the_colour_and_the_rest_stays(dressed, colour):
    picture, clothes = dressed
    changed = coloured(picture, clothes, colour)
    jacket, shirt, skin = np.s_[70:, 5:60], np.s_[70:, 76:84], np.s_[:50]
    asked = lab(np.array([[CLOTHS[colour]]]))[0, 0]
    assert np.linalg.norm(lab(changed)[jacket].reshape(-1, 3).mean(axis=0) - asked) < 12
    assert np.abs(changed[shirt] - picture[shirt]).max() < 0.03 and np.array_equal(changed[skin], picture[skin])


def test_folds_stay(dressed):
    picture, clothes = dressed
    lights = [lab(one)[100, 5:60, 0] for one in (picture, coloured(picture, clothes, "red"))]
    assert np.corrcoef(lights)[0, 1] > 0.95 and lights[1].std() > 0.5 * lights[0].std()


def test_without_clothes_nothing_changes(dressed):
    picture, clothes = dressed
    assert np.array_equal(coloured(picture, 0 * clothes, "red"), picture)


@pytest.mark.parametrize(
    ("words", "colour"),
    [
        ("in a dark blue suit", "dark blue"), ("wearing a red silk blouse", "red"), ("a gray jacket", "grey"),
        ("in a suit", ""), ("white hair, black suit", "black"), ("before a red wall", ""), ("blue eyes", ""),
    ],
)  # fmt: skip
def test_the_colour_is_read_from_the_words(words, colour):
    assert read_wish(words, 60).cloth == colour
