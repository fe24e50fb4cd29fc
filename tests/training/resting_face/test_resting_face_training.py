"""The training of the resting face: pairs, geometry, samples, and a network that is loaded again."""

import numpy as np
import pytest

from revive.animator.resting_frame import SIZE
from revive.animator.resting_geometry import resting_landmarks
from revive.core.onnx_session import onnx_session, run_session
from revive.training.resting_face import moments
from revive.training.resting_face import train as resting_training
from revive.training.resting_face.geometry import fit_geometry, lips_error
from revive.training.resting_face.moments import CLOSED, OPEN, rest_pairs
from revive.training.resting_face.samples import draw_made, draw_pair
from revive.training.resting_face.train import train_resting_face


@pytest.fixture(scope="module")
def pairs(training_data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "EXPRESSIONS", 2)
        patch.setattr(moments, "RESTS", 1)
        return rest_pairs(training_data)


@pytest.mark.slow
def test_pairs_are_of_one_person_open_and_closed(pairs):
    assert {pair.expression.person for pair in pairs} == {"clip90", "clip20"}
    for pair in pairs:
        assert pair.expression.person == pair.rest.person
        assert pair.rest.gap < CLOSED and (pair.expression.gap > OPEN or pair.expression.smile > 0.45)
        assert pair.held_out == (pair.expression.person == "clip20")


@pytest.mark.slow
def test_the_geometry_brings_the_lips_of_those_it_learned_from_nearer_to_rest(pairs):
    learned = [pair for pair in pairs if not pair.held_out]
    geometry = fit_geometry(learned, ridge=0.1)
    moved = [
        (resting_landmarks(p.expression.landmarks, p.expression.scores, geometry), p.rest.landmarks) for p in learned
    ]
    assert lips_error(moved) < 0.5 * lips_error([(p.expression.landmarks, p.rest.landmarks) for p in learned])


@pytest.mark.slow
def test_a_sample_is_nearer_to_the_truth_once_the_mesh_has_closed_the_lips(pairs):
    pair = next(pair for pair in pairs if not pair.held_out)
    (real, expected) = draw_pair(pair, fit_geometry([pair], ridge=0.1))
    for sample in (real, expected):
        assert sample.warped.shape == (*SIZE[::-1], 3)
        inside = sample.opening > 128
        assert inside.sum() > 20

    def away(picture):
        return np.abs(picture.astype(float) - real.truth).mean()

    assert away(real.warped) < away(real.source)


@pytest.mark.slow
def test_a_face_at_rest_is_made_to_smile_and_is_to_become_itself(hopper_portrait):
    (sample,) = draw_made(hopper_portrait, np.random.default_rng(1), count=1)
    assert sample.kind == "made" and (sample.opening > 128).sum() > 50
    mouth = resting_training.MOUTH
    source, warped = (
        np.abs(x[mouth].astype(float) - sample.truth[mouth]).mean() for x in (sample.source, sample.warped)
    )
    assert warped < source


@pytest.mark.slow
def test_the_whole_training_writes_a_network_that_is_loaded(training_data, tmp_path, monkeypatch):
    monkeypatch.setattr(moments, "EXPRESSIONS", 2)
    monkeypatch.setattr(moments, "RESTS", 1)
    monkeypatch.setattr(resting_training, "BATCH", 2)
    lines = []
    figures = train_resting_face(training_data, tmp_path, steps=2, alone=1, say=lines.append)
    assert {"warp_psnr", "psnr", "lips_error"} <= set(figures)
    session = onnx_session(tmp_path / "resting_face.onnx")
    rng = np.random.default_rng(0)
    seen = {
        name: rng.random((1, channels, SIZE[1], SIZE[0]), np.float32)
        for name, channels in (("warped", 3), ("source", 3), ("opening", 1))
    }
    flow, change = run_session(session, seen, ("flow", "change"))
    assert flow.shape == (1, 2, SIZE[1], SIZE[0]) and change.shape == (1, 3, SIZE[1], SIZE[0])
    resumed = []
    train_resting_face(training_data, tmp_path, steps=2, alone=1, resume=True, say=resumed.append)
    assert "resuming at step 2" in resumed
