"""Steadiness, breath and formants of vowels in which they are known."""

import numpy as np
import pytest

from revive.voice.formants import formants, tract_length
from revive.voice.pitch import track_pitch
from revive.voice.quality import harmonics_to_noise, steadiness
from tests.voice.vowels import FORMANTS, phrase, vowel

NEIGHBOURS = 2 / np.sqrt(np.pi)  # mean difference of two draws of a normal distribution, in deviations


def heard(sound):
    phrases = [phrase(sound)]
    return phrases, track_pitch(phrases)


def unsteadiness(sound) -> tuple[float, float]:
    """Jitter and shimmer of a sound in which there is a voice."""
    found = steadiness(*heard(sound))
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.005, 0.01, 0.02])
def test_jitter_is_near(part):
    jitter, _ = unsteadiness(vowel(150.0, jitter=part))
    assert jitter == pytest.approx(100 * NEIGHBOURS * part, rel=0.15)


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.03, 0.06, 0.1])
def test_shimmer_is_near(part):
    _, shimmer = unsteadiness(vowel(150.0, shimmer=part))
    assert shimmer == pytest.approx(100 * NEIGHBOURS * part, rel=0.3)


@pytest.mark.slow
def test_a_steady_voice_is_steady_and_silence_says_nothing():
    jitter, shimmer = unsteadiness(vowel(150.0))
    assert jitter < 0.1 and shimmer < 1.5
    assert steadiness(*heard(np.zeros(48000))) is None


@pytest.mark.slow
def test_harmonics_stand_out_more_as_the_noise_falls():
    ratios = [harmonics_to_noise(heard(vowel(150.0, breath=breath))[1]) for breath in (5.0, 10.0, 20.0, 30.0)]
    assert np.diff(ratios).min() > 3
    assert ratios[1] == pytest.approx(10, abs=2.5) and ratios[2] == pytest.approx(20, abs=4.5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "true",
    [FORMANTS, tuple(1.15 * hertz for hertz in FORMANTS), (300, 2300, 3000, 3600, 4600), (750, 1200, 2500, 3500, 4500)],
    ids=["ə", "ə of a shorter tract", "i", "a"],
)
@pytest.mark.parametrize("pitch", [110.0, 190.0])
def test_formants_are_found(true, pitch):
    assert formants(*heard(vowel(pitch, 0.6, formants=true))) == pytest.approx(list(true[:4]), rel=0.08)


def test_length_of_a_tube():
    tube = [350.0 / (4 * 0.17) * odd for odd in (1, 3, 5, 7)]
    assert tract_length(tube) == pytest.approx(17.0)
    assert tract_length([0.0, *tube[1:]]) == pytest.approx(17.0)
    assert tract_length([0.0] * 4) is None


def test_formants_of_silence_are_none():
    assert formants(*heard(np.zeros(24000))) == [0.0] * 4
