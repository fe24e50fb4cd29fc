"""The recogniser's verdict on the voices: how errors are counted, and one sentence of each language."""

import json

import pytest

from revive.training.evaluate.recogniser import installed
from revive.training.evaluate.speech import MEASURES, error_rate, evaluate_speech, normalised, read_sentences, table

pytestmark = pytest.mark.slow

recognised = pytest.mark.skipif(not installed(), reason="the speech recogniser is not installed")


def test_twenty_sentences_each_and_twenty_others_to_choose_by():
    for code in MEASURES:
        test, tune = read_sentences(code), read_sentences(code, "tune")
        assert len(set(test)) == len(set(tune)) == 20
        assert not set(test) & set(tune)


def test_what_is_not_a_difference_is_not_counted():
    assert normalised("I've got 2 cats, Tom!", "en") == normalised("I have got two cats Tom", "en")
    assert normalised("生日快樂，我30歲了。", "zh") == normalised("生日快乐 我三十岁了", "zh")


@recognised
def test_errors_are_a_share_of_what_was_said():
    assert error_rate(["we had some cake"], ["we had sun cake"], "en") == 0.25
    assert error_rate(["生日快乐"], ["生日快了"], "zh") == 0.25
    assert error_rate(["a b", "c d"], ["a b", "c d"], "en") == 0.0


@recognised
def test_the_english_voice_is_understood(monkeypatch, tmp_path):
    few = {"en": {"test": read_sentences("en")[:2]}}
    path = tmp_path / "few.json"
    path.write_text(json.dumps(few), encoding="utf-8")
    monkeypatch.setattr("revive.training.evaluate.speech.SENTENCES", path)
    figures = evaluate_speech("en")
    assert figures["en"]["rate"] <= 0.1 and figures["en"]["voice"] == "heart"
    assert len(figures["en"]["sentences"]) == 2
    assert "word error rate" in table(figures)
