"""The gesture is human in rate, speed and range, follows speech and words, and is switched off exactly."""

import dataclasses
import itertools

import numpy as np
import pytest

from revive.direction import EMOTIONS, Direction
from revive.face.blendshapes import BLENDSHAPES, INDEX
from revive.motion.breath import SHIFT
from revive.motion.conditioning import (
    BLINK,
    CHANNELS,
    INPUTS,
    STYLE,
    WORDS,
    Conditioning,
    conditioning_frames,
    emotion_vector,
)
from revive.motion.eyes import AFTER_PHRASE, at_pauses
from revive.motion.gesture import MOST_GLANCE, MOST_TURN, make_gesture
from revive.motion.gesture_diffusion import LENGTH, STEPS, TRAINED_STEPS, noise_levels, sample_gesture, window_starts
from revive.motion.options import MotionOptions
from revive.motion.prosody import RATE, Prosody, Stress
from revive.motion.style import blink_frames, measure_style
from revive.training.evaluate.gesture import Movement, differences, measure, movement_of

PARTS = ("scores", "rotation", "translation", "breath")
LID = INDEX["eyeBlinkLeft"]
GAZE = [i for i, name in enumerate(BLENDSHAPES) if name.startswith("eyeLook")]
DRAWN: dict = {}


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
    return Prosody(seconds, energy, np.zeros_like(energy), tuple(phrases), tuple(stresses))


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    """What was drawn for the same speech, feeling and seed is not drawn again: only how it is sampled differs."""
    from revive.motion import gesture as module

    def draw(told, *, seed, net=None, loop=False, progress=None):
        extra = tuple(None if part is None else part.tobytes() for part in (told.words, told.style))
        key = (told.frames.tobytes(), extra, seed)
        if key not in DRAWN:
            DRAWN[key] = sample_gesture(told, seed=seed)
        return DRAWN[key]

    monkeypatch.setattr(module, "sample_gesture", draw)


def gesture(seconds=30.0, emotion="neutral", strength=0.7, *, fps=25, seed=1, talk_seed=0, pace=1.0, **amounts):
    times = (np.arange(int(np.ceil(seconds * fps))) + 0.5) / fps
    return make_gesture(
        talk(seconds, talk_seed), Direction(emotion, strength, pace), times, MotionOptions(seed=seed, **amounts)
    )


def count_blinks(lid: np.ndarray) -> int:
    shut = lid >= 0.98
    return int((shut[1:] & ~shut[:-1]).sum() + shut[0])


def speeds(rotation: np.ndarray, fps: float) -> np.ndarray:
    """Degrees a second between neighbouring frames."""
    return np.linalg.norm(np.diff(rotation, axis=0), axis=1) * fps


@pytest.mark.slow
@pytest.mark.parametrize("fps", [12, 25, 29.97, 60])
def test_blinks_come_at_a_human_rate_and_close_the_eye(fps):
    lid = gesture(120, fps=fps).scores[:, LID]
    assert 10 <= count_blinks(lid) / 2 <= 25
    begun = int(((lid[1:] > 0.2) & (lid[:-1] <= 0.2)).sum())
    assert begun == count_blinks(lid)  # every one of them shuts the eye
    assert 0.15 < (lid > 0.2).sum() / fps / begun < 0.4  # seconds


@pytest.mark.slow
def test_blinks_do_not_tick_like_a_clock():
    lid = gesture(120, fps=25).scores[:, LID]
    shut = np.flatnonzero((lid[1:] >= 0.98) & (lid[:-1] < 0.98)) / 25
    intervals = np.diff(shut)
    assert intervals.std() / intervals.mean() > 0.3
    assert intervals.min() > 0.3


