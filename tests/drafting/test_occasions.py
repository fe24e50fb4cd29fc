"""The occasion tells its kind, its language, whom it names, who is spoken to, and who speaks."""

import pytest

from revive.drafting.listener import listener_of
from revive.drafting.occasions import kind_of, name_of
from revive.drafting.request import ask

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("occasion", "kind", "name"),
    [
        ("Tom's 30th birthday", "birthday", "Tom"),
        ("Zoë is 15", "birthday", "Zoë"),
        ("Hannah and Idris got engaged", "engagement", "Hannah and Idris"),
        ("Earl and Loretta's 50th anniversary", "anniversary", "Earl and Loretta"),
        ("a year since Grandpa passed", "remembrance", "Grandpa"),
        ("Father's Day, to my husband Henrik", "parents_day", "Henrik"),
        ("Philippa moves to Spain", "farewell", "Philippa"),
        ("my wife's birthday", "birthday", ""),
        ("get well soon, Manuel", "illness", "Manuel"),
        ("Nadia got the all-clear", "recovery", "Nadia"),
        ("Peter lost his job", "hard_times", "Peter"),
        ("Rosa lost her father", "grief", "Rosa"),
        ("Rosa's father's funeral", "grief", "Rosa"),
        ("my funeral", "funeral", ""),
        ("first Christmas without me", "first_without", ""),
        ("Lily's piano exam", "good_luck", "Lily"),
        ("Sophie passed her A-levels", "passed", "Sophie"),
        ("Jack's retirement", "retirement", "Jack"),
        ("family reunion", "gathering", ""),
        ("just because", "ordinary_day", ""),
        ("Eid Mubarak to everyone", "festival", ""),
        ("小明的三十岁生日", "birthday", "小明"),
        ("写给老伴慧珍", "love", "慧珍"),
        ("妈妈的生日", "birthday", "妈妈"),
        ("清明节", "remembrance", ""),
        ("第一个没有我的春节", "first_without", ""),
        ("a quiet word", "any", ""),
        ("Cumpleaños de Tomás", "birthday", "Tomás"),
        ("Ana y Diego se casan", "wedding", "Ana y Diego"),
        ("boda de mi hija Lucía", "wedding", "Lucía"),
        ("Zoe se muda a Berlín", "farewell", "Zoe"),
        ("primera Navidad sin mí", "first_without", ""),
        ("gracias a Rafael", "thanks", "Rafael"),
    ],
)
def test_the_occasion_tells_kind_and_name(occasion, kind, name):
    request = ask(occasion, "warm", language="es" if occasion.startswith(("Zoe se", "boda")) else "auto")
    assert (kind_of(request), name_of(request)) == (kind, name)


@pytest.mark.parametrize(
    ("occasion", "listener"),
    [
        ("Tom's 30th birthday", "Tom"),
        ("a year since Grandpa passed", ""),
        ("for Emma, a year since Grandpa passed", "Emma"),
        ("first Christmas without Dad", ""),
        ("the birth of Mia", ""),
        ("Anna's baby is born", "Anna"),
        ("Tom and Anna are expecting a baby", "Tom and Anna"),
    ],
)
def test_who_is_remembered_or_just_born_is_not_spoken_to(occasion, listener):
    assert listener_of(ask(occasion, "warm")) == listener


@pytest.mark.parametrize(
    ("occasion", "signed", "speaker"),
    [
        ("Tom's birthday", "", ""),
        ("Tom's birthday", "Love, Nana", "grandparent"),
        ("Tom's birthday", "Your Dad", "parent"),
        ("my wife's birthday", "", "partner"),
        ("our golden wedding anniversary", "", "partner"),
        ("my daughter Lily's wedding", "", "parent"),
        ("my granddaughter's graduation", "", "grandparent"),
        ("my sister's wedding", "", "sibling"),
        ("Mum's birthday", "", ""),
        ("Rosa lost her son", "", ""),
        ("女儿结婚", "", "parent"),
        ("孙女毕业典礼", "", "grandparent"),
        ("小明的生日", "爱你的爷爷", "grandparent"),
        ("妈妈的生日", "", ""),
        ("la graduación de mi nieta", "", "grandparent"),
        ("cumpleaños de Ana", "Tu abuelo", "grandparent"),
    ],
)
def test_who_speaks_is_guessed_only_where_it_is_clear(occasion, signed, speaker):
    assert ask(occasion, "warm", signed=signed).speaker == speaker
    assert ask(occasion, "warm", signed=signed, speaker="friend").speaker == "friend"


@pytest.mark.parametrize(
    ("occasion", "language"),
    [
        ("Tom's birthday", "en"),
        ("小明的生日", "zh"),
        ("Cumpleaños de Tomás", "es"),
        ("für Anna", "en"),
        ("mi funeral", "es"),
    ],
)
def test_the_language_it_is_written_in(occasion, language):
    assert ask(occasion, "warm").language == language
