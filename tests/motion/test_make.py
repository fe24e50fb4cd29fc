"""Speech becomes a Motion: one clock, lips before looks, flat memory."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.core.errors import Cancelled
from revive.core.progress import Progress
from revive.direction import Direction
from revive.face.blendshapes import INDEX
from revive.motion import Motion, make, make_motion
from revive.motion.gesture import Gesture
from revive.motion.make import count_frames, join_scores
from revive.motion.options import MotionOptions
from revive.motion.prosody import analyse_prosody
from revive.speech import Speech

RATE = 16000
PHRASES = ((0.5, 2.0), (2.6, 4.5), (5.2, 7.0))  # seconds


def babble(seconds: float = 8.0, gain: float = 0.3) -> np.ndarray:
    """Syllables of a hummed 140 Hz, four a second, every third one louder, within PHRASES."""
    t = np.arange(round(seconds * RATE)) / RATE
    syllable = np.abs(np.sin(np.pi * 4 * t)) * np.where(np.floor(4 * t) % 3 == 0, 1.0, 0.35)
    spoken = np.any([(t > start) & (t < end) for start, end in PHRASES], axis=0)
    return (gain * np.sin(2 * np.pi * 140 * t) * syllable * spoken).astype(np.float32)


def speech_of(sound: np.ndarray, folder: Path, rate: int = RATE) -> Speech:
    path = folder / "speech.wav"
    soundfile.write(path, sound, rate, subtype="PCM_16")
    return Speech(path, rate, len(sound))


@pytest.fixture
def still_mouth(monkeypatch):
    """A mouth that rests, so that what is tested is what is joined to it."""

    def move_mouth(speech, *, fps, frames, progress=None):
        return np.zeros((frames, 52), np.float32), np.zeros(frames, np.float32)

    monkeypatch.setattr(make, "move_mouth", move_mouth)


@pytest.mark.slow
def test_a_speech_becomes_a_motion(tmp_path):
    motion = make_motion(speech_of(babble(), tmp_path), Direction("happy", 0.8), MotionOptions(seed=3))
    assert isinstance(motion, Motion) and len(motion) == 200
    assert motion.scores.shape == (200, 52) and motion.closure.shape == motion.breath.shape == (200,)
    assert motion.rotation.shape == (200, 3) and motion.translation.shape == (200, 2)
    for values in (motion.scores, motion.closure, motion.rotation, motion.translation, motion.breath):
        assert values.dtype == np.float32 and np.isfinite(values).all()
    for values in (motion.scores, motion.closure, motion.breath):
        assert values.min() >= 0 and values.max() <= 1


@pytest.mark.parametrize(
    ("samples", "rate", "fps", "frames"),
    [
        (24000, 24000, 25, 25),
        (24001, 24000, 25, 26),  # no sound without a picture
        (1, 48000, 25, 1),
        (16000 * 600, 16000, 29.97, 17982),
        (48048, 48000, 30000 / 1001, 30),  # exactly thirty frames
        (22050 * 7, 22050, 60, 420),
        (44100 * 11 // 10, 44100, 30, 33),  # 1.1 * 30 is above 33 in floating point
        (24000 * 3, 24000, 12.5, 38),
    ],
)
def test_frames_are_counted_from_samples(samples, rate, fps, frames):
    assert count_frames(Speech(Path("unread.wav"), rate, samples), fps) == frames


@pytest.mark.slow
def test_the_same_seed_makes_the_same_motion(still_mouth, tmp_path):
    speech = speech_of(babble(), tmp_path)
    first, again, other = (make_motion(speech, Direction("warm"), MotionOptions(seed=seed)) for seed in (5, 5, 6))
    assert np.array_equal(first.scores, again.scores) and np.array_equal(first.rotation, again.rotation)
    assert not np.array_equal(first.rotation, other.rotation)


def test_prosody_finds_phrases_and_stresses(tmp_path):
    prosody = analyse_prosody(speech_of(babble(), tmp_path))
    assert np.array(prosody.phrases) == pytest.approx(np.array(PHRASES), abs=0.15)
    heavy = np.array([s.time for s in prosody.stresses if s.weight > 0.9])
    assert heavy == pytest.approx([0.875, 1.625, 3.125, 3.875, 5.375, 6.125, 6.875], abs=0.03)  # the louder syllables


def test_prosody_does_not_depend_on_the_level_or_the_rate(tmp_path):
    import soxr

    usual = analyse_prosody(speech_of(babble(), tmp_path))
    quiet = analyse_prosody(speech_of(babble(gain=0.02), tmp_path))
    other = analyse_prosody(speech_of(soxr.resample(babble(), RATE, 22050), tmp_path, 22050))
    for heard in (quiet, other):
        assert np.array(heard.phrases) == pytest.approx(np.array(usual.phrases), abs=0.06)


def test_silence_has_no_phrases(tmp_path):
    prosody = analyse_prosody(speech_of(np.zeros(RATE * 3, np.float32), tmp_path))
    assert prosody.phrases == () and prosody.stresses == ()
    assert not prosody.energy.any() and not prosody.speaking(np.linspace(0, 3, 20)).any()


def test_speech_without_pauses_is_divided(tmp_path):
    t = np.arange(RATE * 20) / RATE
    sound = (0.3 * np.sin(2 * np.pi * 150 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * t))).astype(np.float32)
    phrases = analyse_prosody(speech_of(sound, tmp_path)).phrases
    assert len(phrases) >= 4
    assert all(end - start <= 4.5 for start, end in phrases)


def gesture_of(**shapes) -> Gesture:
    scores = np.zeros((1, 52), np.float32)
    for name, score in shapes.items():
        scores[0, INDEX[name]] = score
    return Gesture(scores, np.zeros((1, 3)), np.zeros((1, 2)), np.zeros(1))


def test_a_smile_gives_way_to_round_lips_and_the_eyes_do_not():
    rounded = np.zeros((1, 52), np.float32)
    rounded[0, INDEX["mouthPucker"]] = 0.6
    smiling = gesture_of(mouthSmileLeft=0.6, eyeSquintLeft=0.3)
    spread = join_scores(np.zeros((1, 52), np.float32), np.zeros(1), smiling)[0]
    spoken = join_scores(rounded, np.zeros(1), smiling)[0]
    assert spread[INDEX["mouthSmileLeft"]] == pytest.approx(0.6)
    assert spoken[INDEX["mouthSmileLeft"]] < 0.25
    assert spoken[INDEX["eyeSquintLeft"]] == pytest.approx(0.3)
    assert spoken[INDEX["mouthPucker"]] == pytest.approx(0.6)


def test_nothing_parts_lips_that_are_to_touch():
    parting = gesture_of(mouthUpperUpLeft=0.4, mouthLowerDownRight=0.4, jawOpen=0.2, mouthSmileLeft=0.5)
    joined = join_scores(np.zeros((1, 52), np.float32), np.ones(1), parting)[0]
    assert not joined[[INDEX["mouthUpperUpLeft"], INDEX["mouthLowerDownRight"], INDEX["jawOpen"]]].any()
    assert joined[INDEX["mouthSmileLeft"]] == pytest.approx(0.5)


def test_cancelling_stops(tmp_path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_motion(speech_of(babble(), tmp_path), Direction(), MotionOptions(seed=1), progress=progress)


def test_the_gesture_reports_while_it_is_drawn(still_mouth, tmp_path):
    reports = []
    progress = Progress(reports.append)
    with progress.stage("motion"):
        make_motion(speech_of(babble(), tmp_path), Direction(), MotionOptions(seed=1), progress=progress)
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions) and len(set(fractions)) > 5 and 0.3 < fractions[-1] <= 0.5


def test_the_gesture_can_be_cancelled_while_it_is_drawn(still_mouth, tmp_path):
    progress = Progress()

    def stop(report):
        if report.fraction > 0.2:
            progress.cancel()

    progress.listener = stop
    with pytest.raises(Cancelled):
        make_motion(speech_of(babble(), tmp_path), Direction(), MotionOptions(seed=1), progress=progress)


def test_the_motion_reports_forward_alone(tmp_path):
    reports = []
    make_motion(speech_of(babble(), tmp_path), Direction(), MotionOptions(seed=1), progress=Progress(reports.append))
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions) and fractions[-1] >= 0.5


@pytest.mark.slow
def test_ten_minutes_need_little_more_memory_than_ten_seconds(still_mouth, tmp_path):
    def peak(seconds: float) -> float:
        """Megabytes, the finished motion not counted."""
        speech = speech_of(np.tile(babble(), round(seconds / 8)), tmp_path)
        tracemalloc.start()
        motion = make_motion(speech, Direction("happy"), MotionOptions(seed=1))
        most = tracemalloc.get_traced_memory()[1] - motion.scores.nbytes
        tracemalloc.stop()
        return most / 1e6

    peak(8)  # what is imported on the way
    assert peak(600) < 60  # the sound alone would be 38 MB of float32, the motion in float64 6 MB a copy
