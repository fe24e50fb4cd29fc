"""A covered mouth is refused, and nothing else is: no mouth is drawn on fingers."""

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from revive import UserError
from revive.face import mesh
from revive.face.detection import find_faces
from revive.face.occlusion import COVERED, DOUBTFUL, covered_share
from revive.portrait import make_portrait

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def faces(hopper):
    """Hopper and the astronaut, (H, W, 3), and their landmarks."""
    pictures = np.asarray(Image.open(hopper).convert("RGB")), astronaut()[:300, 80:400]
    return [(picture, find_faces(picture)[0].landmarks) for picture in map(np.ascontiguousarray, pictures)]


def measures(landmarks: np.ndarray) -> tuple[np.ndarray, float]:
    """The middle of the mouth, and the distance of the eyes."""
    return landmarks[list(mesh.OUTER_LIPS), :2].mean(axis=0), mesh.eye_distance(landmarks[:, :2])


def at(middle: np.ndarray, unit: float, x: float, y: float) -> tuple[int, int]:
    """A place of the picture, in distances of the eyes from the middle of the mouth."""
    return round(float(middle[0] + unit * x)), round(float(middle[1] + unit * y))


def hand(picture: np.ndarray, middle: np.ndarray, unit: float) -> np.ndarray:
    """Four fingers of the colour of the cheek."""
    left, top = at(middle, unit, -0.1, -0.9)
    right, bottom = at(middle, unit, 0.1, -0.6)
    colour = np.median(picture[top:bottom, left:right], axis=(0, 1))
    for finger in range(4):
        y, shade = (finger - 1.5) * 0.26, (colour * (0.92 - 0.04 * finger)).tolist()
        ends = at(middle, unit, -0.7, y), at(middle, unit, 2, y + 0.1)
        cv2.line(picture, *ends, shade, round(0.24 * unit), cv2.LINE_AA)
    return picture


def mask(picture: np.ndarray, middle: np.ndarray, unit: float) -> np.ndarray:
    """Blue, pleated, from the nose to the chin."""
    shape = [(-0.8, -0.3), (0, -0.6), (0.8, -0.3), (0.7, 0.5), (0, 0.95), (-0.7, 0.5)]
    cv2.fillPoly(picture, [np.array([at(middle, unit, *corner) for corner in shape])], (150, 190, 215), cv2.LINE_AA)
    for fold in (-0.1, 0.15, 0.4):
        cv2.line(picture, at(middle, unit, -0.7, fold), at(middle, unit, 0.7, fold), (110, 150, 180), 2, cv2.LINE_AA)
    return picture


def cup(picture: np.ndarray, middle: np.ndarray, unit: float) -> np.ndarray:
    """White, with a rim."""
    cv2.rectangle(picture, at(middle, unit, -0.6, -0.2), at(middle, unit, 0.6, 1.1), (235, 232, 225), -1)
    axes = round(0.6 * unit), round(0.15 * unit)
    cv2.ellipse(picture, at(middle, unit, 0, -0.2), axes, 0, 0, 360, (205, 200, 190), -1)
    return picture


def microphone(picture: np.ndarray, middle: np.ndarray, unit: float) -> np.ndarray:
    """Dark, with a net and a handle."""
    cv2.line(picture, at(middle, unit, 0, 0), at(middle, unit, 0.3, 4), (30, 30, 32), round(0.3 * unit))
    cv2.circle(picture, at(middle, unit, 0, 0), round(0.48 * unit), (55, 55, 58), -1, cv2.LINE_AA)
    for wire in (-0.3, -0.15, 0, 0.15, 0.3):
        cv2.line(picture, at(middle, unit, -0.37, wire), at(middle, unit, 0.37, wire), (85, 85, 88), 1)
    return picture


@pytest.mark.parametrize("thing", [hand, mask, cup, microphone])
def test_a_covered_mouth_is_found(faces, thing):
    """In colour and grey, with the points that are found with the thing before it."""
    for picture, landmarks in faces:
        covered = thing(picture.copy(), *measures(landmarks))
        for seen in (covered, np.repeat(covered.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)):
            assert all(covered_share(seen, face.landmarks) > COVERED for face in find_faces(seen))


def test_a_photograph_with_a_covered_mouth_is_refused(faces, tmp_path):
    picture, landmarks = faces[0]
    Image.fromarray(hand(picture.copy(), *measures(landmarks))).save(tmp_path / "a.png")
    with pytest.raises(UserError, match="Something lies over the mouth"):
        make_portrait(tmp_path / "a.png")


def test_a_mouth_that_can_be_seen_is_not(faces):
    """In colour, grey, dark, faded, with a shadow on one half; and with a hand beside it."""
    for picture, landmarks in faces:
        middle, unit = measures(landmarks)
        half = picture.copy()
        half[:, int(middle[0]) :] //= 2
        grey = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
        faded, dark = (0.5 * picture + 100).astype(np.uint8), (255 * (picture / 255) ** 2).astype(np.uint8)
        beside = hand(picture.copy(), middle + unit * np.array([0.2, 1.5]), 0.6 * unit)
        shares = [covered_share(one, landmarks) for one in (picture, half, grey, faded, dark, beside)]
        assert max(shares) < DOUBTFUL


def test_what_may_be_covered_is_told(hopper, monkeypatch):
    from revive.face import occlusion

    monkeypatch.setattr(occlusion, "covered_share", lambda image, landmarks: 0.35)
    assert make_portrait(hopper, size=600).notes == (occlusion.DOUBT,)
