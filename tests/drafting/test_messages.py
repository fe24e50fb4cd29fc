"""Prepared messages, whatever the engine does with them: spread, length, spelling, and what nobody who died may say."""

import re
from collections import Counter, defaultdict

import pytest

from revive.drafting.facts import sentences
from revive.drafting.lexicon import patterns
from revive.drafting.occasions import KINDS
from revive.drafting.prepared import ABOUT, NAME, Prepared, prepare, prepared_messages
from revive.drafting.request import LANGUAGES, MOODS, ask
from revive.drafting.stems import words_of

EACH = {"en": 2, "zh": 3, "es": 2}  # messages of every kind of occasion in every mood
MEMORIES = {"en": 60, "zh": 60, "es": 40}
A_SECOND = {"en": 2.6, "zh": 4.3, "es": 2.6}  # words that are said; characters in Chinese
SHORTEST, LONGEST = 6.5, 40.0  # seconds; the shortest without the sentence for what was told
SPELLING = {
    "en": r"[^\x20-\x7e’“”–—…éèïñ]|--|\s[,.!?]",
    "zh": r"[A-Za-z0-9,.!?:;\"'()\s]|[，。！？、；]{2}",
    "es": r"[^\w ,.;:¡!¿?«»…]|\s[,.;:!?]|[¿¡]\s|\d",
}
# what only this speaker says of themselves or of the one they speak to, and occasions on which others speak of it too
OWN = {
    "zh": {
        "parent": (r"做父母的|爸妈|爹妈|我的孩子|养你|我们的孩子|还是个孩子", {"parents_day", "baby"}),
        "grandparent": (r"老人家|做老人|小辈|孙辈|老骨头|这把年纪", set()),
        "partner": (r"咱俩|做你的伴|你做我的人|我那一半|想你低头", set()),
        "sibling": (r"手足", set()),
        "child": (r"做儿女的", {"parents_day"}),
        "friend": (r"咱们这帮|你这个朋友|老朋友们", set()),
    },
    "es": {
        "parent": (r"haberte criado|quien te crio|quienes criamos|Un hijo o una hija|verte crecer", {"birthday"}),
        "grandparent": (r"[Aa] mis años|a los viejos se nos|[Ll]os mayores (?:damos|sabemos|nos vamos)", set()),
        "partner": (r"nuestro día|enamorarme|[Tt]e quise cada día|mi lado", {"any"}),
        "sibling": (r"[Ee]ntre hermanos", set()),
        "child": (r"me criaste|Me diste la vida|me enseñaste|que te di\.", {"sorry"}),
        "friend": (r"[Ll]a amistad", set()),
    },
}
WATCHING = {  # beside the lexicon's claims, which it has in English and Chinese
    "en": r"watching over|looking down|up here|by your side",
    "zh": r"看着你们?[，。长]|在你们?身边|陪着你们?[，。]|在那边等|在天有灵",
    "es": r"desde (?:el cielo|arriba|donde est)|[tl]e (?:veo|miro|cuido|espero)\b|te estoy viendo|a tu lado|otra vida|"
    r"ángel|volver(?:é|emos) a ver|nos volveremos|sigo aquí|no me he ido|siempre estaré",
}
DYING = {
    "en": r"\b(?:cancer|accident|the hospital bed|my illness)\b",
    "zh": r"癌|车祸|我的病|临终|咽气",
    "es": r"cáncer|accidente|mi enfermedad|agonía",
}
ABSENT = ("first_without", "remembrance", "funeral", "grief")  # kinds on which a death may be spoken of
DEATH = {
    "en": r"\b(?:death|died|dead|grave)\b",
    "zh": r"去世|死|坟|葬",
    "es": r"\b(?:muerte|murió|muert[oa]|tumba|entierro)\b",
}


def rows() -> list[tuple[str, Prepared]]:
    return [(language, one) for language in LANGUAGES for one in prepared_messages(language)[0]]


def plain(one: Prepared) -> str:
    return one.text.replace(NAME, "…").replace(ABOUT, "…")


def seconds(text: str, language: str) -> float:
    said = len(re.sub(r"\W", "", text)) if language == "zh" else len(words_of(text))
    return said / A_SECOND[language]


