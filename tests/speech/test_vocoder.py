"""A voice taken apart and put together: its pitch, its range, its formants and its timbre are changed as asked."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from revive.speech.likeness import Likeness, coloured
from revive.speech.vocoder import BANDS, PERIOD, analyse, band_centres, change, changed, synthesise

pytestmark = pytest.mark.slow

RATE = 24000


@pytest.fixture(scope="module")
def sound(spoken) -> np.ndarray:
    samples, rate = soundfile.read(spoken.path, dtype="float32")
    assert rate == RATE
    return samples[: 3 * rate]


def middle(sound: np.ndarray) -> float:
    f0 = analyse(sound, RATE).f0
    return float(np.median(f0[f0 > 0]))


def test_put_together_it_is_the_same_length_and_pitch(sound):
    again = synthesise(analyse(sound, RATE))
    assert len(again) == len(sound)
    assert middle(again) == pytest.approx(middle(sound), rel=0.02)


def test_breathiness_between_the_frames_in_which_it_is_measured(sound):
    import pyworld

    anatomy = analyse(sound, RATE)
    times = np.arange(len(anatomy.f0)) * PERIOD / 1000
    every = pyworld.d4c(sound.astype(np.float64), anatomy.f0, times, RATE)
    voiced = anatomy.f0 > 0
    assert np.abs(anatomy.breath - every)[voiced].mean() < 0.3 * every[voiced].std()
    assert (anatomy.breath[~voiced] == 1).all()


def test_where_there_is_no_voice_all_is_breath():
    quiet = np.random.default_rng(0).normal(0, 0.01, RATE).astype(np.float32)
    anatomy = analyse(quiet, RATE, f0=np.zeros(80), hop=300)
    assert anatomy.breath.shape == anatomy.envelope.shape and anatomy.breath[anatomy.f0 == 0].min() > 0.99


@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_pitch_is_multiplied(sound, factor):
    assert middle(change(sound, RATE, pitch=factor)) == pytest.approx(factor * middle(sound), rel=0.03)


def test_a_smaller_spread_is_calmer(sound):
    anatomy = analyse(sound, RATE)
    voiced = anatomy.f0 > 0
    calm = changed(anatomy, spread=0.5)
    assert np.std(np.log(calm.f0[voiced])) == pytest.approx(0.5 * np.std(np.log(anatomy.f0[voiced])), rel=0.01)
    assert not calm.f0[~voiced].any()


def test_a_longer_tract_lowers_the_formants(sound):
    anatomy = analyse(sound, RATE)
    frequencies = np.linspace(0, RATE / 2, anatomy.envelope.shape[1])

    def centre(envelope):
        return float((envelope.mean(0) * frequencies).sum() / envelope.mean(0).sum())

    assert centre(changed(anatomy, tract=1.15).envelope) < 0.95 * centre(anatomy.envelope)


def test_timbre_raises_its_band_and_keeps_the_loudness(sound):
    gains = np.where(band_centres() > 2000, 9.0, 0.0)
    after = coloured(sound, RATE, gains)

    def share(sound):  # of the power above 2.5 kHz
        power = np.abs(np.fft.rfft(sound)) ** 2
        return power[np.fft.rfftfreq(len(sound), 1 / RATE) > 2500].sum() / power.sum()

    assert 10 * np.log10(share(after) / share(sound)) > 5
    assert np.square(after).mean() == pytest.approx(np.square(sound).mean(), rel=0.05)
    assert len(after) == len(sound) and len(gains) == BANDS


def test_a_likeness_that_asks_for_nothing_leaves_every_sample(sound):
    assert Likeness().shape(sound, RATE) is sound
