"""The figures of gestures mean what they say: movements that go with a speech, and the same ones moved away from it."""

import numpy as np
import pytest

from revive.core.errors import UserError
from revive.motion.conditioning import RATE, bumps
from revive.motion.prosody import RATE as FINE
from revive.motion.prosody import Prosody, Stress
from revive.training.evaluate.gesture import Movement, differences, evaluate_gesture, measure

SECONDS = 60


def movement(late: float = 0.0) -> Movement:
    """A head that nods 0.3 s after every stress, brows up at every stress and with the voice, blinks in pauses."""
    rng = np.random.default_rng(0)
    starts = np.arange(0.5, SECONDS - 5, 5.0) + rng.uniform(0, 1, 11)
    stresses = tuple(Stress(t, 1.0) for s in starts for t in np.sort(s + rng.uniform(0.2, 2.8, 3)))
    phrases = tuple((s, s + 3.2) for s in starts)
    ticks, times = (np.arange(SECONDS * FINE) + 0.5) / FINE, (np.arange(SECONDS * round(RATE)) + 0.5) / RATE
    pitch = np.interp(ticks, [s.time for s in stresses], rng.uniform(-4, 4, len(stresses)))
    prosody = Prosody(float(SECONDS), np.ones(len(ticks), np.float32), pitch.astype(np.float32), phrases, stresses)
    at = np.array([s.time for s in stresses]) + late
    rotation = np.column_stack([np.zeros(len(times)), np.sin(times - late), np.cos(1.3 * (times - late))])
    rotation[:, 0] = 2 * bumps(times, at + 0.3, np.ones(len(at)), 0.12)
    brows = 0.3 * bumps(times, at, np.ones(len(at)), 0.12) + 0.05 * np.interp(times - late, ticks, pitch)
    return Movement(rotation, brows, starts + 3.5 + late, prosody)


def test_what_goes_with_the_speech_stands_out():
    figures = measure([movement()])
    assert figures["nods"] > 0.5 and figures["brow_beats"] > 0.5 and figures["brows_with_pitch"] > 0.5
    assert figures["blinks_in_pauses"] == 1
    for name, least in (("nods", 3), ("brow_beats", 3), ("brows_with_pitch", 3), ("blinks_in_pauses", 1.5)):
        assert figures[f"{name}_z"] > least, name
        assert figures[f"{name}_by_chance"] < figures[name] / 2, name


def test_what_goes_with_another_place_of_it_does_not():
    figures = measure([movement(late=17.3)])
    for name in ("nods", "brow_beats", "brows_with_pitch", "blinks_in_pauses"):
        assert figures[f"{name}_z"] < 1.5, name


def test_speed_range_and_blinks():
    one = movement()
    times = one.times
    rotation = np.column_stack([np.zeros((len(times), 2)), 3 * np.abs((times % 2) - 1)])  # 3 degrees there and back
    figures = measure([Movement(rotation, one.brows, np.arange(0, 60, 3.0), one.prosody)])
    assert figures["head_speed"] == pytest.approx(3, rel=0.05)
    assert figures["head_range"] == pytest.approx(3 / np.sqrt(12), rel=0.05)
    assert figures["blinks_per_minute"] == pytest.approx(20)


def test_takes_that_differ():
    one, other = movement(), movement(late=0.7)
    assert differences([[one, one]]) == {"takes_apart": 0, "takes_r": 1}
    apart = differences([[one, other]])
    assert apart["takes_apart"] > 0.5 and apart["takes_r"] < 0.8


def test_a_folder_without_clips_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match="talking"):
        evaluate_gesture(tmp_path, say=lambda line: None)
