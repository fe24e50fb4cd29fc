"""Mel bands and pitch are what librosa gives."""

import librosa
import numpy as np
import pytest

from revive.listening.features import hertz_to_mel, mel_filters, mel_power, mel_to_hertz, yin


@pytest.fixture
def spoken(speak) -> dict[int, np.ndarray]:
    """Rate -> a sentence of the project's own voice, with silence before it and noise after."""
    import soundfile

    sound, rate = soundfile.read(speak("Remember the apple pies by the lake.").path, dtype="float32")
    noise = np.random.default_rng(1).normal(0, 0.02, 8000)
    whole = np.concatenate([np.zeros(4000), sound, noise]).astype(np.float32)
    return {target: librosa.resample(whole, orig_sr=rate, target_sr=target) for target in (8000, 16000)}


def test_mels_and_hertz_are_each_others_inverse_and_librosas():
    hertz = np.array([0.0, 60, 440, 999, 1000, 1001, 3000, 7600, 20000])
    assert np.allclose(hertz_to_mel(hertz), librosa.hz_to_mel(hertz))
    assert np.allclose(mel_to_hertz(hertz_to_mel(hertz)), hertz)
    assert np.allclose(mel_to_hertz(np.arange(40.0)), librosa.mel_to_hz(np.arange(40.0)))


@pytest.mark.parametrize(
    ("rate", "window", "bands", "low", "high"), [(16000, 512, 64, 60, 7600), (8000, 400, 20, 0, 4000)]
)
def test_the_filters_are_librosas(rate, window, bands, low, high):
    theirs = librosa.filters.mel(sr=rate, n_fft=window, n_mels=bands, fmin=low, fmax=high)
    assert np.allclose(mel_filters(rate, window, bands, low, high).T, theirs, atol=1e-7)


def test_mel_power_is_librosas(spoken):
    ours = mel_power(spoken[16000], 16000, window=512, hop=160, bands=64, lowest=60, highest=7600)
    theirs = librosa.feature.melspectrogram(
        y=spoken[16000], sr=16000, n_fft=512, hop_length=160, n_mels=64, fmin=60, fmax=7600, center=False
    ).T
    assert ours.dtype == np.float32 and ours.shape == theirs.shape
    assert np.abs(10 * np.log10(ours + 1e-9) - 10 * np.log10(theirs + 1e-9)).max() < 1e-3  # dB


def test_the_pitch_is_librosas(spoken):
    ours = yin(spoken[8000], 8000, window=512, hop=80, lowest=65, highest=450)
    theirs = librosa.yin(spoken[8000], fmin=65, fmax=450, sr=8000, frame_length=512, hop_length=80, center=False)
    assert len(ours) == len(theirs) > 100
    assert np.mean(np.abs(ours / theirs - 1) < 1e-4) > 0.995  # two troughs may be as deep as each other


@pytest.mark.parametrize("hertz", [70.0, 123.4, 220.0, 430.0])
def test_a_tone_is_heard_at_its_pitch(hertz):
    time = np.arange(8000) / 8000
    tone = np.sum([np.sin(2 * np.pi * k * hertz * time) / k for k in (1, 2, 3)], axis=0).astype(np.float32)
    assert np.median(yin(tone, 8000, window=512, hop=80, lowest=65, highest=450)) == pytest.approx(hertz, rel=0.005)
