"""The gesture is human in rate, speed and range, follows the speech, and is switched off exactly."""

import itertools
import time

import numpy as np
import pytest

from revive.direction import EMOTIONS, Direction
from revive.motion.gesture import make_gesture
from revive.motion.head import RANGE, SHIFT
from revive.motion.look import LOOKS
from revive.motion.motion import BLENDSHAPES, INDEX
from revive.motion.prosody import RATE, Prosody, Stress

PARTS = ("scores", "rotation", "translation", "breath")
LID = INDEX["eyeBlinkLeft"]
GAZE = [i for i, name in enumerate(BLENDSHAPES) if name.startswith("eyeLook")]


def talk(seconds: float, seed: int = 0) -> Prosody:
    """Phrases of one to four seconds with pauses between them and stressed syllables in them."""
    rng = np.random.default_rng(seed)
    energy = np.zeros(round(seconds * RATE), np.float32)
    phrases, stresses, moment = [], [], 0.3
    while moment < seconds - 0.6:
        end = min(moment + rng.uniform(1, 4), seconds - 0.3)
        phrases.append((moment, end))
        energy[round(moment * RATE) : round(end * RATE)] = 0.8
        stresses += [Stress(t, rng.uniform(0.2, 1)) for t in np.arange(moment + 0.2, end - 0.1, rng.uniform(0.35, 0.6))]
        moment = end + rng.uniform(0.25, 0.9)
    return Prosody(seconds, energy, tuple(phrases), tuple(stresses))


def gesture(seconds=30.0, emotion="neutral", strength=0.7, *, fps=25, seed=1, talk_seed=0, pace=1.0, **amounts):
    times = (np.arange(int(np.ceil(seconds * fps))) + 0.5) / fps
    return make_gesture(talk(seconds, talk_seed), Direction(emotion, strength, pace), times, seed=seed, **amounts)


def count_blinks(lid: np.ndarray) -> int:
    shut = lid >= 0.98
    return int((shut[1:] & ~shut[:-1]).sum() + shut[0])


def speeds(rotation: np.ndarray, fps: float) -> np.ndarray:
    """Degrees a second between neighbouring frames."""
    return np.linalg.norm(np.diff(rotation, axis=0), axis=1) * fps


@pytest.mark.parametrize("fps", [12, 25, 29.97, 60])
def test_blinks_come_at_a_human_rate_and_close_the_eye(fps):
    lid = gesture(300, fps=fps).scores[:, LID]
    assert 10 <= count_blinks(lid) / 5 <= 25
    begun = int(((lid[1:] > 0.2) & (lid[:-1] <= 0.2)).sum())
    assert begun == count_blinks(lid)  # every one of them shuts the eye
    assert 0.15 < (lid > 0.2).sum() / fps / begun < 0.4  # seconds


def test_blinks_do_not_tick_like_a_clock():
    lid = gesture(300, fps=25).scores[:, LID]
    shut = np.flatnonzero((lid[1:] >= 0.98) & (lid[:-1] < 0.98)) / 25
    intervals = np.diff(shut)
    assert intervals.std() / intervals.mean() > 0.3
    assert intervals.min() > 0.3


def test_closing_is_faster_than_opening():
    lid = gesture(60, fps=100).scores[:, LID]
    lowest = np.flatnonzero((lid[1:-1] == 1) & (lid[:-2] < 1))[0] + 1
    closing = np.argmax(lid[lowest::-1] < 0.05)
    opening = np.argmax(lid[lowest:] < 0.05)
    assert 0.05 <= closing / 100 < opening / 100 <= 0.3


@pytest.mark.parametrize(("seconds", "seed"), itertools.product([0.6, 1.0, 2.0, 3.2, 10.0], range(6)))
def test_first_blink_comes_soon_also_in_short_clips(seconds, seed):
    lid = gesture(seconds, seed=seed).scores[:, LID]
    assert np.argmax(lid >= 0.98) / 25 <= 3.2
    assert lid.max() >= 0.98


def test_blink_amount():
    usual, double, none = (count_blinks(gesture(300, blink=blink).scores[:, LID]) for blink in (1, 2, 0))
    assert none == 0
    assert 1.6 < double / usual < 2.4


def test_blinks_are_drawn_to_pauses():
    seconds, prosody = 600, talk(600)
    lid = gesture(seconds).scores[:, LID]
    shut = np.flatnonzero((lid[1:] >= 0.98) & (lid[:-1] < 0.98)) / 25
    edges = np.array(prosody.phrases).ravel()
    chance = np.arange(0.5, seconds, 0.1)

    def near(moments):
        return float(np.mean([np.abs(edges - moment).min() < 0.2 for moment in moments]))

    assert near(shut) > near(chance) + 0.15


