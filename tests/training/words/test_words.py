"""The language model learns the form of a message, and a head reads moods."""

import json
from pathlib import Path

import pytest

from revive.drafting.adapter import FILES
from revive.drafting.gemma import load_model
from revive.teaching.manner.messages import parts, read_messages
from revive.training.words.moods import train_mood
from revive.training.words.train import train_words
from tests.drafting.tiny import make_tiny, write_messages


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny(tmp_path_factory.mktemp("tiny"))


def quiet(line: str) -> None:
    pass


@pytest.fixture
def messages(tmp_path) -> Path:
    return write_messages(tmp_path / "messages")


@pytest.mark.slow
def test_the_whole_training(tiny, messages, tmp_path):
    figures = train_words(messages, tmp_path / "out", folder=tiny, epochs=1, say=quiet)
    assert figures["after"]["all"] < figures["before"]["all"]
    assert {*FILES, "mood.safetensors", "figures.json"} <= {path.name for path in (tmp_path / "out").iterdir()}
    settings = json.loads((tmp_path / "out" / FILES[1]).read_text())
    assert str(tiny) not in json.dumps(settings)
    assert figures["moods"]["all"] == 1.0  # they differ in every word


@pytest.mark.slow
def test_the_head_of_moods_comes_back(tiny, messages, tmp_path):
    from revive.drafting.mood import mood_head, readings

    model, tokenizer = load_model(tiny)
    train_mood(parts(read_messages(messages)), tmp_path / "mood.safetensors", model, tokenizer, say=quiet)
    head = mood_head(tmp_path / "mood.safetensors")
    likely = head.read(readings(model, tokenizer, ["Tom, the apple pies! Hello, hello!"]))
    assert head.moods[int(likely[0].argmax())] == "happy"
    assert abs(float(likely.sum()) - 1) < 1e-5
