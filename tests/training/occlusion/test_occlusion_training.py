"""What is drawn over faces lies where the goal says, and the network learns and is written."""

import numpy as np
import pytest
from PIL import Image

from revive.core.onnx_session import onnx_session, run_session
from revive.face.detection import find_faces
from revive.face.occlusion import SIDE, cut_out, lower_face
from revive.training.occlusion import train as occlusion_training
from revive.training.occlusion.things import bearded, cover
from revive.training.occlusion.train import AROUND, FINER, LowerFace, export, sample, train_network

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def face(hopper) -> LowerFace:
    picture = np.asarray(Image.open(hopper).convert("RGB"))
    points = find_faces(picture)[0].landmarks[:, :2]
    place = lower_face(points)
    place[:, 2] += AROUND * SIDE
    place *= FINER
    side = round(FINER * SIDE * (1 + 2 * AROUND))
    return LowerFace(cut_out(picture, place, side), (points @ place[:, :2].T + place[:, 2]).astype(np.float32))


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


def test_it_learns_and_is_written(face, tmp_path, monkeypatch):
    monkeypatch.setattr(occlusion_training, "BATCH", 2)
    seen, goal = sample([face], np.random.default_rng(0), covered=0.0)
    assert seen.shape == (4, SIDE, SIDE) and goal.max() == 0 and 0.005 < seen[3].mean() < 0.2
    net = train_network([face], checkpoint=tmp_path / "a.checkpoint", seed=1, steps=2, say=lambda line: None)
    export(net, tmp_path / "a.onnx")
    assert run_session(onnx_session(tmp_path / "a.onnx"), {"seen": seen[None]})[0].shape == (1, 1, SIDE, SIDE)
