"""Noise goes, the voice stays whose it was, and what is clean is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from revive.listening.speaker import similarity
from revive.voice.denoise import FRAME, Denoiser, attenuation
from tests.voice.sounds import RATE, at, embedding, hiss, true_snr, voice, write


@pytest.fixture(scope="module")
def denoiser():
    with Denoiser() as denoiser:
        yield denoiser


@pytest.mark.slow
def test_cleaning_brings_it_nearer_to_the_clean_voice(denoiser):
    snr = 8
    clean = voice()[: 3 * RATE]
    noisy = at(snr, clean, hiss(len(clean)))
    cleaned = denoiser.clean(noisy, attenuation(snr))
    assert len(cleaned) == len(clean)
    assert true_snr(cleaned, clean) > true_snr(noisy, clean) + 3
    assert similarity(embedding(cleaned), embedding(clean)) > similarity(embedding(noisy), embedding(clean)) + 0.03


@pytest.mark.slow
def test_no_more_is_taken_away_than_is_asked(denoiser):
    noise = hiss(RATE)
    left = [denoiser.clean(noise, less)[RATE // 2 :] for less in (6.0, 12.0)]
    for sound, less in zip(left, (6, 12), strict=True):
        assert abs(10 * np.log10(np.mean(np.square(sound)) / np.mean(np.square(noise))) + less) < 1


def test_the_clean_are_left_alone_and_the_noisiest_cleaned_most():
    assert attenuation(31) == 0
    assert 0 < attenuation(25) < attenuation(10) < attenuation(0) == attenuation(-5) <= 40


@pytest.mark.slow
def test_a_span_of_a_file_is_that_span(denoiser, tmp_path):
    sound = voice()[: RATE + 24100]
    raw = write(tmp_path / "raw.wav", sound)
    plain, cleaned = [], []
    denoiser.clean_span(raw, 50, 151, 0.0, plain.append, lambda fraction: None)
    denoiser.clean_span(raw, 50, 151, 20.0, cleaned.append, lambda fraction: None)
    plain, cleaned = np.concatenate(plain), np.concatenate(cleaned)
    assert len(plain) == len(cleaned) == 101 * FRAME
    expected = np.pad(0.5 * sound, (0, FRAME))[50 * FRAME : 151 * FRAME]
    assert np.allclose(plain, expected, atol=1e-4)
    assert true_snr(cleaned, plain) > 15  # a clean voice comes out as it went in, at its own place


@pytest.mark.slow
def test_numbers_that_are_none_do_not_spread(denoiser):
    sound = voice()[:RATE].copy()
    sound[1000:1100], sound[5000] = np.nan, np.inf
    assert np.isfinite(denoiser.clean(sound, 20.0)).all()
