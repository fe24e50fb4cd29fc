"""However a text is written, what it takes to say it counts."""

from pathlib import Path

import pytest

from revive.brief import Brief
from revive.consent import check_words
from revive.consent.limits import MAX_CHARACTERS, count_words, reckoned_seconds
from revive.core.errors import UserError
from tests.counting import calls_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Happy birthday, Tom.", 3), ("a,b,c,d", 4), ("mother-in-law", 3), ("one/two/three", 3), ("don't", 1),
        ("l’été", 1), ("生日快乐，Tom！", 5), ("1946", 4), ("100%", 4), ("x" * 150, 10), ("नमस्ते दादी", 2), ("… — !", 0),
        ("Straßenbahnhaltestelle", 2), ("so–long—dear", 3), ("a\u200bb", 2),
    ],
)  # fmt: skip
def test_words_are_counted_as_they_are_said(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("parted", [",", "，", ";", "/", "-", "_", "…", "\n", "\u00a0", "\u3000", "|", "."])
def test_nothing_between_words_hides_them(parted):
    with pytest.raises(UserError, match="words"):
        check_words(parted.join(["love"] * 100), 60)


@pytest.mark.parametrize(
    "text",
    ["7" * 3000, "a" * 3000 * 15, "VIII " * 2000, "Yes!\n" * 1900, "…" * 19_000, "가나다 " * 2000],
)
def test_what_takes_too_long_to_say_is_too_much(text):
    with pytest.raises(UserError, match=r"words|seconds to say|characters"):
        Brief(photo=Path("photo"), words=f"Hello {text}", relation="me", basis="agreed", adult=True).checked()


def test_seconds_are_reckoned_rather_too_long():
    told = "Happy birthday, Tom. I remember the lake, the boat and how you laughed when I fell in."  # takes 5.7 s
    assert 5.5 < reckoned_seconds(told) < 9
    assert reckoned_seconds("777,777,777,777") > 7  # 8 s
    check_words(" ".join([told] * 3), 60)


def test_a_very_long_text_is_turned_away_at_once():
    brief = Brief(photo=Path("photo"), words="word " * 6_000_000, relation="me", basis="agreed", adult=True)

    def check():
        with pytest.raises(UserError, match=f"under {MAX_CHARACTERS:,}"):
            brief.checked()

    assert calls_of(check) < 20_000  # of a text of six million words none is looked at
