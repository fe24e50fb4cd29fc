"""Turns become one speech, and each face is moved by its own alone."""

import dataclasses

import numpy as np
import pytest
import soundfile

from revive.core.errors import UserError
from revive.speech import Sentence, Speech, SpeechOptions
from revive.speech.make import distinct_voices
from revive.speech.turns import PAUSES, SaidTurn, join_turns


def said(path, face: int, seconds: float, rate: int, text: str) -> SaidTurn:
    """A turn: a hum that begins after half a second."""
    sound = np.zeros(round((seconds + 1) * rate))
    hum = 0.2 * np.sin(2 * np.pi * 150 * np.arange(round(seconds * rate)) / rate)
    sound[rate // 2 : rate // 2 + len(hum)] = hum * (1 + 0.5 * np.sin(2 * np.pi * 4 * np.arange(len(hum)) / rate))
    soundfile.write(path, sound, rate)
    sentences = (Sentence(text, 0.5, 0.5 + seconds / 2, 0), Sentence(text, 0.5 + seconds / 2, 0.5 + seconds, 1))
    return SaidTurn(face, Speech(path, rate, len(sound), "en", sentences, synthetic=True))


@pytest.fixture
def talk(tmp_path):
    turns = [
        said(tmp_path / "a.wav", 1, 1.0, 24000, "Remember?"), said(tmp_path / "b.wav", 2, 2.0, 22050, "I do."),
        said(tmp_path / "c.wav", 1, 1.0, 24000, "Good."),
    ]  # fmt: skip
    return join_turns(turns, [1, 2, 3], tmp_path, seed=5)


def test_pauses_between_turns_are_those_of_people(talk):
    assert [turn.face for turn in talk.turns] == [1, 2, 1]
    for one, two in zip(talk.turns, talk.turns[1:], strict=False):
        assert PAUSES[0] - 0.04 < two.start - one.end < PAUSES[1] + 0.04
    assert talk.speech.samples == soundfile.info(talk.speech.path).frames
    assert [line.speaker for line in talk.speech.sentences] == [1, 1, 2, 2, 1, 1]
    assert [line.number for line in talk.speech.sentences] == list(range(6))
    for line in talk.speech.sentences:
        assert any(turn.start - 0.06 < line.start < line.end < turn.end + 0.06 for turn in talk.turns)


def test_the_speech_of_a_face_is_silent_where_another_has_the_word(talk):
    whole, rate = soundfile.read(talk.speech.path)
    own = {face: soundfile.read(speech.path)[0] for face, speech in talk.own.items()}
    assert np.abs(sum(own.values()) - whole).max() < 1e-3
    for turn in talk.turns:
        here = slice(round(turn.start * rate), round(turn.end * rate))
        for face, sound in own.items():
            assert bool(np.any(sound[here])) == (face == turn.face)
    assert not own[3].any() and talk.own[3].share == 0 and talk.own[3].sentences == ()
    assert talk.own[1].share == pytest.approx(2.0 / talk.speech.duration, abs=0.03)


def test_nobody_has_the_voice_of_another():
    free = SpeechOptions()
    voices = distinct_voices([("Hello there.", free), ("Good night.", dataclasses.replace(free, voice="joe")),
                              ("How are you?", free)])  # fmt: skip
    names = [options.voice for options in voices]
    assert names[0] == "heart" and names[1] == "joe" and len(set(names)) == 3
    with pytest.raises(UserError, match="too few for a different one"):
        distinct_voices([("Bonjour ma chérie, je suis là.", free)] * 4)
