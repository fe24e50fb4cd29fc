"""A fold across a face is found, and filled by what the face has there; an undamaged picture has none."""

import cv2
import numpy as np
import pytest

from revive.face import mesh
from revive.face.detection import find_faces
from revive.restore import face_inpainting
from revive.restore.damage import fill_plainly, repair
from revive.restore.face_inpainting import HEIGHT, WIDTH, face_region, frame_of, load_eigenfaces
from revive.restore.folds import find_folds
from revive.restore.patches import fill_by_patches
from revive.training.evaluate.folds import before_a_wall
from revive.training.restore.folds import Fold, folded


def eyes_of(landmarks: np.ndarray) -> list[np.ndarray]:
    return [landmarks[list(corners), :2].mean(axis=0) for corners in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS)]


@pytest.mark.parametrize("who", ["hopper", "smiling"])
def test_an_undamaged_portrait_has_no_fold(who, request):
    assert not find_folds(request.getfixturevalue(f"{who}_portrait").image).any()


@pytest.mark.parametrize(("turn", "dark"), [(0, False), (88, False), (45, False), (3, True)])
def test_a_wide_fold_is_found(hopper_portrait, turn, dark):
    image = hopper_portrait.image
    fold = Fold(np.array(image.shape[1::-1]) / 2, turn, 0.035 * image.shape[1], dark)
    broken, mask = folded(image, fold, np.random.default_rng(4))
    found = find_folds(broken)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert found[mask].mean() > 0.6
    assert (found & ~near).mean() < 0.02


@pytest.mark.parametrize("turn", [45, 135])
def test_a_white_fold_is_found_on_whoever_stands_before_a_white_wall(hopper_portrait, turn):
    wall, person = before_a_wall(hopper_portrait.image, np.random.default_rng(0))
    assert not find_folds(wall).any()
    lower = np.array(wall.shape[1::-1]) / 2 + (0, 40)
    broken, mask = folded(wall, Fold(lower, turn, 0.035 * wall.shape[1]), np.random.default_rng(4))
    found, near = find_folds(broken), cv2.dilate(mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert found[mask & person].mean() > 0.8
    assert (found & ~near).mean() < 0.02


@pytest.mark.slow
def test_an_eye_under_a_fold_comes_back(smiling_portrait):
    image, landmarks = smiling_portrait.image, smiling_portrait.face.landmarks
    distance = mesh.eye_distance(landmarks)
    eye = eyes_of(landmarks)[0]
    broken, mask = folded(image, Fold(eye, 90, 0.35 * distance), np.random.default_rng(1))
    healed, guessed = repair(broken, mask)
    assert guessed
    y, x = (int(v) for v in eye[::-1])
    part = np.s_[y - int(0.2 * distance) : y + int(0.2 * distance), x - int(0.3 * distance) : x + int(0.3 * distance)]
    light = [
        cv2.cvtColor(p, cv2.COLOR_RGB2GRAY)[part].astype(float) for p in (image, fill_plainly(broken, mask), healed)
    ]
    alike = [np.corrcoef(light[0].ravel(), other.ravel())[0, 1] for other in light[1:]]
    assert alike[1] > alike[0] and alike[1] > 0.6
    found = find_faces(healed)[0].landmarks
    assert np.linalg.norm(found[:, :2] - landmarks[:, :2], axis=1).mean() < 0.05 * distance
    untouched = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0
    assert np.array_equal(healed[untouched], image[untouched])


def test_hidden_eyes_are_expected_where_eyes_are():
    faces, region = load_eigenfaces(), face_region()
    light = np.zeros(region.shape)
    light[region] = 60 + 15 * faces.mean
    known = np.ones(region.shape, bool)
    known[34:52] = False  # both eyes
    expected = np.zeros(region.shape)
    expected[region] = faces.expected(light[region], known[region])
    assert np.corrcoef(expected[region & ~known], light[region & ~known])[0, 1] > 0.9


@pytest.mark.slow
def test_eyes_that_are_both_hidden_have_the_contrast_of_eyes(smiling_portrait, monkeypatch):
    image, landmarks = smiling_portrait.image, smiling_portrait.face.landmarks
    eyes, distance = eyes_of(landmarks), mesh.eye_distance(landmarks)
    turn = float(np.rad2deg(np.arctan2(*(eyes[1] - eyes[0])[::-1])))
    fold = Fold((eyes[0] + eyes[1]) / 2, turn, 0.3 * distance)
    broken, mask = folded(image, fold, np.random.default_rng(1))
    y, x = (round(v) for v in eyes[0][::-1])
    part = np.s_[
        y - round(0.15 * distance) : y + round(0.15 * distance), x - round(0.2 * distance) : x + round(0.2 * distance)
    ]
    contrast = []
    for sharper in (face_inpainting.SHARPER, 0.0):
        monkeypatch.setattr(face_inpainting, "SHARPER", sharper)
        contrast.append(float(cv2.cvtColor(repair(broken, mask)[0], cv2.COLOR_RGB2GRAY)[part].std()))
    true = float(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[part].std())
    assert contrast[1] < contrast[0] < 1.3 * true


def test_the_mirror_of_a_frontal_face_is_its_other_half(hopper_portrait):
    mirror = frame_of(hopper_portrait.face.landmarks).mirror
    assert mirror.shape == (HEIGHT, WIDTH, 2)
    y, x = 42, 35  # the right eye lies at the left; its mirror at the right, at about the same height
    assert abs(mirror[y, x, 0] - (WIDTH - x)) < 8 and abs(mirror[y, x, 1] - y) < 8


def test_patches_keep_the_grain_and_what_is_around():
    draw = np.random.default_rng(0)
    image = (120 + draw.normal(0, 12, (120, 160, 1)) + np.zeros(3)).clip(0, 255).astype(np.uint8)
    hole = np.zeros(image.shape[:2], bool)
    hole[50:66] = True
    filled = fill_by_patches(np.where(hole[..., None], 255, image).astype(np.uint8), hole)
    assert np.array_equal(filled[~hole], image[~hole])
    inside = filled[53:63].astype(float)
    assert abs(inside.mean() - 120) < 6 and inside.std() > 4
    assert fill_by_patches(image, np.zeros_like(hole)) is image
