"""What they called the one they speak to and how they signed: exactly as given, and never invented."""

import pytest

from revive.core.errors import UserError
from revive.drafting.address import addressed, invented_address, without_invented_address
from revive.drafting.facts import faults
from revive.drafting.given import Given
from revive.drafting.request import ask

OCCASION = {"en": "Tom's 30th birthday", "zh": "小明的三十岁生日"}


def asked(language: str = "en", **told):
    return ask(OCCASION[language], "warm", "", language, **told)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Happy birthday, my darling. I am glad.", "darling"),
        ("en", "I'm so fond of you, my dear. Enjoy it.", "my dear"),
        ("en", "Sweetheart, take it slowly today.", "Sweetheart"),
        ("en", "Take it slowly today, love.", "love"),
        ("en", "Well done, son! I am proud.", "son"),
        ("en", "My dear Tom, happy birthday.", "My dear Tom"),
        ("en", "Be well, little one, and eat enough.", "little one"),
        ("en", "Happy birthday. All my love, Nana.", "All my love, Nana"),
        ("en", "Happy birthday. Love always, Mum", "Love always, Mum"),
        ("en", "Happy birthday. Your loving Grandpa Joe.", "Your loving Grandpa Joe"),
        ("zh", "生日快乐，我的宝贝。", "宝贝"),
        ("zh", "亲爱的小明，生日快乐。", "亲爱的"),
        ("zh", "孩子，慢慢来。", "孩子"),
        ("zh", "生日快乐。爱你的妈妈。", "爱你的妈妈"),
    ],
)
def test_a_pet_name_or_signature_that_nobody_gave_is_a_fault(language, text, word):
    found = invented_address(text, Given(asked(language)))
    assert found and all(word in one.text("en") for one in found)
    assert any(word in one.text("en") for one in faults(text, Given(asked(language))))
    # and none where the family said it
    assert not invented_address(text, Given(asked(language, called=word))), "given as a name"


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("en", "Happy birthday, my darling. I am glad.", "Happy birthday. I am glad."),
        ("en", "I'm so fond of you, my dear. Enjoy it.", "I'm so fond of you. Enjoy it."),
        ("en", "Sweetheart, take it slowly today.", "Take it slowly today."),
        ("en", "I am glad. Well done, son! I am proud.", "I am glad. Well done! I am proud."),
        ("en", "My dear Tom, happy birthday.", "Tom, happy birthday."),
        ("en", "Happy birthday. All my love, Nana.", "Happy birthday."),
        ("en", "Happy birthday, Tom. You're dear to me.", "Happy birthday, Tom. You're dear to me."),
        ("zh", "生日快乐，我的宝贝。慢慢来。", "生日快乐。慢慢来。"),
    ],
)
def test_a_pet_name_that_stands_apart_is_taken_out_and_nothing_else(language, text, left):
    given = Given(asked(language))
    assert without_invented_address(text, given) == left and not invented_address(left, given)


def test_what_the_family_gave_is_not_taken_out():
    given = Given(asked(called="my darling", signed="Love, Nana"))
    for text in ("Happy birthday, my darling. I am glad.", "Happy birthday. Love, Nana."):
        assert without_invented_address(text, given) == text


@pytest.mark.parametrize(
    "text",
    [
        "You're dear to me, and you have all my love.",
        "I thank you for it with all my heart.",
        "I wish you sunshine, fresh bread, and one silly joke.",
        "Loving you was one of the easy things in my life.",
        "All my love goes in your suitcase.",
    ],
)
def test_love_itself_is_no_pet_name(text):
    assert invented_address(text, Given(asked())) == []


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "Happy birthday, Tom. I am proud.", "Happy birthday, Pumpkin. I am proud. Love, Nana."),
        ("en", "Tom, this is your day.", "Pumpkin, this is your day. Love, Nana."),
        ("en", "Take it slowly today.", "Pumpkin, take it slowly today. Love, Nana."),
        ("en", "I'm proud of you.", "Pumpkin, I'm proud of you. Love, Nana."),
        ("en", "Well done, Pumpkin! Love, Nana.", "Well done, Pumpkin! Love, Nana."),
        ("zh", "小明，生日快乐。", "明明，生日快乐。爱你的奶奶。"),
        ("zh", "生日快乐。", "明明，生日快乐。爱你的奶奶。"),
    ],
)
def test_what_was_given_is_used_exactly(language, text, said):
    called, signed = ("Pumpkin", "Love, Nana") if language == "en" else ("明明", "爱你的奶奶")
    request = asked(language, called=f" {called} ", signed=signed)
    assert addressed(text, request) == said
    assert addressed(said, request) == said
    assert invented_address(said, Given(request)) == []
    assert addressed(text, asked(language)) == text


def test_what_is_given_is_short_and_may_be_said():
    with pytest.raises(UserError, match="60 characters"):
        asked(called="x" * 61)
    with pytest.raises(UserError, match="sexual"):
        asked(signed="naked sex")