@pytest.mark.slow
def test_closing_is_faster_than_opening():
    lid = gesture(60, fps=100).scores[:, LID]
    lowest = np.flatnonzero((lid[1:-1] == 1) & (lid[:-2] < 1))[0] + 1
    closing = np.argmax(lid[lowest::-1] < 0.1)
    opening = np.argmax(lid[lowest:] < 0.1)
    assert 0.05 <= closing / 100 < opening / 100 <= 0.3


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "seed"), itertools.product([0.6, 1.0, 2.0, 3.2, 10.0], range(6)))
def test_first_blink_comes_soon_also_in_short_clips(seconds, seed):
    lid = gesture(seconds, seed=seed).scores[:, LID]
    assert np.argmax(lid >= 0.98) / 25 <= 3.2
    assert lid.max() >= 0.98


@pytest.mark.slow
def test_blink_amount():
    usual, double, none = (count_blinks(gesture(120, blink=blink).scores[:, LID]) for blink in (1, 2, 0))
    assert none == 0
    assert 1.4 < double / usual < 2.4


@pytest.mark.slow
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


@pytest.mark.slow
def test_amounts_scale():
    half, full, double = (np.abs(gesture(head_motion=amount).rotation).max() for amount in (0.5, 1, 2))
    assert half == pytest.approx(full / 2, rel=1e-3) and double == pytest.approx(2 * full, rel=1e-3)
    smile = INDEX["mouthSmileLeft"]
    slight, usual = (gesture(emotion="warm", expression=amount).scores[:, smile].mean() for amount in (0.5, 1))
    assert slight == pytest.approx(usual / 2, rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("emotion", EMOTIONS)
def test_head_keeps_to_human_speed_and_range(emotion):
    """Tracked speakers turn at 4 to 9 degrees a second in the median, at most 60 (99th percentile)."""
    for seed in range(2):
        found = gesture(20, emotion, seed=seed)
        speed = speeds(found.rotation, 25)
        assert speed.max() < 60  # degrees a second
        assert 1 < np.percentile(speed, 50) < 12  # it is alive, and calm
        assert (np.abs(found.rotation) <= MOST_TURN).all()
        assert np.abs(found.translation).max() <= SHIFT
        jump = np.abs(np.diff(found.rotation, n=2, axis=0)).max() * 25**2
        assert jump < 600  # degrees a second²: no jerk


@pytest.mark.slow
def test_head_uses_its_range():
    peaks = np.max([np.abs(gesture(20, seed=seed).rotation).max(0) for seed in range(4)], axis=0)
    assert (peaks > [1.5, 1.5, 1.0]).all()


@pytest.mark.slow
def test_no_drift_in_two_minutes():
    rotation = gesture(120).rotation
    pieces = rotation.reshape(6, -1, 3).mean(1)
    assert np.abs(pieces).max() < 2.5
    assert np.abs(np.polyfit(np.arange(6), pieces, 1)[0]).max() < 0.5  # degrees in twenty seconds


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.5, 1.5, 20])
def test_begins_and_ends_at_rest(seconds):
    found = gesture(seconds, "proud")
    assert np.abs(found.rotation[[0, -1]]).max() < 0.1
    assert np.abs(found.translation[[0, -1]]).max() < 0.01


@pytest.mark.slow
def test_head_moves_with_the_speech():
    prosody, found = talk(120), gesture(120)
    speed, middle = speeds(found.rotation, 25), np.arange(1, 120 * 25) / 25
    after = middle[:, None] - [s.time for s in prosody.stresses]
    nodding = ((after > 0) & (after < 0.35)).any(axis=1)
    silent = prosody.speaking(middle) < 0.1
    assert speed[nodding].mean() > 1.1 * speed[silent].mean()


def spoken(prosody: Prosody, seeds: int = 3) -> list[Movement]:
    """Takes of one speech."""
    times = (np.arange(round(prosody.duration * 25)) + 0.5) / 25
    takes = [make_gesture(prosody, Direction(), times, MotionOptions(seed=seed)) for seed in range(seeds)]
    return [movement_of(take, prosody) for take in takes]


