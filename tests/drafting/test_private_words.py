"""What letters tell that a request did not touch."""

from revive.drafting.given import Given
from revive.drafting.private_words import PrivateWords, touched
from revive.drafting.request import Request

LETTERS = (
    "Dear Tom, the kettle broke again. Susan had her operation in Bristol. We sold the caravan at the lake. "
    "I owe your uncle four hundred pounds. Love, Nana."
)
REQUEST = Request("Tom's birthday", "warm", "the lake")


def test_only_sentences_that_speak_of_what_was_asked_for_may_be_used():
    told = touched(LETTERS, REQUEST)
    assert told == "We sold the caravan at the lake."
    assert touched(LETTERS, Request("a birthday", "warm")) == ""


def test_a_word_of_the_letters_has_to_come_from_the_request():
    private, given = PrivateWords.of(LETTERS), Given(REQUEST, touched(LETTERS, REQUEST))
    assert private.in_("I think of the caravan at the lake, and I love you.", given) == []
    for text in ("Think of Bristol today.", "I am sorry about the operation.", "Pay the pounds to him."):
        assert private.in_(text, given), text
    assert private.in_("Happy birthday, have a lovely day, I am proud of you.", given) == []


def test_only_digests_are_kept():
    private = PrivateWords.of(LETTERS)
    assert not any(word in "".join(private.digests) for word in ("bristol", "susan", "caravan"))
    assert PrivateWords.of(LETTERS) | PrivateWords() == private


def test_chinese():
    letters = "小明，奶奶在苏州住了三年院。湖边的房子卖了。"
    request = Request("小明生日", "warm", "湖边", "zh")
    given = Given(request, touched(letters, request))
    private = PrivateWords.of(letters)
    assert private.in_("想起苏州，我就想起你。", given) == ["苏州"]
    assert private.in_("想起湖边，我就想起你。", given) == []