def test_each_amount_switches_its_part_off_exactly_and_leaves_the_others():
    full = gesture(emotion="happy")
    still = gesture(emotion="happy", head_motion=0)
    assert not still.rotation.any() and not still.translation.any() and not still.breath.any()
    face = [i for i in range(52) if i not in GAZE]  # the eyes counter the head's turn, so they follow it
    assert np.array_equal(still.scores[:, face], full.scores[:, face])

    staring = gesture(emotion="happy", blink=0)
    assert not staring.scores[:, LID].any()
    for part in ("rotation", "translation", "breath"):
        assert np.array_equal(getattr(staring, part), getattr(full, part))

    blank = gesture(emotion="sad", expression=0)
    shown = {name for i, name in enumerate(BLENDSHAPES) if blank.scores[:, i].any()}
    assert shown and all(name.startswith(("eyeBlink", "eyeLook")) for name in shown)
    expressive = gesture(emotion="sad", expression=1)
    assert np.array_equal(blank.rotation, expressive.rotation)
    assert count_blinks(blank.scores[:, LID]) == count_blinks(expressive.scores[:, LID])

    nothing = gesture(emotion="happy", head_motion=0, blink=0, expression=0)
    assert not any(getattr(nothing, part).any() for part in PARTS)


def test_amounts_scale():
    half, full, double = (np.abs(gesture(head_motion=amount).rotation).max() for amount in (0.5, 1, 2))
    assert half == pytest.approx(full / 2, rel=1e-3) and double == pytest.approx(2 * full, rel=1e-3)
    smile = INDEX["mouthSmileLeft"]
    slight, usual = (gesture(emotion="warm", expression=amount).scores[:, smile].mean() for amount in (0.5, 1))
    assert slight == pytest.approx(usual / 2, rel=1e-3)


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_head_keeps_to_human_speed_and_range(emotion):
    for seed in range(4):
        found = gesture(60, emotion, seed=seed)
        speed = speeds(found.rotation, 25)
        assert speed.max() < 25  # degrees a second
        assert 0.8 < np.percentile(speed, 50) < 6  # it is alive, and calm
        assert (np.abs(found.rotation) <= 1.3 * RANGE * max(LOOKS[emotion].head, 1)).all()
        assert np.abs(found.translation).max() <= SHIFT
        jump = np.abs(np.diff(found.rotation, n=2, axis=0)).max() * 25**2
        assert jump < 400  # degrees a second²: no jerk


def test_head_uses_its_range():
    peaks = np.max([np.abs(gesture(60, seed=seed).rotation).max(0) for seed in range(4)], axis=0)
    assert (peaks > 0.6 * RANGE).all()


def test_no_drift_in_ten_minutes():
    rotation = gesture(600).rotation
    minutes = rotation.reshape(10, -1, 3).mean(1)
    assert np.abs(minutes).max() < 1.2
    assert np.abs(np.polyfit(np.arange(10), minutes, 1)[0]).max() < 0.15  # degrees a minute
    assert rotation[-3000:].std(0) == pytest.approx(rotation[:3000].std(0), rel=0.5)


@pytest.mark.parametrize("seconds", [0.5, 1.5, 20])
def test_begins_and_ends_at_rest(seconds):
    found = gesture(seconds, "proud")
    assert np.abs(found.rotation[[0, -1]]).max() < 0.1
    assert np.abs(found.translation[[0, -1]]).max() < 0.01


def test_head_moves_with_the_speech():
    prosody, found = talk(300), gesture(300)
    speed, middle = speeds(found.rotation, 25), np.arange(1, 300 * 25) / 25
    nodding = np.min(np.abs(middle[:, None] - [s.time for s in prosody.stresses]), axis=1) < 0.2
    silent = prosody.speaking(middle) < 0.1
    assert speed[nodding].mean() > 1.3 * speed[silent].mean()


@pytest.mark.parametrize("fps", [24, 29.97, 60])
def test_same_movement_at_any_frame_rate(fps):
    fine, coarse = gesture(20, "happy", fps=240), gesture(20, "happy", fps=fps)
    fine_times, times = (np.arange(len(fine.breath)) + 0.5) / 240, (np.arange(len(coarse.breath)) + 0.5) / fps
    for channel in range(3):
        expected = np.interp(times, fine_times, fine.rotation[:, channel])
        assert coarse.rotation[:, channel] == pytest.approx(expected, abs=0.02)
    assert coarse.breath == pytest.approx(np.interp(times, fine_times, fine.breath), abs=0.01)
    assert count_blinks(coarse.scores[:, LID]) == count_blinks(fine.scores[:, LID])


