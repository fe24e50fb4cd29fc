import pytest

from revive.speech.text import caption_lines, clean, sentences, width


@pytest.mark.parametrize(
    "typed, said",
    [
        ("<b>Hello</b> &amp; good\x07bye \U0001f389", "Hello & good bye \U0001f389"),
        ("I <3 you. 2 < 3", "I <3 you. 2 < 3"),
        ("Hel\u200blo\u202e\ufeff", "Hello"),
        ("\U0001f389\U0001f389 ... <br/>", ""),
        ("一\r\n\r\n\t二", "一\n二"),
        ("Hello <Tom>, <i>love</i>", "Hello <Tom>, love"),
    ],
)
def test_what_is_seen_is_left(typed, said):
    assert clean(typed) == said


def test_sentences_end_where_they_end():
    assert [s for s, _ in sentences("Dr. Smith came at 3.30. “Did he?” Yes!\nA new day.")] == [
        "Dr. Smith came at 3.30.",
        "“Did he?”",
        "Yes!",
        "A new day.",
    ]
    assert [s for s, _ in sentences("他说：“你好。”我很高兴！真的吗？")] == ["他说：“你好。”", "我很高兴！", "真的吗？"]
    assert [last for _, last in sentences("One. Two.\nThree.")] == [False, True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "When you were little we walked to the river every Sunday morning, and then, if the sun was out, we had cake.",
        "小时候我们每个星期天早上都去河边散步，如果太阳出来了，我们就一起在草地上吃蛋糕，一直坐到天黑才回家。",
        "Loooo" + "o" * 300 + "ng",
    ],
)
def test_caption_lines_fit_and_lose_nothing(sentence):
    lines = caption_lines(sentence)
    assert all(0 < width(line) <= 1 for line in lines)
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")


def test_caption_lines_break_at_a_comma_and_show_names_plainly():
    assert caption_lines("I would so much like to see you all again, my dearest [Siân](/ʃˈɑn/) and Tom.") == [
        "I would so much like to see you all again,",
        "my dearest Siân and Tom.",
    ]