@pytest.mark.slow
def test_nods_follow_stresses_and_blinks_follow_phrases():
    """The same movements, laid on other places of the same speech, fit less."""
    figures = measure(spoken(talk(120)))
    assert figures["nods"] > 0.1 and figures["nods_z"] > 3
    assert figures["blinks_in_pauses"] > 1.5 * figures["blinks_in_pauses_by_chance"]
    assert figures["blinks_in_pauses_z"] > 3


def test_the_nearest_blink_is_drawn_into_a_pause():
    phrases = ((0.5, 3.0), (3.5, 6.0), (6.05, 9.0))  # no pause after the second
    moved = at_pauses(np.array([1.0, 2.6, 5.9]), phrases)
    assert moved.tolist() == pytest.approx([1.0, 3.0 + AFTER_PHRASE, 5.9])
    assert at_pauses(np.array([1.0]), ()).tolist() == [1.0] and not len(at_pauses(np.zeros(0), phrases))


@pytest.mark.slow
def test_head_is_as_fast_and_goes_as_far_as_real_speakers():
    """Between the calmest and the liveliest tenth of 22 tracked speakers, a whole speech long."""
    figures = measure(spoken(talk(60)))
    assert figures["head_speed_low"] > 2.5 and figures["head_speed_high"] < 16.5  # degrees a second
    assert figures["head_range_low"] > 0.9 and figures["head_range_high"] < 10.0  # degrees


@pytest.mark.slow
def test_brows_follow_the_pitch_of_the_voice():
    plain = talk(120)
    ticks = np.arange(0, 121, 0.4)
    moments = (np.arange(len(plain.energy)) + 0.5) / RATE
    course = np.interp(moments, ticks, np.random.default_rng(0).normal(0, 3, len(ticks)))
    pitch = (course * plain.speaking(moments)).astype(np.float32)
    figures = measure(spoken(dataclasses.replace(plain, pitch=pitch), seeds=8))
    assert figures["brows_with_pitch"] > 0.03 and figures["brows_with_pitch_z"] > 2
    assert figures["brow_beats_z"] > 3


@pytest.mark.slow
def test_three_takes_of_one_speech_differ():
    figures = differences([spoken(talk(60))])
    assert figures["takes_apart"] > 1.5  # degrees
    assert abs(figures["takes_r"]) < 0.3


@pytest.mark.slow
@pytest.mark.parametrize("fps", [24, 29.97, 60])
def test_same_movement_at_any_frame_rate(fps):
    fine, coarse = gesture(20, "happy", fps=240), gesture(20, "happy", fps=fps)
    fine_times, times = (np.arange(len(fine.breath)) + 0.5) / 240, (np.arange(len(coarse.breath)) + 0.5) / fps
    for channel in range(3):
        expected = np.interp(times, fine_times, fine.rotation[:, channel])
        assert coarse.rotation[:, channel] == pytest.approx(expected, abs=0.02)
    assert coarse.breath == pytest.approx(np.interp(times, fine_times, fine.breath), abs=0.01)
    assert count_blinks(coarse.scores[:, LID]) == count_blinks(fine.scores[:, LID])


@pytest.mark.slow
def test_seed_decides():
    first, again, other = gesture(seed=7), gesture(seed=7), gesture(seed=8)
    for part in PARTS:
        assert np.array_equal(getattr(first, part), getattr(again, part))
        assert not np.array_equal(getattr(first, part), getattr(other, part))


def test_gaze_jumps_and_rests_near_the_viewer():
    gaze = gesture(120, head_motion=0).scores[:, GAZE]
    assert 0.04 < gaze.max() <= MOST_GLANCE
    moving = np.abs(np.diff(gaze, axis=0)).max(1) > 1e-4
    assert moving.mean() < 0.2  # at rest nearly always
    assert (np.sqrt((gaze**2).sum(1)) < 0.1).mean() > 0.6


@pytest.mark.slow
def test_eyes_never_look_both_ways():
    scores = gesture(60, "sad", 1.0).scores
    for one, other in (("Down", "Up"), ("In", "Out")):
        assert not (scores[:, INDEX[f"eyeLook{one}Left"]] * scores[:, INDEX[f"eyeLook{other}Left"]]).any()


