"""Prepared messages: every one is well formed, and its places are filled neatly."""

import re

import pytest

from revive.drafting.facts import LONGEST, SHORTEST, faults, words_of
from revive.drafting.fill_in import ABOUT, NAME, fill, fill_ins, nouns, prepared
from revive.drafting.given import Given
from revive.drafting.occasions import KINDS, kind_of, name_of
from revive.drafting.request import MOODS, ask

UNTIDY = re.compile(r"[{}]|  |^[,，、。!]|[,，][.。,，!！]|[.。][,，]| [.,!?]|^[a-z]|[.!?] [a-z]|、[。，]|和[。，]")
CLAIMS = ("claims", "rubbish", "repeats", "end")


@pytest.mark.slow
@pytest.mark.parametrize("one", fill_ins(), ids=lambda one: f"{one.language}-{one.occasion}-{one.mood}")
def test_every_one_is_well_formed(one):
    assert one.language in ("en", "zh") and one.occasion in KINDS and one.mood in MOODS
    assert set(re.findall(r"\{.*?\}", one.text)) <= {NAME, ABOUT}
    names, things = ("Tom", ["apple pies", "the lake"]) if one.language == "en" else ("小明", ["苹果派", "湖边"])
    for name in (names, ""):
        for some in (things, things[:1], []):
            text = fill(one, name, some)
            assert not UNTIDY.search(text), text
            length = len(words_of(text)) if one.language == "en" else len(text)
            assert SHORTEST[one.language] <= length <= LONGEST[one.language], text
            request = ask("x" if one.language == "en" else "节", one.mood, language=one.language)
            told = " ".join(str(fault) for fault in faults(text, Given(request)))
            assert not any(claim in told for claim in ("what the dead", "rubbish", "does not end", "repeats")), told


def test_every_mood_has_some_for_any_occasion():
    anywhere = [(one.language, one.mood) for one in fill_ins() if one.occasion == "any"]
    assert all(anywhere.count((language, mood)) >= 2 for language in ("en", "zh") for mood in MOODS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("occasion", "kind", "name"),
    [
        ("Tom's 30th birthday", "birthday", "Tom"),
        ("Zoë is 15", "birthday", "Zoë"),
        ("Hannah and Idris got engaged", "wedding", "Hannah and Idris"),
        ("Earl and Loretta's 50th anniversary", "anniversary", "Earl and Loretta"),
        ("a year since Grandpa passed", "remembrance", "Grandpa"),
        ("Father's Day, to my husband Henrik", "parents_day", "Henrik"),
        ("Philippa moves to Spain", "farewell", "Philippa"),
        ("my wife's birthday", "birthday", ""),
        ("get well soon, Manuel", "illness", "Manuel"),
        ("小明的三十岁生日", "birthday", "小明"),
        ("写给老伴慧珍", "love", "慧珍"),
        ("妈妈的生日", "birthday", "妈妈"),
        ("清明节", "remembrance", ""),
        ("a quiet word", "any", ""),
    ],
)
def test_the_occasion_tells_kind_and_name(occasion, kind, name):
    request = ask(occasion, "warm")
    assert (kind_of(request), name_of(request)) == (kind, name)


def test_only_nouns_are_put_in():
    about = "burnt toast, hates mornings, your laugh, she is a midwife, saved for the bike"
    request = ask("Jonah's 18th", "warm", about)
    assert nouns(request) == ["burnt toast", "your laugh"]


def test_the_nearest_come_first_and_the_seed_decides_among_equals():
    texts = prepared(ask("Tom's 30th birthday", "warm", "apple pies, the lake"), 3, seed=0)
    assert len(texts) == 3 and len(set(texts)) == 3
    assert "birthday" in texts[0] and "Tom" in texts[0] and "apple pies and the lake" in texts[0]
    assert prepared(ask("Tom's 30th birthday", "warm"), 3, seed=0) == prepared(ask("Tom's 30th birthday", "warm"), 3, 0)
