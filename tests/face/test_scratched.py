"""A print too scratched for the face finder is found, said, and restored upright; a fold over the face is told."""

import cv2
import numpy as np
import pytest
from PIL import Image

from revive.face.detection import find_faces
from revive.face.photograph import DAMAGED, read_photograph
from revive.restore.restore import laid_out
from revive.restore.scratches import damage_note

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scratched(hopper) -> np.ndarray:
    """(600, 512, 3) with sixty scratches, in which no face is found."""
    picture, draw = np.asarray(Image.open(hopper).convert("RGB")).copy(), np.random.default_rng(0)
    height, width = picture.shape[:2]
    for _ in range(60):
        middle = np.array([draw.uniform(0.2, 0.8) * width, draw.uniform(0.1, 0.7) * height])
        turn, length = draw.uniform(0, np.pi), draw.uniform(0.1, 0.4) * height
        way = length * np.array([np.cos(turn), np.sin(turn)])
        level = int(draw.choice([240, 15]))
        ends = [tuple(np.round(end).astype(int).tolist()) for end in (middle - way, middle + way)]
        cv2.line(picture, ends[0], ends[1], (level,) * 3, int(draw.integers(1, 3)), cv2.LINE_AA)
    assert not find_faces(picture)
    return picture


def test_a_face_behind_scratches_is_found_and_restoring_is_proposed(scratched, hopper, tmp_path):
    Image.fromarray(np.rot90(scratched)).save(tmp_path / "a.png")
    found = read_photograph(tmp_path / "a.png", size=600)
    whole = find_faces(np.asarray(Image.open(hopper).convert("RGB")))[0]
    assert found.image.shape == scratched.shape and DAMAGED in found.notes
    assert abs(np.array(found.faces[0].box) - whole.box).max() < 15
    assert abs(found.image.astype(int) - scratched).mean() < 2  # the picture itself keeps its scratches


def test_it_is_laid_upright_to_be_restored(scratched, tmp_path):
    Image.fromarray(np.rot90(scratched, 2)).save(tmp_path / "a.png")
    assert abs(laid_out(tmp_path / "a.png", crop=False)[0].astype(int) - scratched).mean() < 2


def test_a_fold_over_the_face_is_told_and_a_sound_print_is_not(hopper):
    picture = np.asarray(Image.open(hopper).convert("RGB")).copy()
    landmarks = find_faces(picture)[0].landmarks
    assert damage_note(picture, landmarks) == ()
    y = int(landmarks[6, 1])
    cv2.line(picture, (0, y), (picture.shape[1], y), (236, 234, 228), 2, cv2.LINE_AA)
    assert damage_note(picture, landmarks) == (DAMAGED,)
