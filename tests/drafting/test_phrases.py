"""What the family told: how it is cut, which shape each phrase has, and from whose side it is said."""

import pytest

from revive.drafting.enumeration import enumeration
from revive.drafting.phrases import Phrase, phrases
from revive.drafting.request import ask


def test_commas_divide_but_not_inside_quotation_marks():
    request = ask("a birthday", "warm", 'apple pies; "measure twice, cut once", the lake。')
    assert request.things == ("apple pies", '"measure twice, cut once"', "the lake")
    assert ask("生日", "warm", "苹果派、“慢慢来，别急”，湖边").things == ("苹果派", "“慢慢来，别急”", "湖边")


@pytest.mark.parametrize(
    ("told", "shape"),
    [
        ("apple pies", "food"), ("the lake", "place"), ("her old songs", "music"), ("our dog", "animal"),
        ("your sister", "person"), ("your laugh", "noun"), ("missing front teeth", "noun"),
        ("maths homework at the kitchen table", "noun"), ("singing in the kitchen", "habit"),
        ("“eat first”", "saying"), ("we danced in the kitchen", "clause"), ("my mother was a midwife", "clause"),
        ("never gives up", "trait"), ("hates mornings", "trait"), ("never give up", "wish"),
        ("don't forget to feed the birds", "wish"), ("saved for the bike", "trait"), ("fixed every bike", "trait"),
        ("dance to my records", "wish"), ("dance lessons", "noun"), ("always remember the dog", "wish"),
    ],
)  # fmt: skip
def test_shapes(told, shape):
    (found,) = phrases(ask("an evening", "warm", told))
    assert found == Phrase(told.strip("“”"), shape)


@pytest.mark.parametrize(
    ("language", "told", "shape"),
    [
        ("zh", "饺子", "food"), ("zh", "外婆的红烧肉", "food"), ("zh", "湖边", "place"), ("zh", "从不放弃", "trait"),
        ("zh", "“慢慢来”", "saying"), ("zh", "我们在厨房里跳舞", "clause"), ("zh", "别忘了喂鸟", "wish"),
        ("zh", "你的耐心", "noun"), ("es", "el lago", "place"), ("es", "las tartas de manzana", "food"),
        ("es", "pescar en el lago", "habit"), ("es", "bailábamos en la cocina", "clause"),
        ("es", "odia madrugar", "trait"), ("es", "no olvides el gato", "wish"), ("es", "tu paciencia", "noun"),
        ("en", "our dog Biscuit", "animal"), ("en", "Biscuit", "noun"), ("en", "Ruth's apple pies", "food"),
        ("es", "nuestro perro Canela", "animal"), ("es", "lee hasta las dos", "trait"),
        ("es", "paseos en bici", "noun"),
        ("es", "me enseñaste a silbar", "clause"), ("es", "cuidaos mucho", "wish"),
        ("es", "bailad con mis discos", "wish"),
        ("es", "película de vaqueros", "noun"), ("es", "el tío Saúl canta fatal", "clause"), ("es", "tejer", "habit"),
        ("zh", "不成对的袜子", "noun"), ("zh", "他妈妈的玫瑰", "noun"), ("zh", "互相照应", "wish"),
        ("zh", "怕蜘蛛", "trait"),
        ("zh", "修好了整条街的车", "habit"),
    ],
)  # fmt: skip
def test_shapes_in_other_languages(language, told, shape):
    (found,) = phrases(ask({"zh": "节", "es": "fiesta", "en": "a feast"}[language], "warm", told, language))
    assert found.shape == shape


@pytest.mark.parametrize(
    ("occasion", "told", "said"),
    [
        ("Jack's retirement", "his boat", "your boat"),
        ("Zoë moves to Spain", "she loves the sea", "you love the sea"),
        ("Zoë moves to Spain", "she always was brave", "you always were brave"),
        ("a year since Grandpa passed", "his pipe", "my pipe"),
        ("the funeral", "she has laughed a lot", "I have laughed a lot"),
        ("a birthday", "his boat", "his boat"),
        ("Jack's retirement", "garden", "the garden"),
        ("Jack's retirement", "patience", "patience"),
        ("Jack's retirement", "dancing", "dancing"),
        ("Jack's retirement", "Biscuit", "Biscuit"),
        ("Emma's exam", "stubborn as a mule", "is stubborn as a mule"),
        ("Emma's exam", "never late", "is never late"),
        ("Emma's exam", "two of everything", "two of everything"),
        ("my husband's birthday", "he steals the blanket", "you steal the blanket"),
        ("for Colin, whose mother has died", "her raspberry jam", "her raspberry jam"),
        ("Kate and Noel's anniversary", "his boat", "his boat"),
    ],
)
def test_from_whose_side_it_is_said(occasion, told, said):
    assert [phrase.text for phrase in phrases(ask(occasion, "warm", told))] == [said]


def test_enumerations():
    assert enumeration(["a", "b", "c"], "en") == "a, b and c" and enumeration(["a"], "en") == "a"
    assert enumeration(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert (
        enumeration(["padres", "hijos"], "es") == "padres e hijos"
        and enumeration(["sal", "hielo"], "es") == "sal y hielo"
    )
