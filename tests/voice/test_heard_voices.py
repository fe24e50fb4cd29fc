"""A second voice in a recording is told, and one voice in other circumstances is not taken for two."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from revive.speech.speech import Speech
from revive.voice.heard_voices import count_voices, voices_note
from tests.voice.sounds import RATE, music, other_voice, silence, voice

pytestmark = pytest.mark.slow
PAUSE = silence(0.8)


def count(tmp_path, *sounds: np.ndarray) -> int:
    sound, path = np.concatenate(sounds), tmp_path / "speech.wav"
    soundfile.write(path, 0.5 * sound / max(np.abs(sound).max(), 1e-6), RATE)
    fractions = []
    found = count_voices(Speech(path, RATE, len(sound)), fractions.append)
    assert fractions == sorted(fractions) and fractions[-1] <= 1
    return found


@pytest.mark.parametrize("decibels", [0, -15])
def test_two_people_are_two_voices(tmp_path, decibels):
    assert count(tmp_path, voice(), PAUSE, 10 ** (decibels / 20) * other_voice()) == 2


def test_one_person_is_one_voice_louder_softer_on_music_or_with_a_word_called_in(tmp_path):
    said = voice(1)
    on_music = voice() + 0.5 * music(7)[: len(voice())]
    assert count(tmp_path, voice(), PAUSE, 0.1 * said) == 1
    assert count(tmp_path, on_music, PAUSE, said) == 1
    assert count(tmp_path, voice(), PAUSE, said, PAUSE, other_voice()[:RATE], PAUSE, said) == 1


def test_nobody_is_no_voice(tmp_path):
    assert count(tmp_path, silence(2)) == 0
    assert voices_note(0) is None and voices_note(1) is None


def test_the_choice_is_told_in_one_sentence():
    note = voices_note(2)
    assert note is not None
    told = note.in_every_language()
    assert all(text.count("2") == 1 and "voice clean" in text for text in told.values())
