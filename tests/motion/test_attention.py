"""Somebody who listens looks towards the speaker, nods and smiles, and speaks no word of it."""

import dataclasses

import numpy as np
import pytest

from revive.face.blendshapes import INDEX
from revive.motion import MotionOptions
from revive.motion.attention import Heard, attentive
from revive.motion.emotions import SentenceEmotion
from revive.motion.eyes import gaze_of
from revive.motion.motion import COLUMNS, Motion

HAPPY = (SentenceEmotion("happy", 0.6, 2.0, 5.0),)


def still(seconds: float) -> Motion:
    motion = Motion.of(25.0, np.zeros((round(25 * seconds), COLUMNS), np.float32))
    return dataclasses.replace(motion, closure=np.ones(len(motion), np.float32))


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_listener_turns_to_where_the_speaker_is(side):
    heard = [Heard(2.0, 12.0, (side, 0.0), (5.0, 8.0, 12.0), HAPPY)]
    moved = attentive(still(16), heard, MotionOptions(seed=2))
    gaze, yaw = gaze_of(moved.scores)[:, 0], moved.rotation[:, 1]
    during = slice(70, 300)
    assert np.mean(side * gaze[during]) > 0.15 and np.max(side * yaw) > 4 and np.min(side * yaw) > -0.01
    assert not gaze[:50].any() and abs(yaw[:50]).max() == 0  # nobody speaks yet
    assert abs(yaw[-40:]).max() < 0.1  # and back again
    assert moved.rotation[:, 0].max() > 1.5  # a nod
    smile = moved.scores[:, INDEX["mouthSmileLeft"]]
    assert smile[:50].max() == 0 and smile[90:120].min() > 0.2
    assert np.array_equal(moved.closure, still(16).closure)
    assert moved.scores[:, INDEX["jawOpen"]].max() == 0


def test_it_is_drawn_anew_for_each_seed_and_nothing_happens_at_zero():
    heard = [Heard(1.0, 8.0, (0.6, -0.8), (4.0, 8.0), HAPPY)]
    one, again, other = (attentive(still(10), heard, MotionOptions(seed=seed)).array for seed in (1, 1, 2))
    assert np.array_equal(one, again) and not np.array_equal(one, other)
    nothing = attentive(still(10), heard, MotionOptions(seed=1, head_motion=0, blink=0, expression=0))
    assert np.array_equal(nothing.array, still(10).array)
    assert attentive(still(3), [], MotionOptions()).array.any()
