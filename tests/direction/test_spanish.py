"""Spanish is told from English and put into English, without names that are feelings."""

import csv
from pathlib import Path

import pytest

from revive.direction.in_english import in_english
from revive.direction.spanish import holds_spanish, spanish_to_english


@pytest.mark.parametrize("file", ["prompts.csv", "said.csv"])
def test_languages_are_told_apart(file):
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as rows:
        told = [(row["language"], row.get("prompt") or row["sentence"]) for row in csv.DictReader(rows)]
    assert [text for language, text in told if holds_spanish(text) and language != "es"] == []
    known = [holds_spanish(text) for language, text in told if language == "es"]
    assert sum(known) > 0.9 * len(known)


@pytest.mark.parametrize(
    "text", ["formal", "grave", "sepia", "a serious formal portrait", "Maria, no smile", "", "1940"]
)
def test_what_both_languages_have_is_english(text):
    assert not holds_spanish(text) and in_english(text) == text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("orgullosa", "proud"), ("orgullosos", "proud"), ("orgullosísima", "very proud"),
        ("La ABUELA, cálida", "grandma, warm"), ("el abuelo y los abuelos", "grandpa and grandpa"),
        ("sin sonreír", "without smiling"), ("Dolores, mi hermana", ", sister"), ("dolores", "grief"),
        ("luz suave de la mañana", "morning light"), ("¡qué sorpresa!", "what a surprise!"),
    ],
)  # fmt: skip
def test_words_are_found_in_any_form_and_the_longest_first(text, english):
    assert spanish_to_english(text) == english
