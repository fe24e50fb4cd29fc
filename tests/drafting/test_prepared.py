"""Prepared messages: enough of them, each well formed, none alike; what the family told comes in as it stands."""

import itertools
import json
import re
from collections import Counter

import pytest

from revive.drafting.address import invented_address
from revive.drafting.facts import faults, sentences
from revive.drafting.given import Given
from revive.drafting.nearness import units
from revive.drafting.occasions import KINDS
from revive.drafting.phrases import SHAPES, Phrase
from revive.drafting.prepared import ABOUT, FOLDER, NAME, contracted, fill, prepare, prepared_messages
from revive.drafting.request import LANGUAGES, MOODS, Request, ask
from revive.drafting.speaker import SPEAKERS
from revive.drafting.stems import words_of

LEAST = {"en": 400, "zh": 400, "es": 150}
SHORTEST, LONGEST = {"en": 18, "zh": 20, "es": 16}, {"en": 90, "zh": 170, "es": 95}  # words; characters in Chinese
NAMES = {"en": "Tom", "zh": "小明", "es": "Tomás"}
NOUNS = {"en": ["apple pies", "the lake"], "zh": ["苹果派", "湖边"], "es": ["las tartas", "el lago"]}
UNTIDY = re.compile(r"[{}]|  |^[,，、。!]|[,，][.。,，!！]|[.。][,，]| [.,!?]|^[a-z]|[.!?] [a-zñáéíóú]|、[。，]|。。")
KIN = {  # what a speaker and an occasion imply
    "parent": "parent child", "grandparent": "grandparent grandchild", "partner": "husband wife",
    "sibling": "brother sister", "child": "parents mother father child children",
    "baby": "baby child", "expecting": "parent child", "engagement": "child",
    "parents_day": "children parent child", "gathering": "children",
    "wedding": "child",
    "anniversary": "child", "christmas": "Christmas children", "new_year": "New Year",
}  # fmt: skip
INVENTED = ("nobody gave", "nobody named", "what the dead", "presumes", "rubbish", "does not end", "repeats", "twice")


def message_rows():
    return [(language, one) for language in LANGUAGES for one in prepared_messages(language)[0]]


def request_of(language: str, one) -> Request:
    """A request that implies what this message may say, in the message's own language."""
    kin = " ".join((KIN.get(one.speaker, ""), KIN.get(one.occasion, "")))
    occasion = f"Tom {kin}" if language == "en" else "Tom"
    return Request(occasion, one.mood, "apple pies, the lake" if language == "en" else "", language)


