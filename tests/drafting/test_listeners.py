"""One or several: who is spoken to, and that the messages say so; what has not happened yet is not said to have."""

import itertools
import re

import pytest

from revive.drafting.listener import listener_of, several
from revive.drafting.nearness import alike
from revive.drafting.occasions import KINDS, kind_of, name_of
from revive.drafting.prepared import ABOUT, for_several, prepare, prepared_messages
from revive.drafting.request import LANGUAGES, MOODS, ask

ENOUGH = 3  # suggestions that the page asks for
TU = re.compile(  # Spanish said to one, or with a plural that only one part of the world says
    r"\b(?:tú|te|ti|tu|tus|contigo|tuy[oa]s?|eres|estás|tienes|sabes|puedes|haz|ten|ven|vosotr[oa]s|os|vuestr[oa]s?|ustedes)\b"
    r"|\w(?:áis|éis|ís)\b|\b(?!triste|chiste|existe)\w+(?:aste|iste|arás|erás|irás)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("occasion", "more", "name"),
    [
        ("Tom and Ella's wedding", True, "Tom and Ella"),
        ("Tom's wedding", False, "Tom"),
        ("Eve and Martin's engagement party", True, "Eve and Martin"),
        ("New Year's Eve", False, ""),
        ("thanks to the nurses", True, ""),
        ("my parents' golden wedding", True, ""),
        ("my son's teacher", False, ""),
        ("Lucy got engaged to Marek", False, "Lucy"),
        ("our dog Rex died", False, ""),
        ("Carol's husband died", False, "Carol"),
        ("the loss of Theo's brother", False, "Theo"),
        ("the memorial bench for Grandad", False, ""),
        ("boda de Ana y Luis", True, "Ana y Luis"),
        ("Marta e Isabel se mudan juntas", True, "Marta e Isabel"),
        ("mucha suerte a Ana y a Roberto", True, "Ana y Roberto"),
        ("Óscar se jubila mañana", False, "Óscar"),
        ("gracias a mis hijos", True, ""),
        ("murió nuestro perro Rex", False, ""),
        ("el marido de Carolina falleció", False, "Carolina"),
        ("志远和文静的婚礼", True, "志远和文静"),
        ("祝小飞和阿兰马拉松顺利", True, "小飞和阿兰"),
        ("果果上幼儿园", False, "果果"),
        ("老公戒烟", False, "老公"),
        ("孩子们高考", True, ""),
        ("爸妈的红宝石婚", True, "爸妈"),
        ("奶奶去世", False, ""),
    ],
)
def test_who_is_spoken_to_and_whether_they_are_several(occasion, more, name):
    request = ask(occasion, "warm", language="es" if " e " in occasion else "auto")
    assert (listener_of(request), several(request)) == (name, more)


def test_how_they_were_called_tells_the_number():
    assert several(ask("a quiet word", "warm", called="Tom and Ella"))
    assert not several(ask("Tom and Ella's wedding", "warm", called="Pumpkin"))


def test_a_text_is_turned_to_several():
    assert for_several("Be good to yourself. Yourself!", "en") == "Be good to yourselves. Yourselves!"
    assert for_several("你好，你们俩。", "zh") == "你们好，你们俩。"


def test_spanish_messages_for_several_have_no_verb_or_pronoun_for_one():
    messages, memories = prepared_messages("es")
    assert sum(one.listeners == "several" for one in messages) >= 150
    for one in (*messages, *memories):
        assert one.listeners == "one" or not (found := TU.search(one.text)), f"{found}: {one.text}"


def test_in_spanish_no_phrase_of_the_family_is_the_subject_of_a_verb():
    """A verb before the phrase would have to agree with it: "que no falte los churros"."""
    verb = r"(?:esté|está|es|era|sea|cabe|quepa|dé|sirva|ayuda|falte|sobra|viaje|acompañe|conste|suene|salga|vuelva)"
    for one in (*prepared_messages("es")[0], *prepared_messages("es")[1]):
        phrase_is_habit = getattr(one, "memory", "") == "habit"
        assert phrase_is_habit or not re.search(rf"\b{verb} {re.escape(ABOUT)}", one.text), one.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", ["one", "several"])
