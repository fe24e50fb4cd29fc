"""What is said is written down with its times; in silence, noise and music nothing is, and what is unsure is told."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from revive.listening import transcription
from revive.listening.levels import HOP, measure_levels
from revive.listening.transcription import Passage, Transcript, Word, transcribe
from revive.listening.voice_activity import VoiceActivity
from tests.voice.sounds import RATE, hiss, music, silence, write

WORDS = "When you were little, we walked to the river every Sunday morning. And then we had cake."


def hear(path, **options) -> Transcript:
    sound, rate = soundfile.read(path, dtype="float32")
    return transcribe(path, measure_levels([sound], rate), options.pop("tick", lambda fraction: None), **options)


def passage(text: str, start: float, *, sure: bool = True, seconds: float = 1.0) -> Passage:
    words = text.split()
    times = np.linspace(start, start + seconds, len(words) + 1).tolist()
    return Passage(tuple(Word(f" {word}", times[i], times[i + 1], 0.9) for i, word in enumerate(words)), sure)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """WORDS in the default voice."""
    from revive.direction import Direction
    from revive.speech import make_speech

    return make_speech(Direction(), tmp_path_factory.mktemp("spoken"), words=WORDS)


@pytest.mark.slow
def test_words_have_the_times_at_which_they_are_said(spoken, tmp_path):
    sound, rate = soundfile.read(spoken.path, dtype="float32")
    late = np.concatenate([np.zeros(3 * rate, np.float32), sound])
    soundfile.write(tmp_path / "late.wav", late, rate)
    heard = hear(tmp_path / "late.wav")
    assert (heard.language, heard.sure, heard.certainty) == ("en", True, 1.0) and heard.language_probability > 0.9
    assert [word.lower().strip(".,") for word in heard.text.split()] == [w.lower().strip(".,") for w in WORDS.split()]
    first, last = spoken.sentences[0].start + 3, spoken.sentences[-1].end + 3
    assert heard.words[0].start == pytest.approx(first, abs=0.1) and heard.words[-1].end == pytest.approx(last, abs=0.4)
    pause = spoken.sentences[1].end + 3  # between “morning” and “and”, which Whisper puts on either side
    assert [word.text.strip(" .") for word in heard.words if word.end <= pause + 0.02][-2:][0] in ("Sunday", "morning")
    assert all(word.start <= word.end for word in heard.words)


@pytest.mark.slow
def test_chinese_is_in_simplified_characters(tmp_path):
    from revive.direction import Direction
    from revive.speech import make_speech

    said = "爷爷总是给你买豆浆和油条。"
    heard = hear(make_speech(Direction(), tmp_path, words=said).path)
    assert heard.language == "zh" and heard.sure
    assert "豆浆" in heard.text and "豆漿" not in heard.text


def test_chinese_has_its_own_punctuation():
    for written, wanted in (("豆漿,", "豆浆，"), ("走吗?", "走吗？"), ("3.5,", "3.5,"), (" Tom!", " Tom!"), ("", "")):
        assert transcription._simplified(written) == wanted


@pytest.mark.slow
def test_where_nobody_speaks_nothing_is_written(tmp_path):
    heard = hear(write(tmp_path / "tape.wav", music(5), silence(2), hiss(RATE * 3), silence(1)))
    assert heard == Transcript() and not heard.sure and heard.text == ""


@pytest.mark.slow
def test_no_words_are_in_the_log(spoken, caplog):
    with caplog.at_level(logging.DEBUG):
        heard = hear(spoken.path)
    assert "river" in heard.text
    assert not [record for record in caplog.records if record.name == "faster_whisper"]
    assert "river" not in caplog.text


@pytest.mark.slow
def test_a_tick_that_raises_stops_it(spoken):
    def stop(fraction):
        if fraction >= transcription.DETECTING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hear(spoken.path, tick=stop)


def activity(*speech: tuple[float, float], seconds: float) -> VoiceActivity:
    """Somebody speaks in these seconds, a little quieter around every tenth."""
    steps = round(seconds / HOP)
    spoken = np.zeros(steps, bool)
    for start, end in speech:
        spoken[round(start / HOP) : round(end / HOP)] = True
    decibels = -30 + np.abs(np.arange(steps) % 1000 - 500) / 100
    return VoiceActivity(decibels.astype(np.float32), spoken, np.zeros(steps, bool), np.zeros(steps, bool))


def test_windows_hold_all_speech_and_no_long_pause_and_are_never_too_long():
    heard = activity((1, 3), (30, 100), (110, 111), seconds=120)
    windows = transcription._windows(heard)
    parts = [part for window in windows for part in window]
    assert max(sum(b - a for a, b in window) for window in windows) * HOP <= transcription.WINDOW
    covered = np.zeros(len(heard.speech), bool)
    for start, end in parts:
        assert not covered[start:end].any()
        covered[start:end] = True
    assert covered[heard.speech].all() and not covered[500:2800].any()


@pytest.mark.parametrize(
    ("language", "changed", "likely"),
    [
        ("en", {}, True),
        ("en", {"avg_logprob": -0.9}, False),
        ("en", {"compression_ratio": 5.0}, False),
        ("en", {"no_speech_prob": 0.8}, False),
        ("sw", {"avg_logprob": -0.5}, False),
        ("sw", {"avg_logprob": -0.2}, True),
        ("hi", {"avg_logprob": -0.1}, False),
    ],
)
def test_a_window_is_likely_right_or_not(language, changed, likely):
    figures = {"avg_logprob": -0.5, "compression_ratio": 1.5, "no_speech_prob": 0.1} | changed
    segment: Any = SimpleNamespace(**figures)
    assert transcription._likely(segment, language, 0.9) == likely
    assert not transcription._likely(segment, language, 0.3)


def test_words_that_are_improbable_make_their_sentence_unsure_and_no_other():
    words = [
        Word(" I", 0.0, 0.2, 0.9), Word(" am.", 0.2, 0.5, 0.9), Word(" Bin", 0.5, 0.7, 0.2), Word(" lu.", 0.7, 1, 0.4),
        Word(" Well", 3.0, 3.2, 0.9), Word(" done", 3.2, 3.5, 0.9),
    ]  # fmt: skip
    found = list(transcription._passages(words, likely=True))
    assert [(part.text, part.sure) for part in found] == [("I am.", True), ("Bin lu.", False), ("Well done", True)]
    assert not any(part.sure for part in transcription._passages(words, likely=False))


def test_what_is_unsure_is_left_out_and_parts_what_is_around_it():
    heard = Transcript("en", 0.9, (passage("I saw", 0), passage("Bin lu.", 1, sure=False), passage("the lake", 2)))
    assert heard.text == "I saw\nthe lake" and heard.certainty == pytest.approx(2 / 3) and heard.sure
    beside = Transcript("en", 0.9, (passage("I saw", 0), passage("the lake.", 1.2), passage("And you?", 9)))
    assert beside.text == "I saw the lake.\nAnd you?" and beside.certainty == 1


def test_where_most_is_unsure_all_is():
    heard = Transcript("en", 0.9, (passage("I saw", 0), passage("Bin lu.", 1, sure=False, seconds=2)))
    assert not heard.sure and heard.certainty == pytest.approx(1 / 3)
    assert heard.as_json() == {
        "language": "en", "language_probability": 0.9, "certainty": 0.333, "sure": False
    }  # fmt: skip
