"""What is understood from a prompt, measured on prompts as families write them, labelled by hand.

`prompts.csv`: half (only the development half was used while the reading was tuned), language, prompt, the emotions
that fit, light, background.
"""

import csv
import functools
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from revive.core.errors import UserError
from revive.direction import BACKGROUNDS, EMOTIONS, LIGHTS, Direction, encoder, read_direction
from revive.direction.anchors import BACKGROUND_ANCHORS, EMOTION_ANCHORS, LIGHT_ANCHORS, PLAIN
from revive.direction.chinese import to_english
from revive.direction.encoder import sentence_encoder
from revive.direction.modifiers import split_denied, without_names

PARTS = ("emotion", "light", "background")


def labelled(half: str, language: str) -> list[dict[str, str]]:
    with Path(__file__).with_name("prompts.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if (row["half"], row["language"]) == (half, language)]


read_once = functools.cache(read_direction)


def misread(rows: list[dict[str, str]], part: str) -> list[str]:
    """The prompts whose `part` is not read as labelled, with what was read instead."""
    wrong = []
    for row in rows:
        read = getattr(read_once(row["prompt"]), part)
        fits = read in row["emotions"].split() if part == "emotion" else read == row[part]
        if not fits:
            wrong.append(f"{row['prompt']}: {read}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh", "es"])
@pytest.mark.parametrize("part", PARTS)
def test_held_out_prompts_are_understood(part, language, capsys):
    rows = labelled("held out", language)
    right = 1 - len(misread(rows, part)) / len(rows)
    with capsys.disabled():
        print(f"\n{part}, held out, {language}: {right:.0%} of {len(rows)}", end=" ")
    assert right >= 0.85


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_development_prompts_are_understood(part):
    rows = [row for language in ("en", "zh", "es") for row in labelled("development", language)]
    assert misread(rows, part) == []


def test_every_choice_has_its_phrases():
    assert set(EMOTION_ANCHORS) - {PLAIN} == set(EMOTIONS) - {"neutral"}
    assert set(LIGHT_ANCHORS) - {PLAIN} == set(LIGHTS) - {"as it is"}
    assert set(BACKGROUND_ANCHORS) - {PLAIN} == set(BACKGROUNDS) - {"as it is"}


@pytest.mark.slow
@pytest.mark.parametrize("prompt", ["", "   ", "...!?", "1940", "，。", "日本語", "x" * 1000, "🙂"])
def test_nothing_said_is_neutral(prompt):
    direction = read_direction(prompt)
    assert (direction.emotion, direction.light, direction.background) == ("neutral", "as it is", "as it is")


def test_same_prompt_same_direction():
    assert read_direction("Grandma, warm and proud") == read_direction("  Grandma,\n warm   and proud ")
    assert read_direction("") == Direction()


@pytest.mark.parametrize("feeling", ["sad", "happy", "proud"])
def test_strength_follows_the_words(feeling):
    slightly, plainly, very = (read_direction(f"{how}{feeling}").strength for how in ("slightly ", "", "very "))
    assert 0 < slightly < plainly - 0.1 < very - 0.2 <= 0.8


def test_strength_follows_the_words_in_chinese():
    slightly, plainly, very = (read_direction(f"{how}悲伤").strength for how in ("有点", "", "非常"))
    assert slightly < plainly < very


def test_pace():
    slow, elderly, plain, fast = (
        read_direction(p).pace for p in ("a slow speaker", "an elderly man", "a man", "a fast talker")
    )
    assert 0.7 <= slow < elderly < plain == 1.0 < fast <= 1.4
    assert read_direction("语速快").pace > 1 > read_direction("慢慢地说").pace


@pytest.mark.parametrize("name", ["Grace", "Joy", "Rose", "Dawn", "Hope"])
@pytest.mark.parametrize("sentence", ["{}", "{} Hopper", "Aunt {}", "My sister, {}, at home", "{}, my mother"])
def test_a_name_is_not_a_feeling(name, sentence):
    direction = read_direction(sentence.format(name))
    assert (direction.emotion, direction.light) == ("neutral", "as it is")


def test_the_same_word_as_a_feeling():
    assert read_direction("full of joy").emotion == "happy"
    assert read_direction("light of dawn").light == "morning light"
    assert without_names("Dawn light on Aunt Dawn") == "Dawn light on Aunt someone"


@pytest.mark.parametrize(
    ("prompt", "never"),
    [("not sad", "sad"), ("no smile", "happy"), ("don't look so serious", "solemn"), ("never cheerful", "happy")],
)
def test_what_is_denied_is_not_shown(prompt, never):
    assert read_direction(prompt).emotion == "neutral" != never


def test_denial_ends_with_its_clause():
    assert split_denied("serious, no smile") == ("serious,  ", ["smile"])
    assert read_direction("not sad but proud").emotion == "proud"
    assert read_direction("she couldn't be prouder").emotion == "proud"
    assert read_direction("do not worry, my dear").emotion == "comforting"


def test_chinese_is_cut_at_the_longest_words():
    assert to_english("奶奶，温暖而自豪") == "grandma , warm and proud"
    assert to_english("不要担心") == "reassuring, do not worry"  # not “not” + “worry”
    assert to_english("溫暖，驕傲") == to_english("温暖，骄傲")


def test_encoder_is_the_published_one():
    """Cosines of all-MiniLM-L6-v2 as the sentence-transformers library computes them."""
    vectors = sentence_encoder().encode(
        ["warm and proud", "a happy grandmother", "the price of copper fell", "warm and proud"]
    )
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.allclose(vectors[0], vectors[3], atol=1e-5)
    assert vectors[0] @ vectors[1] == pytest.approx(0.22041, abs=1e-4)
    assert vectors[0] @ vectors[2] == pytest.approx(-0.03248, abs=1e-4)


def test_a_changed_model_file_is_refused(monkeypatch):
    monkeypatch.setattr(encoder, "SHA256", "0" * 64)
    with pytest.raises(UserError, match="damaged"):
        encoder.sentence_encoder.__wrapped__()


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match="pip install"):
        encoder.sentence_encoder.__wrapped__()
