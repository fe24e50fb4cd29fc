"""The shipped expression basis, and the command that fits it."""

import json

import numpy as np
import pytest
from safetensors import safe_open

from revive.face.blendshapes import INDEX
from revive.face.expression_basis import WEIGHTS, expression_basis
from revive.face.mesh import eye_distance, inner_lip_gap, similarity
from revive.training.animator.expression_basis import train_basis


def test_it_is_small_and_says_what_it_explains():
    assert WEIGHTS.stat().st_size < 1_000_000
    with safe_open(WEIGHTS, "np") as file:
        assert 0.5 < float(file.metadata()["explained"]) < 1


def test_its_face_is_frontal_and_symmetrical():
    mean = expression_basis()["mean"]
    assert abs(eye_distance(mean) - 1) < 1e-6
    left, right = mean[[263, 454, 291, 334]], mean[[33, 234, 61, 105]]
    assert np.allclose(left * (-1, 1, 1), right, atol=1e-4)


def test_its_mesh_has_three_holes():
    triangles = expression_basis()["triangles"]
    edges = np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1)
    pairs, counts = np.unique(edges, axis=0, return_counts=True)
    assert counts.max() == 2
    assert len(np.unique(triangles)) - len(pairs) + len(triangles) == 1 - 3  # Euler: eyes and mouth are open


def test_scores_do_what_their_names_say():
    shipped = expression_basis()
    mean, basis = shipped["mean"], shipped["basis"]
    assert inner_lip_gap(mean + 0.5 * basis[INDEX["jawOpen"]]) > inner_lip_gap(mean) + 0.15
    assert basis[INDEX["mouthSmileLeft"], 291, 1] < -0.02  # the corner goes up …
    assert basis[INDEX["mouthSmileLeft"], 291, 0] > 0.02  # … and outwards
    assert basis[INDEX["browInnerUp"], [55, 285], 1].max() < -0.03


def test_similarity_finds_what_was_done():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(30, 3))
    angle = np.radians(20)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    scale, rotation, shift = similarity(points, 2.5 * points @ turn.T + (1, 2, 3))
    assert np.isclose(scale, 2.5) and np.allclose(rotation, turn) and np.allclose(shift, (1, 2, 3))


@pytest.mark.slow
def test_the_fit_recovers_a_known_basis(tmp_path):
    """Tracks made from the shipped basis, of faces turned and scaled, give the basis back."""
    shipped = expression_basis()
    rng = np.random.default_rng(0)
    data, used = tmp_path / "data", [INDEX["jawOpen"], INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]
    index = []
    for name in ("clip00", "clip01", "clip05"):  # the last one is held out
        scores = np.zeros((60, 52), np.float32)
        scores[:, used] = rng.random((60, 3))
        own = shipped["mean"] * (1, 1 + 0.05 * rng.random(), 1)
        points = 70 * (own + np.tensordot(scores, shipped["basis"], axes=1)) + 190
        (data / name).mkdir(parents=True)
        np.savez(data / name / "tracks.npz", landmarks=points.astype(np.float32), blendshapes=scores,
                 valid=np.ones(60, bool))  # fmt: skip
        index.append({"clip": name})
    (data / "index.json").write_text(json.dumps(index))
    figures = train_basis(data, tmp_path / "basis.safetensors", ridge=1.0)
    assert figures["explained"] > 0.9 and figures["clips"] == 2
