"""The pitch of a voice is found, in any blocks, and none where there is no voice."""

import numpy as np
import pytest

from revive.listening.fundamental_frequency import RATE, SAMPLE_RATE, estimate_f0, f0_to_semitones
from revive.motion.prosody import intonation


def voice(hertz: np.ndarray) -> np.ndarray:
    """A buzz with this fundamental frequency, (N,) at SAMPLE_RATE."""
    phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
    return np.sum([np.sin(k * phase) / k for k in range(1, 8)], axis=0).astype(np.float32) / 4


@pytest.mark.parametrize("middle", [95.0, 210.0])
def test_a_glide_is_followed(middle):
    times = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    hertz = middle * 2 ** (0.25 * np.sin(2 * times))
    found = estimate_f0([voice(hertz)])
    assert len(found) == 3 * RATE
    true = hertz[SAMPLE_RATE // RATE // 2 :: SAMPLE_RATE // RATE]
    assert np.abs(12 * np.log2(found[5:-5] / true[5:-5])).max() < 0.3


def test_blocks_do_not_matter():
    sound = voice(np.linspace(120, 180, 2 * SAMPLE_RATE))
    pieces = [sound[i : i + 3217] for i in range(0, len(sound), 3217)]
    assert estimate_f0(pieces) == pytest.approx(estimate_f0([sound]), rel=1e-3)


def test_noise_and_silence_have_none():
    noise = np.random.default_rng(0).standard_normal(2 * SAMPLE_RATE).astype(np.float32)
    assert np.isnan(f0_to_semitones(estimate_f0([noise]))).mean() > 0.8
    assert np.isnan(f0_to_semitones(estimate_f0([np.zeros(SAMPLE_RATE, np.float32)]))).all()
    assert len(f0_to_semitones(estimate_f0([]))) == 0


def test_the_middle_is_the_speakers_own():
    high = f0_to_semitones(estimate_f0([voice(np.linspace(180, 260, 2 * SAMPLE_RATE))]))
    assert abs(np.nanmedian(high)) < 0.1
    assert np.nanmax(high) - np.nanmin(high) == pytest.approx(12 * np.log2(260 / 180), abs=0.6)


@pytest.mark.slow
def test_a_question_ends_higher_than_it_is_spoken(speak):
    rises = intonation(speak("Are you coming home?", voice="joe"))
    falls = intonation(speak("I am coming home.", voice="joe"))

    def end(pitch):
        return np.nanmedian(pitch[~np.isnan(pitch)][-15:])

    assert end(rises) > end(falls) + 1
