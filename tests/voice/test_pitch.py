"""The pitch of vowels whose pitch is known."""

import numpy as np
import pytest

from revive.voice.pitch import declination, range_of, track_pitch
from tests.voice.vowels import RATE, phrase, vowel

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("hertz", [75.0, 118.0, 240.0, 420.0])
def test_pitch_is_found(hertz):
    (track,) = track_pitch([phrase(vowel(hertz, 0.7, breath=20.0))])
    assert range_of([track]).middle == pytest.approx(hertz, rel=0.01)
    assert np.isnan(track.hertz).mean() < 0.1


def test_range_and_declination_of_a_falling_phrase():
    tracks = track_pitch([phrase(vowel((160.0, 110.0)))])
    heard = range_of(tracks)
    semitones = 12 * np.log2(160 / 110)
    assert declination(tracks) == pytest.approx(-semitones / 1.5, rel=0.05)
    assert heard.semitones == pytest.approx(0.9 * semitones, rel=0.08)
    assert heard.low < heard.middle < heard.high


def test_a_rising_phrase_rises_and_a_short_one_says_nothing():
    rising = declination(track_pitch([phrase(vowel((150.0, 210.0), 1.0))]))
    assert rising is not None and rising > 2
    assert declination(track_pitch([phrase(vowel(150.0, 0.3))])) is None


def test_octaves_hold_where_every_second_pulse_is_weaker():
    sound = vowel(130.0)
    weaker = np.where(np.arange(len(sound)) / RATE * 130 % 2 < 1, 1.0, 0.8)
    assert range_of(track_pitch([phrase(sound * weaker)])).middle == pytest.approx(130, rel=0.01)


def test_hum_of_the_mains_is_not_taken_for_the_voice():
    sound = vowel(170.0, 1.0)
    hum = 0.2 * np.sin(2 * np.pi * 50 * np.arange(len(sound)) / RATE)
    assert range_of(track_pitch([phrase(sound + hum)])).middle == pytest.approx(170, rel=0.01)


def test_noise_and_nothing_have_no_pitch():
    noise = np.random.default_rng(0).normal(0, 0.1, RATE)
    for sound in (noise, np.zeros(RATE), noise[:200]):
        (track,) = track_pitch([phrase(sound)])
        assert np.isnan(track.hertz).mean() > 0.95
    assert track_pitch([]) == []


def test_what_the_tick_raises_stops_the_work():
    def stop(fraction):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        track_pitch([phrase(vowel(150.0, 0.3))], stop)