def test_every_occasion_in_every_mood_gives_enough_different_suggestions(language, number):
    messages = [
        one
        for one in prepared_messages(language)[0]
        if one.speaker == "any" and not one.when and one.listeners in ("", number)
    ]
    for kind, mood in itertools.product(KINDS, MOODS):
        kept: list[str] = []
        for one in messages:
            if one.mood == mood and one.occasion in (kind, "any") and not any(alike(one.text, text) for text in kept):
                kept.append(one.text)
        assert len(kept) >= ENOUGH, (kind, mood, len(kept))


@pytest.mark.parametrize(
    ("occasion", "kind"),
    [
        ("Priya is expecting a baby", "expecting"),
        ("Zara's baby is due in May", "expecting"),
        ("Zara's baby is born", "baby"),
        ("Lou lost the baby", "grief"),
        ("Bea is waiting for her visa", "to_come"),
        ("Hannah got engaged", "engagement"),
        ("Hannah gets married", "wedding"),
        ("wedding of Lily and Grace", "wedding"),
        ("Ines applied to medical school", "to_come"),
        ("Ines got into medical school", "passed"),
        ("waiting for test results", "to_come"),
        ("Joe failed his exam", "hard_times"),
        ("Joe's exam", "good_luck"),
        ("Mina dropped out of university", "hard_times"),
        ("Ada won the spelling competition", "any"),
        ("Oliver will retire in June", "to_come"),
        ("Oliver retires today", "retirement"),
        ("the team lost the final", "hard_times"),
        ("Nina lost her job", "hard_times"),
        ("Nina lost her cat", "grief"),
        ("Alec is recovering", "illness"),
        ("Alec is home from hospital", "recovery"),
        ("a friend is homesick", "hard_times"),
        ("the twins' first birthday", "birthday"),
        ("Father's Day without my father", "remembrance"),
        ("小芸怀孕了", "expecting"),
        ("儿媳快生了", "expecting"),
        ("儿媳生了", "baby"),
        ("表姐订婚", "engagement"),
        ("明明准备求婚", "to_come"),
        ("佳佳没考上", "hard_times"),
        ("阿强报考公务员", "to_come"),
        ("老张明年退休", "to_come"),
        ("玲玲拿到驾照", "passed"),
        ("姐姐丢了工作", "hard_times"),
        ("邻居搬走了", "any"),
        ("奶奶走了", "grief"),
        ("Pilar está embarazada", "expecting"),
        ("Yara espera su visado", "to_come"),
        ("esperan su primer hijo", "expecting"),
        ("nació el hijo de Ana", "baby"),
        ("Lucía se ha prometido", "engagement"),
        ("José suspendió matemáticas", "hard_times"),
        ("gracias a las enfermeras", "thanks"),
        ("fiesta de jubilación", "retirement"),
        ("Óscar se jubilará en junio", "to_come"),
        ("recién casados", "any"),
        ("Lorena perdió el bebé", "grief"),
    ],
)
def test_what_is_to_come_is_not_said_to_have_come(occasion, kind):
    assert kind_of(ask(occasion, "warm")) == kind


@pytest.mark.slow
@pytest.mark.parametrize(
    ("occasion", "never"),
    [
        ("Priya is expecting twins", r"new baby|little head|was born|arrival"),
        ("小芸怀孕了", r"抱着|哄睡|出生"),
        ("Pilar está embarazada", r"recién nacid|esa cabecita|ha nacido|ha llegado"),
    ],
)
def test_no_draft_claims_a_birth_that_has_not_been(occasion, never):
    for mood in MOODS:
        for text in prepare(ask(occasion, mood), 4, seed=1):
            assert not (found := re.search(never, text)), f"{found}: {text}"


@pytest.mark.slow
def test_nobody_asks_for_pies_where_somebody_has_died():
    request = ask("for Colin, whose mother has died", "tender", "her raspberry jam")
    assert name_of(request) == "Colin"
    for seed in range(6):
        (text,) = prepare(request, 1, seed)
        assert "her raspberry jam" in text and not re.search(r"on the table|make her|anyone can eat", text), text
