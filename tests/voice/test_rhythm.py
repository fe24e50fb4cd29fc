"""Phrases, pauses and syllables of a babble whose syllables are counted."""

import numpy as np
import pytest

from revive.voice.phrases import SAMPLE_RATE, listen
from revive.voice.pitch import track_pitch
from revive.voice.rhythm import rhythm
from tests.voice.vowels import babble, silence, vowel, write


def hear(path, most=180.0):
    return listen([path], most=most, tick=lambda fraction: None)


def rhythm_of(path):
    recordings = hear(path)
    return rhythm(recordings, track_pitch([phrase for recording in recordings for phrase in recording.phrases]))


@pytest.mark.slow
@pytest.mark.parametrize("rate", [2.5, 5.0])
def test_syllables_are_counted(tmp_path, rate):
    path = write(tmp_path / "a.wav", silence(0.5), babble(rate, 10), silence(0.5))
    assert rhythm_of(path).articulation_rate == pytest.approx(rate, rel=0.12)


@pytest.mark.slow
def test_pauses_are_counted(tmp_path):
    part = vowel(140.0, 1.0)
    path = write(tmp_path / "a.wav", silence(1), part, silence(0.5), part, silence(0.15), part, silence(0.9), part)
    heard = rhythm_of(path)
    seconds = 4 + 0.5 + 0.15 + 0.9
    assert heard.pauses_a_minute == pytest.approx(2 / seconds * 60, rel=0.05)
    assert heard.pause == pytest.approx(0.7, abs=0.05)
    assert heard.pause_share == pytest.approx(1.4 / seconds, abs=0.03)
    assert heard.speaking_rate < heard.articulation_rate


def test_phrases_are_what_is_said(tmp_path):
    path = write(tmp_path / "a.wav", silence(1), vowel(140.0, 0.8), silence(0.6), vowel(140.0, 1.2), silence(1))
    (recording,) = hear(path)
    assert [phrase.start for phrase in recording.phrases] == pytest.approx([0.95, 2.35], abs=0.05)
    assert [len(phrase.sound) / SAMPLE_RATE for phrase in recording.phrases] == pytest.approx([0.9, 1.3], abs=0.08)
    assert recording.room is not None and recording.room < -60


@pytest.mark.slow
def test_a_long_phrase_is_cut_and_is_no_pause(tmp_path):
    sound = vowel(140.0, 2.0)
    (recording,) = hear(write(tmp_path / "a.wav", silence(0.5), *[sound] * 10, silence(0.5)))
    assert len(recording.phrases) == 2 and recording.pauses == ()
    assert recording.spoken == pytest.approx(20, abs=0.1)


@pytest.mark.slow
def test_every_file_is_heard_within_the_limit(tmp_path):
    long = write(tmp_path / "long.wav", *[vowel(140.0, 2.0)] * 3)
    short = write(tmp_path / "short.wav", vowel(140.0, 1.0))
    told = []
    recordings = listen([short, long, long], most=5.0, tick=told.append)
    assert [recording.spoken for recording in recordings] == pytest.approx([1.0, 2.0, 2.0], abs=0.05)
    assert told == sorted(told) and told[0] >= 0 and told[-1] <= 1


def test_silence_has_no_phrases(tmp_path):
    (recording,) = hear(write(tmp_path / "a.wav", silence(1)))
    assert recording.phrases == () and recording.seconds == 0
    assert recording.room is not None and np.isfinite(recording.room)
