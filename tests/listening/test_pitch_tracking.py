"""The pitch of voices whose pitch is known, spoiled as recordings are; and none where there is no voice."""

import numpy as np
import pytest
import soxr
from scipy.signal import butter, sosfiltfilt

from revive.listening.pitch_tracking import HOP, RATE, SAMPLE_RATE, track_f0
from tests.voice import vowels

EDGE = 5  # values at both ends of a sound, of which a window sees only a part


def vowel(pitch, seconds: float = 0.6, **manner) -> np.ndarray:
    """(N,) float32 at SAMPLE_RATE, see `vowels.vowel`."""
    return soxr.resample(vowels.vowel(pitch, seconds, **manner), vowels.RATE, SAMPLE_RATE).astype(np.float32)


def noise(length: int, snr: float, sound: np.ndarray) -> np.ndarray:
    """(length,) white, `snr` dB below `sound`."""
    hiss = np.random.default_rng(0).standard_normal(length) * np.std(sound) * 10 ** (-snr / 20)
    return hiss.astype(np.float32)


def wrong(sound: np.ndarray, true: float | np.ndarray) -> float:
    """The part of the moments that have no voice or one that is a semitone or more off."""
    found = track_f0([sound])[EDGE:-EDGE]
    off = np.abs(12 * np.log2(found / np.broadcast_to(true, len(found))))
    return 1 - float((off < 1).mean())  # NaN is not below 1


@pytest.mark.parametrize("hertz", [68.0, 95.0, 150.0, 240.0, 380.0, 550.0])
def test_low_and_high_voices_are_heard(hertz):
    assert wrong(vowel(hertz, breath=20.0), hertz) == 0


def test_a_glide_is_followed():
    sound = vowel((110.0, 260.0), 1.0)
    true = 110 * (260 / 110) ** ((np.arange(RATE) + 0.5) / RATE)
    found = track_f0([sound])
    assert len(found) == RATE and found.dtype == np.float32
    assert np.abs(12 * np.log2(found / true))[EDGE:-EDGE].max() < 0.3


@pytest.mark.parametrize("hertz", [90.0, 210.0, 340.0])
def test_noise_telephone_and_hum_do_not_mislead(hertz):
    sound = vowel(hertz)
    times = np.arange(len(sound)) / SAMPLE_RATE
    assert wrong(sound + noise(len(sound), 5.0, sound), hertz) < 0.05
    telephone = butter(4, (300, 3400), "bandpass", fs=SAMPLE_RATE, output="sos")
    assert wrong(sosfiltfilt(telephone, sound).astype(np.float32), hertz) < 0.05
    assert wrong((sound + 0.2 * np.sin(2 * np.pi * 50 * times)).astype(np.float32), hertz) < 0.05


def test_a_hoarse_voice_keeps_its_octave():
    assert wrong(vowel(85.0, 1.0, jitter=0.02, shimmer=0.1, breath=8.0), 85.0) < 0.1
    sound = vowel(130.0)
    weaker = np.where(np.arange(len(sound)) / SAMPLE_RATE * 130 % 2 < 1, 1.0, 0.8)
    assert wrong((sound * weaker).astype(np.float32), 130.0) == 0


def test_voice_is_told_from_noise_and_silence():
    sound = vowel(140.0)
    hiss = noise(SAMPLE_RATE // 2, 0.0, sound)
    heard = ~np.isnan(track_f0([np.concatenate([hiss, np.zeros(SAMPLE_RATE // 2, np.float32), sound, hiss])]))
    start, end = RATE, RATE + len(sound) // HOP
    assert heard[start + 2 : end - 2].all()
    assert heard[: start - 2].mean() < 0.03 and heard[end + 2 :].mean() < 0.03


@pytest.mark.parametrize("length", [0, 1, HOP, 10 * HOP])
def test_nothing_has_no_pitch(length):
    found = track_f0([np.zeros(length, np.float32)])
    assert len(found) == -(-length // HOP) and np.isnan(found).all()
    assert len(track_f0([])) == 0


def test_blocks_do_not_matter():
    sound = vowel((120.0, 180.0), 1.0)
    pieces = [sound[i : i + 3217] for i in range(0, len(sound), 3217)]
    assert track_f0(pieces) == pytest.approx(track_f0([sound]), rel=1e-3, nan_ok=True)
