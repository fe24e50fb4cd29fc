"""The shipped colouriser: skin is skin, not one colour over everything; never unasked, as strong as was asked."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.restore import restore
from revive.restore.colour import colourise
from tests.answers import FAMILY


@pytest.fixture(scope="module", params=["hopper", "smiling"])
def portrait(request):
    return request.getfixturevalue(f"{request.param}_portrait")


def grey_of(image: np.ndarray) -> np.ndarray:
    return np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def colours(image: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 1:]


@pytest.mark.slow
def test_nearer_to_the_truth_than_one_colour_everywhere(portrait):
    left, top, right, bottom = portrait.face.box
    true, made = (
        colours(image)[top:bottom, left:right] for image in (portrait.image, colourise(grey_of(portrait.image)))
    )
    error = np.linalg.norm(made - true, axis=2).mean()
    assert error < np.linalg.norm(true, axis=2).mean()  # grey
    assert error < np.linalg.norm(true - np.array([6.0, 8.0]), axis=2).mean()  # a faint sepia all over


@pytest.mark.slow
def test_skin_is_warm_and_lips_are_redder(portrait):
    made, points = colours(colourise(grey_of(portrait.image))), portrait.face.landmarks[:, :2]

    def at(*numbers: int) -> np.ndarray:
        return np.median([made[int(points[i, 1]), int(points[i, 0])] for i in numbers], axis=0)

    cheek, lips = at(50, 280, 205, 425), at(17, 314, 84, 0)
    assert cheek.min() > 4  # red and yellow
    assert lips[0] > cheek[0] - 1


@pytest.mark.slow
def test_only_when_asked_and_the_face_stays(portrait, tmp_path):
    Image.fromarray(grey_of(portrait.image)).save(tmp_path / "grey.png")
    assert np.ptp(restore(tmp_path / "grey.png", consent=FAMILY).picture.astype(int), axis=2).max() <= 1
    done = restore(tmp_path / "grey.png", scratches=False, clean=False, tones=False, colour=0.8, consent=FAMILY)
    assert [(step.name, step.kept) for step in done.steps] == [("colour", True)]
    assert np.ptp(done.picture.astype(int), axis=2).mean() > 5
    assert done.likeness is not None and done.likeness > 0.6


@pytest.mark.slow
def test_what_is_behind_somebody_stays_nearly_grey(portrait):
    made = colours(colourise(grey_of(portrait.image)))
    left, top, right, bottom = portrait.face.box
    face, behind = (np.linalg.norm(part, axis=2).mean() for part in (made[top:bottom, left:right], made[:60, -60:]))
    assert behind < 0.5 * face
