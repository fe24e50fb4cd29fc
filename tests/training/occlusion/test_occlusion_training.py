"""What is drawn over faces lies where the goal says, and the network learns and is written."""

import numpy as np
import pytest
from PIL import Image

from revive.core.onnx_session import onnx_session, run_session
from revive.face.covers import SIDE, face_square
from revive.face.detection import find_faces
from revive.face.occlusion import cut_out
from revive.training.occlusion import train as occlusion_training
from revive.training.occlusion.glasses import glassed, wears_glasses
from revive.training.occlusion.things import bearded, cover
from revive.training.occlusion.train import AROUND, FACE, FINER, MOUTH, FaceCut, export, sample, train_network

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def face(hopper) -> FaceCut:
    picture = np.asarray(Image.open(hopper).convert("RGB"))
    points = find_faces(picture)[0].landmarks[:, :2]
    place = face_square(points)
    place[:, 2] += AROUND * SIDE
    place *= FINER
    side = round(FINER * SIDE * (1 + 2 * AROUND))
    return FaceCut(cut_out(picture, place, side), (points @ place[:, :2].T + place[:, 2]).astype(np.float32))


def test_things_change_the_picture_where_they_are(face):
    light = face.picture.astype(np.float32) / 255
    for seed in range(12):
        covered, mask = cover(light, face.scene, [light], np.random.default_rng(seed))
        changed = abs(covered - light).mean(axis=2)
        assert mask.mean() < 0.9 and changed[mask > 0].mean() > 2 * changed[mask == 0].mean()


def test_a_beard_leaves_the_lips_free(face):
    light = face.picture.astype(np.float32) / 255
    x, y = face.scene.mouth.astype(int)
    changed = abs(bearded(light, face.scene, np.random.default_rng(1)) - light).mean(axis=2)
    assert changed.max() > 0.1 and changed[y - 1 : y + 2, x - 8 : x + 9].max() < 0.02


def test_drawn_glasses_cross_between_the_eyes_and_leave_the_mouth_free(face):
    plain = FaceCut(np.full_like(face.picture, 170), face.points)
    light = plain.picture.astype(np.float32) / 255
    assert not wears_glasses(light, plain.scene)
    for seed in range(6):
        worn, rims = glassed(light, plain.scene, np.random.default_rng(seed))
        changed = abs(worn - light).mean(axis=2)
        bridge, mouth = plain.scene.eyes.mean(axis=0).astype(int), plain.scene.mouth.astype(int)
        assert rims[:, bridge[0]].any() and changed[rims > 0].mean() > 2 * changed[rims == 0].mean()
        assert changed[mouth[1] - 3 : mouth[1] + 4, mouth[0] - 9 : mouth[0] + 10].max() == 0
    assert wears_glasses(face.picture.astype(np.float32) / 255, face.scene)  # Hopper's own


@pytest.mark.parametrize("view", [MOUTH, FACE])
def test_it_learns_and_is_written(view, face, tmp_path, monkeypatch):
    monkeypatch.setattr(occlusion_training, "BATCH", 2)
    seen, goal = sample([face], view, np.random.default_rng(0), covered=0.0)
    side = view.side
    assert seen.shape == (4, side, side) and goal[0].max() == 0 and goal[1].max() == -1  # Hopper wears glasses
    assert 0.005 < seen[3].mean() < 0.2
    net = train_network([face], view, checkpoint=tmp_path / "a.checkpoint", seed=1, steps=2, say=lambda line: None)
    export(net, view, tmp_path / "a.onnx")
    found = run_session(onnx_session(tmp_path / "a.onnx"), {"seen": seen[None]})[0]
    assert found.shape == (1, view.finds, side, side)
