"""Moments are seen, every take differs, the mouth stays shut but in a laugh, and a loop closes."""

import itertools

import numpy as np
import pytest

from revive.direction import Direction
from revive.direction.moments import LONGEST, MOMENTS, SHORTEST, Moment
from revive.face.blendshapes import INDEX
from revive.motion import MotionOptions, make_motion
from revive.motion.gesture import MOST_TURN, Gesture, make_gesture
from revive.motion.moments import activities, laughing_mouth, lay_out, needed_seconds, usual_moments
from revive.motion.prosody import Prosody
from revive.speech import silent_speech
from revive.training.evaluate.moments import longest_shut, measure_moment

SMILE = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]
LIDS = [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]
JAW = INDEX["jawOpen"]
SEEDS = 5
TAKES: dict[tuple, Gesture] = {}


def take(*names: str, seed: int = 0, seconds: float = 6.0, fps: float = 25.0, loop: bool = False):
    """The gesture of a silence with these moments, drawn once."""
    key = (names, seed, seconds, fps, loop)
    if key not in TAKES:
        hush = np.zeros(round(seconds * 100), np.float32)
        times = (np.arange(round(seconds * fps)) + 0.5) / fps
        options = MotionOptions(fps=fps, seed=seed, moments=tuple(map(Moment, names)), loop=loop)
        TAKES[key] = make_gesture(Prosody(seconds, hush, hush, (), ()), Direction(), times, options)
    return TAKES[key]


def smile(gesture) -> float:
    return measure_moment("smile", gesture)


@pytest.mark.slow
@pytest.mark.parametrize("name", MOMENTS)
def test_the_moment_that_is_asked_for_is_the_one_seen(name):
    seen = {
        asked: np.mean([measure_moment(name, take(*asked, seed=s)) for s in range(SEEDS)]) for asked in ((name,), ())
    }
    assert seen[(name,)] > 1.2 * seen[()]
    if name in ("smile", "laugh"):
        assert min(smile(take(name, seed=s)) for s in range(SEEDS)) > 0.45
    if name == "close-eyes":
        assert min(longest_shut(take(name, seed=s)) for s in range(SEEDS)) > 12


@pytest.mark.slow
def test_the_head_stays_within_what_a_photograph_follows():
    turns = np.concatenate([take(name, seed=s).rotation for name in MOMENTS for s in range(SEEDS)])
    assert (np.abs(turns) <= MOST_TURN).all()
    assert max(np.abs(np.diff(take(name, seed=s).rotation, axis=0)).max() for name in MOMENTS for s in range(SEEDS)) < 2


@pytest.mark.slow
def test_another_seed_is_another_take():
    peaks = [int(take("smile", seed=s).scores[:, SMILE].mean(axis=1).argmax()) for s in range(SEEDS)]
    sizes = [smile(take("smile", seed=s)) for s in range(SEEDS)]
    assert len(set(peaks)) > 2 and np.std(sizes) > 0.02
    first, second = (take("look-around", seed=s).rotation for s in (0, 1))
    assert np.abs(first - second).mean() > 0.3
    again = take("look-around", seed=0)
    TAKES.clear()
    assert np.array_equal(take("look-around", seed=0).rotation, again.rotation)


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "fps"), [(5.0, 25.0), (8.0, 12.5), (7.4, 30.0)])
def test_a_loop_closes_in_place_and_speed(seconds, fps):
    gesture = take("smile", "look-around", seed=3, seconds=seconds, fps=fps, loop=True)
    for track in (gesture.rotation, gesture.translation, gesture.breath[:, None], gesture.scores):
        around = np.concatenate([track[-2:], track[:2]])
        step = np.abs(np.diff(track, axis=0)).max()
        assert np.abs(around[2] - around[1]).max() <= step
        assert np.abs(np.diff(around, 2, axis=0)).max() <= np.abs(np.diff(track, 2, axis=0)).max() + 1e-6
    assert gesture.scores[[0, -1]][:, LIDS].max() < 0.3  # no blink across the seam


@pytest.mark.slow
def test_the_mouth_stays_shut_but_in_a_laugh(tmp_path):
    def motion(name: str, **amounts):
        speech = silent_speech(tmp_path, 75, 12.5)
        return make_motion(speech, Direction(), MotionOptions(fps=12.5, seed=4, moments=(Moment(name),), **amounts))

    for name in ("smile", "look-around", "nod"):
        shown = motion(name)
        assert len(shown) == 75 and shown.closure.min() == 1 and not shown.scores[:, JAW].any()
    laugh = motion("laugh")
    assert laugh.closure.min() < 0.1 and laugh.closure[[0, -1]].min() == 1
    assert laugh.scores[:, INDEX["mouthUpperUpLeft"]].max() > 0.03  # teeth
    assert motion("laugh", lips=0.0).closure.min() == 1


def test_a_jaw_that_does_not_move_keeps_the_lips_together():
    scores, closure = laughing_mouth(np.zeros(10))
    assert not scores.any() and (closure == 1).all()


def test_moments_lie_one_after_another_within_the_clip():
    rng = np.random.default_rng(0)
    moments = tuple(map(Moment, ("smile", "nod", "breathe")))
    for seconds in (5.0, 9.0, 15.0):
        spans = lay_out(moments, seconds, rng)
        assert [span.moment for span in spans] == list(moments)
        assert spans[0].start > 0.3 and spans[-1].start + spans[-1].length < seconds - 0.3
        assert all(one.start + one.length <= other.start for one, other in itertools.pairwise(spans))
    told = activities(lay_out(moments, 12.0, rng), 300)
    assert told.shape == (300, len(MOMENTS)) and told.max() <= 1 and not told[[0, -1]].any()
    assert (told > 0.1).any(axis=0).tolist() == [name in ("smile", "nod", "breathe") for name in MOMENTS]


def test_the_length_follows_from_the_moments():
    assert needed_seconds(()) == SHORTEST
    slow, usual = (needed_seconds((Moment("smile", tempo), Moment("nod", tempo))) for tempo in (0.6, 1.0))
    assert SHORTEST < usual < slow <= LONGEST
    assert needed_seconds(tuple(Moment(name) for name in MOMENTS)) == LONGEST
    assert {moment.name for moment in usual_moments(np.random.default_rng(1))} == {"smile", "look-around"}