@pytest.mark.slow
def test_eyes_stay_on_the_viewer_while_the_head_turns():
    still, turning = gesture(60, blink=0, head_motion=0), gesture(60, blink=0)
    assert not still.scores[:, GAZE].any()
    to_the_right = turning.scores[:, INDEX["eyeLookOutLeft"]] - turning.scores[:, INDEX["eyeLookInLeft"]]
    assert np.corrcoef(to_the_right, turning.rotation[:, 1])[0, 1] < -0.99


@pytest.mark.slow
def test_breathing_rate():
    breath = gesture(600).breath
    assert breath.min() >= 0 and 0.5 < breath.max() <= 1
    breaths = int(((breath[1:] > 0.3) & (breath[:-1] <= 0.3)).sum()) / 10
    assert 12 <= breaths <= 16


@pytest.mark.slow
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
    crooked = faces["playful"][:, INDEX["mouthSmileLeft"]] - faces["playful"][:, INDEX["mouthSmileRight"]]
    assert np.abs(crooked).mean() > 0.15  # on either side, which may change


@pytest.mark.slow
def test_emotions_carry_the_head_differently():
    def pitch(emotion):
        return np.mean([gesture(20, emotion, 1.0, seed=seed).rotation[:, 0].mean() for seed in range(3)])

    def speed(emotion):
        return np.mean([speeds(gesture(20, emotion, 1.0, seed=seed).rotation, 25).mean() for seed in range(3)])

    assert pitch("proud") < -1 < pitch("neutral") < 1 < pitch("sad") + 0.3
    assert speed("solemn") < 0.9 * speed("neutral") < 0.97 * speed("playful")


@pytest.mark.slow
def test_strength_zero_is_the_neutral_face():
    for part in PARTS:
        assert np.allclose(getattr(gesture(emotion="happy", strength=0), part), getattr(gesture(), part))


@pytest.mark.slow
def test_feeling_arrives_within_a_second_and_stays():
    takes = [gesture(20, "warm", seed=seed).scores[:, INDEX["mouthSmileLeft"]] for seed in range(4)]
    assert all(smile[0] < 0.02 for smile in takes)
    assert np.mean([smile[25:].min() / smile.max() for smile in takes]) > 0.6
    assert np.mean([smile[-1] / smile.max() for smile in takes]) > 0.8


@pytest.mark.parametrize("seconds", [0.04, 0.2, 0.5])
def test_very_short_and_silent_speech(seconds):
    times = (np.arange(max(1, round(seconds * 25))) + 0.5) / 25
    hush = np.zeros(round(seconds * RATE), np.float32)
    silence = Prosody(seconds, hush, hush, (), ())
    found = make_gesture(silence, Direction("happy"), times, MotionOptions())
    assert all(np.isfinite(getattr(found, part)).all() for part in PARTS)


@pytest.mark.slow
def test_ten_seconds_cost_little():
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from revive.training.gesture.network import GestureNetwork

    count = 2 * len(window_starts(250))  # with and without the conditions
    counted = FlopCounterMode(display=False)
    with counted, torch.inference_mode():
        GestureNetwork()(
            torch.zeros(count, LENGTH, len(CHANNELS)), torch.zeros(count), torch.zeros(count, LENGTH, len(INPUTS)),
            torch.zeros(count, WORDS), torch.zeros(count, len(STYLE) + 1),
        )  # fmt: skip
    flops = STEPS * counted.get_total_flops()
    assert 1e9 < flops < 2e10  # 6.7e9; the bound only catches a model several times as large


def test_noise_is_taken_away_step_by_step_from_the_most():
    levels = np.array(noise_levels(10))
    steps = -np.diff(levels)
    assert levels[0] == TRAINED_STEPS - 1 and levels[-1] > 0
    assert (steps > 0).all() and (np.diff(steps) > 0).all()  # smallest where there is most noise