def nouns(language: str, count: int) -> list[Phrase]:
    return [Phrase(text, "noun") for text in NOUNS[language][:count]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_them_and_every_line_is_known(language):
    messages, memories = prepared_messages(language)
    assert len(messages) >= LEAST[language]
    for one in messages:
        assert one.occasion in KINDS and one.mood in MOODS and one.speaker in ("any", *SPEAKERS), one
        assert set(re.findall(r"\{.*?\}", one.text)) <= {NAME, ABOUT} and one.text.count(ABOUT) <= 1, one
        parts = sentences(one.text)
        places = [place for place, part in enumerate(parts) if ABOUT in part]
        assert 0 not in places and len(parts) - 1 not in places, f"the place is first or last: {one.text}"
    for one in memories:
        assert one.memory in SHAPES and one.mood in ("any", *MOODS) and one.text.count(ABOUT) == 1, one
    assert {one.memory for one in memories if one.mood == "any"} == set(SHAPES), "every shape has one for any mood"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mood_and_every_kind_of_occasion_has_some(language):
    messages = prepared_messages(language)[0]
    anywhere = Counter(one.mood for one in messages if (one.occasion, one.speaker) == ("any", "any"))
    assert all(anywhere[mood] >= 3 for mood in MOODS), anywhere
    assert {one.occasion for one in messages} >= set(KINDS) - {"passed", "recovery", "gathering", "ordinary_day"}
    assert {one.speaker for one in messages} == {"any", *SPEAKERS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_are_alike(language):
    words = [(units(one.text), one.text) for one in prepared_messages(language)[0]]
    for (first, text), (second, other) in itertools.combinations(words, 2):
        assert len(first & second) < 0.8 * min(len(first), len(second)), f"{text}\n{other}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("named", "count"), [(True, 2), (True, 0), (False, 1), (False, 0)])
def test_every_one_reads_well_with_its_places_filled_and_without(language, named, count):
    for one in prepared_messages(language)[0]:
        request = request_of(language, one)
        text = fill(one, request, nouns(language, count), NAMES[language] if named else "")
        assert not UNTIDY.search(text), text
        length = len(text) if language == "zh" else len(words_of(text))
        assert SHORTEST[language] <= length <= LONGEST[language], f"{length}: {text}"
        assert all(phrase.text in text or language == "es" for phrase in nouns(language, count)), text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_invented_in_any_message(language):
    for one in prepared_messages(language)[0]:
        request = request_of(language, one)
        text = fill(one, request, nouns(language, 2), "Tom")
        told = [fault.text("en") for fault in faults(text, Given(request))]
        if language == "zh":  # names of feasts and "小日子" look like times and names; names are looked for below
            told = [fault for fault in told if "what the dead" in fault or "rubbish" in fault]
        wrong = [fault for fault in told if any(mark in fault for mark in INVENTED)]
        assert not wrong, f"{text}: {wrong}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_has_a_name_a_number_a_pet_name_or_a_signature(language):
    for one in prepared_messages(language)[0]:
        plain = one.text.replace(NAME, "").replace(ABOUT, "")
        assert not re.search(r"\d", plain), one.text
        if language != "zh":
            inside = re.findall(r"(?<=[a-zñáéíóú,;] )[A-ZÁÉÍÓÚ][\w’']+", plain)
            allowed = (
                "I",
                "I'd",
                "I'll",
                "I'm",
                "I've",
                "Christmas",
                "New",
                "Year",
                "Navidad",
                "Nochebuena",
                "Reyes",
                "Año",
                "Nuevo",
                "TV",
            )
            assert set(inside) <= set(allowed), f"{inside}: {one.text}"
        if language != "es":
            request = Request("x" if language == "en" else "节", one.mood, "", language)
            found = [fault.text("en") for fault in invented_address(plain, Given(request))]
            if language == "zh":  # "句句都是疼你的" ends like a signature
                found = [fault for fault in found if "pet name" in fault]
            assert not found, one.text


REQUESTS = [
    ("Tom's 30th birthday", "warm", "apple pies, the lake", "auto"),
    ("my daughter Lily's wedding", "proud", "never gives up, her grandmother's ring", "auto"),
    ("a year since Grandpa passed", "tender", '"measure twice, cut once", whistling in the shed', "grandparent"),
    ("my funeral", "playful", "bad jokes, don't forget the cat", "auto"),
    (
        "Aisha finished university",
        "happy",
        "we danced in the kitchen, pancakes, our dog Biscuit, the old songs",
        "child",
    ),
    ("Emma is getting divorced", "comforting", "stubborn as a mule", "sibling"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("occasion", "mood", "about", "speaker"), REQUESTS)
def test_what_was_told_comes_in_as_it_stands_and_nothing_twice(occasion, mood, about, speaker):
    request = ask(occasion, mood, about, speaker=speaker)
    texts = prepare(request, 3, seed=0)
    assert len(texts) == 3
    for text in texts:
        for thing in request.things:
            bare = re.sub(r"^(?:her|his) ", "", thing.strip('"'))
            assert text.count(bare) == 1, f"{thing}: {text}"
        said = sentences(text)
        assert len(set(said)) == len(said)
    for first, second in itertools.combinations(texts, 2):
        assert len(units(first) & units(second)) < 0.7 * min(len(units(first)), len(units(second))), (first, second)
    assert prepare(request, 3, seed=0) == texts and prepare(request, 3, seed=3) != texts


@pytest.mark.slow
def test_the_mood_the_occasion_and_the_speaker_are_what_was_asked_for():
    rows = [json.loads(line) for line in (FOLDER / "en.jsonl").read_text(encoding="utf-8").splitlines()]
    openings = {row["text"].replace(NAME, "Tom").split(ABOUT)[0][:30]: row for row in rows if "occasion" in row}
    for occasion, kind in (("Tom's 30th birthday", "birthday"), ("Tom's graduation", "graduation")):
        for mood in MOODS:
            for text in prepare(ask(occasion, mood, speaker="parent"), 3, seed=1):
                row = openings[text[:30]]
                assert row["mood"] == mood and row["occasion"] in (kind, "any") and row["speaker"] in ("any", "parent")
    first = openings[prepare(ask("Tom's 30th birthday", "warm", speaker="parent"), 1, seed=1)[0][:30]]
    assert (first["occasion"], first["speaker"]) == ("birthday", "parent")


def test_spanish_articles_are_drawn_together():
    assert contracted("Me acuerdo de el lago y voy a el mar, a El Escorial.") == (
        "Me acuerdo del lago y voy al mar, a El Escorial."
    )