def test_seed_decides():
    first, again, other = gesture(seed=7), gesture(seed=7), gesture(seed=8)
    for part in PARTS:
        assert np.array_equal(getattr(first, part), getattr(again, part))
        assert not np.array_equal(getattr(first, part), getattr(other, part))


def test_gaze_jumps_and_rests_near_the_viewer():
    gaze = gesture(120, head_motion=0).scores[:, GAZE]
    assert 0.04 < gaze.max() <= 0.15
    moving = np.abs(np.diff(gaze, axis=0)).max(1) > 1e-4
    assert moving.mean() < 0.15  # at rest nearly always
    assert (np.sqrt((gaze**2).sum(1)) < 0.08).mean() > 0.75


def test_eyes_never_look_both_ways():
    scores = gesture(60, "sad", 1.0).scores
    for one, other in (("Down", "Up"), ("In", "Out")):
        assert not (scores[:, INDEX[f"eyeLook{one}Left"]] * scores[:, INDEX[f"eyeLook{other}Left"]]).any()


def test_eyes_stay_on_the_viewer_while_the_head_turns():
    still, turning = gesture(60, blink=0, head_motion=0), gesture(60, blink=0)
    assert not still.scores[:, GAZE].any()
    to_the_right = turning.scores[:, INDEX["eyeLookOutLeft"]] - turning.scores[:, INDEX["eyeLookInLeft"]]
    assert np.corrcoef(to_the_right, turning.rotation[:, 1])[0, 1] < -0.99


def test_breathing_rate():
    breath = gesture(600).breath
    assert breath.min() >= 0 and 0.5 < breath.max() <= 1
    breaths = int(((breath[1:] > 0.3) & (breath[:-1] <= 0.3)).sum()) / 10
    assert 12 <= breaths <= 16


def test_every_emotion_looks_different():
    faces = {emotion: gesture(20, emotion, 1.0).scores for emotion in EMOTIONS}
    brows_and_lips = [i for i in range(52) if i not in GAZE]
    means = {emotion: scores[:, brows_and_lips].mean(0) for emotion, scores in faces.items()}
    for one, other in itertools.combinations(EMOTIONS, 2):
        assert np.abs(means[one] - means[other]).max() > 0.08, (one, other)
    mean = {emotion: dict(zip(BLENDSHAPES, scores.mean(0), strict=True)) for emotion, scores in faces.items()}
    assert mean["happy"]["mouthSmileLeft"] > mean["warm"]["mouthSmileLeft"] > mean["sad"]["mouthSmileLeft"] + 0.3
    assert mean["sad"]["browInnerUp"] > mean["neutral"]["browInnerUp"] + 0.3
    assert mean["surprised"]["eyeWideLeft"] > 0.25
    assert mean["playful"]["mouthSmileLeft"] > mean["playful"]["mouthSmileRight"] + 0.15


def test_emotions_carry_the_head_differently():
    def pitch(emotion):
        return np.mean([gesture(60, emotion, 1.0, seed=seed).rotation[:, 0].mean() for seed in range(3)])

    def speed(emotion):
        return np.mean([speeds(gesture(60, emotion, 1.0, seed=seed).rotation, 25).mean() for seed in range(3)])

    assert pitch("proud") < -1 < pitch("neutral") < 1 < pitch("sad") + 0.3
    assert speed("solemn") < 0.75 * speed("neutral") < speed("neutral") < 0.9 * speed("playful")


def test_strength_zero_is_the_neutral_face():
    for part in PARTS:
        assert np.allclose(getattr(gesture(emotion="happy", strength=0), part), getattr(gesture(), part))


def test_feeling_arrives_within_a_second_and_stays():
    smile = gesture(20, "warm").scores[:, INDEX["mouthSmileLeft"]]
    assert smile[0] < 0.02
    assert smile[25:].min() > 0.6 * smile.max()
    assert smile[-1] > 0.8 * smile.max()


@pytest.mark.parametrize("seconds", [0.04, 0.2, 0.5])
def test_very_short_and_silent_speech(seconds):
    times = (np.arange(max(1, round(seconds * 25))) + 0.5) / 25
    silence = Prosody(seconds, np.zeros(round(seconds * RATE), np.float32), (), ())
    found = make_gesture(silence, Direction("happy"), times, seed=0)
    assert all(np.isfinite(getattr(found, part)).all() for part in PARTS)


def test_ten_minutes_are_laid_out_quickly():
    started = time.process_time()
    found = gesture(600, "playful")
    assert len(found.breath) == 15000
    assert time.process_time() - started < 5  # about 0.4 s; the bound only catches work that grows with the square