@pytest.mark.slow
def test_windows_cover_everything_and_join_without_a_jump():
    for count in (1, 40, LENGTH, LENGTH + 1, 500, 1234):
        starts = window_starts(count)
        covered = np.zeros(starts[-1] + LENGTH, bool)
        for start in starts:
            covered[start : start + LENGTH] = True
        assert covered[:count].all()
        assert starts[-1] - (starts[-2] if len(starts) > 1 else 0) < LENGTH
    prosody = talk(60)
    told = conditioning_frames(prosody, np.tile(emotion_vector("happy", 0.7), (1500, 1)))
    channels = sample_gesture(Conditioning(told), seed=4)
    step = np.abs(np.diff(channels[:, :3], axis=0)).sum(axis=1)
    edges = np.array([edge for start in window_starts(1500)[1:] for edge in (start, start + 40) if edge < 1499])
    assert step[edges].mean() < 1.5 * step.mean()
    assert step.max() < 4  # degrees from one frame to the next


@pytest.mark.slow
def test_words_direct_what_no_feeling_does():
    from revive.direction.encoder import sentence_encoder

    def mean(manner, seeds=3):
        words = sentence_encoder().encode([manner])[0]
        told = conditioning_frames(talk(20), np.tile(emotion_vector("neutral", 0), (500, 1)))
        rows = [sample_gesture(Conditioning(told, words), seed=seed).mean(axis=0) for seed in range(seeds)]
        return dict(zip(CHANNELS, np.mean(rows, axis=0), strict=True))

    plain, smile, down, brows = map(mean, ("plain", "smiling broadly", "looking down", "eyebrows raised"))
    assert smile["mouthSmileLeft"] > plain["mouthSmileLeft"] + 0.2
    assert down["gaze down"] > plain["gaze down"] + 0.06
    assert brows["browInnerUp"] > plain["browInnerUp"] + 0.15


@pytest.mark.slow
def test_a_persons_style_is_taken_up():
    times = (np.arange(750) + 0.5) / 25

    def drawn(**told):
        style = np.array([told.get(name, 0.0) for name in ("head", "nod", "range", "blink", "brow")], np.float32)
        rows = [make_gesture(talk(30), Direction(), times, MotionOptions(seed=seed), style=style) for seed in range(3)]
        speed = np.mean([speeds(row.rotation, 25).mean() for row in rows])
        return speed, np.mean([count_blinks(row.scores[:, LID]) for row in rows])

    (calm, seldom), (lively, often) = drawn(head=-1.2, blink=-1.2), drawn(head=1.2, blink=1.2)
    assert lively > 1.3 * calm
    assert often > 1.3 * seldom


def test_style_counts_blinks_and_movement():
    channels = np.zeros((1500, len(CHANNELS)), np.float32)
    calm = measure_style(channels)
    channels[::100, CHANNELS.index(BLINK)] = 1
    channels[:, 0] = 3 * np.sin(np.arange(1500) / 5)
    lively = measure_style(channels)
    assert len(blink_frames(channels[:, CHANNELS.index(BLINK)])) == 15
    assert (lively[[0, 1, 2, 3]] > calm[[0, 1, 2, 3]]).all()


@pytest.mark.slow
def test_brows_go_up_with_the_voice():
    """The same loudness, said high and said low: brows go farther up with the high voice."""
    plain = talk(20)
    moments = (np.arange(len(plain.energy)) + 0.5) / RATE
    speaking = plain.speaking(moments).astype(np.float32)

    def brows(semitones):
        times = (np.arange(500) + 0.5) / 25
        prosody = dataclasses.replace(plain, pitch=semitones * speaking)
        rows = [make_gesture(prosody, Direction(), times, MotionOptions(seed=seed)).scores for seed in range(4)]
        return np.mean([row[:, INDEX["browOuterUpLeft"]].mean() for row in rows])

    assert brows(5.0) > 1.3 * brows(-3.0)