@pytest.mark.parametrize("language", EACH)
def test_every_occasion_in_every_mood_has_enough_for_a_speaker_who_is_not_known(language):
    whole = [one for one in prepared_messages(language)[0] if not one.when]
    counted = Counter((one.occasion, one.mood) for one in whole)
    anybody = {(one.occasion, one.mood) for one in whole if one.speaker == "any"}
    for kind in KINDS:
        for mood in MOODS:
            assert counted[kind, mood] >= EACH[language] and (kind, mood) in anybody, (kind, mood)
    speakers = defaultdict(set)
    for one in whole:
        speakers[one.occasion].add(one.speaker)
    assert language == "en" or all(len(found) >= 3 for found in speakers.values()), speakers


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences_for_the_familys_own_phrases(language):
    memories = prepared_messages(language)[1]
    assert len(memories) >= MEMORIES[language] and len({one.text for one in memories}) == len(memories)
    for one in memories:
        assert not re.search(SPELLING[language], one.text.replace(ABOUT, "…")), one.text


def test_each_has_one_place_for_a_name_and_can_be_said_in_half_a_minute():
    for language, one in rows():
        parts = sentences(one.text)
        assert 3 <= len(parts) <= 7 and one.text.count(NAME) <= 1, one.text
        if language != "en":
            assert one.text.count(NAME) == 1 and len(parts) <= 6, one.text
        alone = "".join(part for part in parts if ABOUT not in part).replace(NAME, "")
        assert seconds(alone, language) >= SHORTEST and seconds(plain(one), language) <= LONGEST, one.text


def test_each_is_spelled_as_its_language_is():
    for language, one in rows():
        assert not (found := re.search(SPELLING[language], plain(one))), f"{found}: {one.text}"
        if language == "es":
            assert one.text.count("¡") == one.text.count("!") and one.text.count("¿") == one.text.count("?"), one.text


def test_nobody_speaks_as_another_relative():
    for language, one in rows():
        for speaker, (own, occasions) in OWN.get(language, {}).items():
            found = re.search(own, one.text)
            assert not found or one.speaker == speaker or one.occasion in occasions, f"{found}: {one}"


def test_nobody_claims_to_be_near_nor_speaks_of_how_they_died():
    claims = patterns("claims")
    for language, one in rows():
        for pattern in (claims, re.compile(WATCHING[language]), re.compile(DYING[language])):
            assert not (found := pattern.search(plain(one))), f"{found}: {one.text}"
        if one.occasion not in ABSENT:
            assert not (found := re.search(DEATH[language], plain(one))), f"{found}: {one.text}"


@pytest.mark.parametrize("speaker", ["o", "a"])
def test_in_spanish_nobodys_sex_is_taken_for_granted(speaker):
    """Neither of the one who speaks nor of the one who is spoken to."""
    ending = rf"(?:orgullos|content|cansad|agradecid|segur|list|preparad|querid|sol|tranquil|guap|pequeñ){speaker}"
    taken = re.compile(
        rf"\b(?:estoy|soy|me siento|estás|eres|estés|seas|te sientes) (?:tan |muy |más )?{ending}\b"
        rf"|(?:^|[,¡] ?)(?:mi )?(?:querid|hij|niet|niñ|chic){speaker}(?=[,.!])|\bmi (?:hij|niet|niñ|viej){speaker}\b",
        re.IGNORECASE,
    )
    for one in prepared_messages("es")[0]:
        assert not (found := taken.search(one.text)), f"{found}: {one.text}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "occasion", "other", "word"),
    [
        ("zh", "中秋节", "端午节", "月"),
        ("zh", "女儿高考", "女儿面试", "高考"),
        ("es", "los quince años de Ana", "Ana cumple 30 años", "quince"),
    ],
)
def test_what_is_for_a_part_of_a_kind_comes_first_there_and_nowhere_else(language, occasion, other, word):
    assert word in prepare(ask(occasion, "warm", language=language), 1, seed=0)[0]
    apart = ask(other, "warm", language=language)
    assert not any(word in text for seed in range(5) for text in prepare(apart, 3, seed))
