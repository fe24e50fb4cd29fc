"""The pitch of a voice is found, in any blocks, and none where there is no voice."""

import numpy as np
import pytest

from revive.motion.pitch import RATE, SAMPLE_RATE, fundamental, intonation, semitones


def voice(hertz: np.ndarray) -> np.ndarray:
    """A buzz with this fundamental frequency, (N,) at SAMPLE_RATE."""
    phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
    return sum(np.sin(k * phase) / k for k in range(1, 8)).astype(np.float32) / 4


@pytest.mark.parametrize("middle", [95.0, 210.0])
def test_a_glide_is_followed(middle):
    times = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    hertz = middle * 2 ** (0.25 * np.sin(2 * times))
    found = fundamental([voice(hertz)])
    assert len(found) == 3 * RATE
    true = hertz[SAMPLE_RATE // RATE // 2 :: SAMPLE_RATE // RATE]
    assert np.abs(12 * np.log2(found[5:-5] / true[5:-5])).max() < 0.3


def test_blocks_do_not_matter():
    sound = voice(np.linspace(120, 180, 2 * SAMPLE_RATE))
    pieces = [sound[i : i + 3217] for i in range(0, len(sound), 3217)]
    assert fundamental(pieces) == pytest.approx(fundamental([sound]), rel=1e-3)


def test_noise_and_silence_have_none():
    noise = np.random.default_rng(0).standard_normal(2 * SAMPLE_RATE).astype(np.float32)
    assert np.isnan(semitones(fundamental([noise]))).mean() > 0.8
    assert np.isnan(semitones(fundamental([np.zeros(SAMPLE_RATE, np.float32)]))).all()
    assert len(semitones(fundamental([]))) == 0


def test_the_middle_is_the_speakers_own():
    high = semitones(fundamental([voice(np.linspace(180, 260, 2 * SAMPLE_RATE))]))
    assert abs(np.nanmedian(high)) < 0.1
    assert np.nanmax(high) - np.nanmin(high) == pytest.approx(12 * np.log2(260 / 180), abs=0.6)


@pytest.mark.slow
def test_a_question_ends_higher_than_it_is_spoken(speak):
    rises = intonation(speak("Are you coming home?", voice="joe"))
    falls = intonation(speak("I am coming home.", voice="joe"))

    def end(pitch):
        return np.nanmedian(pitch[~np.isnan(pitch)][-15:])

    assert end(rises) > end(falls) + 1
