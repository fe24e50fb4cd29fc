"""The lips part as far as the scores ask and as the mouth in the photograph goes, and meet when they are told to."""

import numpy as np
import pytest

from revive.animator.opening import FREE, asked_opening, widest_opening
from revive.animator.pose import UPPER_RISE, Poser
from revive.animator.rig import build_rig
from revive.face.blendshapes import INDEX
from revive.face.expression_basis import expression_basis, gap_parting, lip_parting
from revive.face.mesh import CHIN, inner_lip_gap

VOWEL = {"jawOpen": 0.4, "mouthLowerDown": 0.15, "mouthUpperUp": 0.05, "mouthFunnel": 0.1}  # of a speaker, in parts
MEAN, BASIS = expression_basis()["mean"], expression_basis()["basis"]


def scores_for(opening: float, mix=VOWEL) -> np.ndarray:
    """(52,) scores that ask for this opening in eye distances."""
    scores = np.zeros(52)
    for name, value in mix.items():
        for side in [name] if name in INDEX else [f"{name}Left", f"{name}Right"]:
            scores[INDEX[side]] = value
    return scores * opening / float(scores @ gap_parting())


@pytest.fixture(scope="module", params=["hopper_portrait", "smiling_portrait"])
def portrait(request):
    return request.getfixturevalue(request.param)


def pose(rig, scores, closure=0.0):
    return Poser(rig).pose(scores, closure, np.zeros(3), np.zeros(2), 0.0)


def test_what_is_asked_is_what_the_motion_means():
    scores = np.random.default_rng(0).random(52) * 0.2
    asked, share = asked_opening(scores, 10.0)
    middle = np.maximum(scores @ lip_parting(), 0)[3:6].mean()
    assert share == 1 and asked[3:6].mean() == pytest.approx(middle)
    assert scores_for(0.2) @ gap_parting() == pytest.approx(asked_opening(scores_for(0.2), 1)[0][3:6].mean())


def test_a_mouth_is_never_opened_farther_than_it_goes():
    widest = 0.3
    openings = [asked_opening(scores_for(asked), widest)[0][3:6].mean() for asked in np.linspace(0.02, 1.0, 50)]
    assert (np.diff(openings) > 0).all() and openings[-1] < widest
    assert asked_opening(scores_for(FREE * widest), widest)[1] == pytest.approx(1)


def test_a_narrow_an_old_and_a_young_mouth_opens_less():
    own = np.zeros(52)
    adult = widest_opening(MEAN, BASIS, own, 40)
    narrow = MEAN * (0.8, 1, 1)
    narrow[[33, 133, 263, 362]] = MEAN[[33, 133, 263, 362]]  # with the eyes where they were
    assert 0.25 < adult < 0.5
    assert widest_opening(narrow, BASIS, own, 40) == pytest.approx(0.8 * adult)
    assert widest_opening(MEAN, BASIS, own, 80) < 0.95 * adult
    assert widest_opening(MEAN, BASIS, own, 8) < 0.9 * adult


def test_a_smile_makes_no_mouth_larger():
    own = np.zeros(52)
    own[[INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]] = 0.8
    smiling = MEAN + np.tensordot(own, BASIS, axes=1)
    assert np.linalg.norm(smiling[61] - smiling[291]) > 1.1 * np.linalg.norm(MEAN[61] - MEAN[291])
    assert widest_opening(smiling, BASIS, own, 40) == pytest.approx(widest_opening(MEAN, BASIS, 0 * own, 40), rel=0.02)


@pytest.mark.slow
def test_the_mesh_opens_exactly_as_far(portrait):
    rig = build_rig(portrait)
    for asked in (0.05, 0.1, 0.15, 0.2, 0.25):
        assert inner_lip_gap(pose(rig, scores_for(asked)).points[:478]) == pytest.approx(asked, rel=0.03)
        assert inner_lip_gap(pose(rig, scores_for(asked), 0.5).points[:478]) == pytest.approx(asked / 2, rel=0.03)
        assert inner_lip_gap(pose(rig, scores_for(asked), 1.0).points[:478]) < 0.003


@pytest.mark.slow
def test_lip_chin_and_skin_go_with_an_opening(hopper_portrait):
    """The chin and the lower lip fall, the upper lip rises a little, the nose stays."""
    rig = build_rig(hopper_portrait)
    shut, opened = (pose(rig, scores_for(asked)).points[:478, 1] / rig.unit for asked in (0.0, 0.2))
    fallen = opened - shut
    assert fallen[13] <= -0.9 * UPPER_RISE * 0.2
    assert 0.25 * 0.2 < fallen[CHIN] < 0.7 * 0.2  # people's 0.2 to 0.7
    assert fallen[14] > fallen[CHIN] > fallen[172] > 0
    assert abs(fallen[1]) < 0.02


@pytest.mark.slow
def test_the_rendered_mouth_is_as_far_open(portrait, perform, seen):
    """The tracker sees in the frame what was asked; where teeth show it reads small ones as two fifths larger."""
    asked = np.array([0.1, 0.15, 0.2, 0.25])
    poses = [{name: scores_for(opening)[index] for name, index in INDEX.items()} for opening in asked]
    found = np.array([inner_lip_gap(seen(frame).landmarks[:, :2]) for frame in perform(portrait, *poses)])
    assert np.abs(found / asked - 1).max() < 0.42 and np.abs(found / asked - 1).mean() < 0.2
    (shut,) = perform(portrait, {**poses[0], "closure": 1.0})
    assert inner_lip_gap(seen(shut).landmarks[:, :2]) < 0.03
