"""What may be said and what may not: drafts that are good, and drafts with one thing wrong."""

import pytest

from revive.drafting.facts import faults, missing
from revive.drafting.given import Given
from revive.drafting.numbers import numbers_in, numbers_meant
from revive.drafting.request import Request, ask

TOM = ask("Tom's 30th birthday", "warm", "apple pies, the lake")
MING = ask("小明的三十岁生日", "warm", "苹果派，湖边")

GOOD = [
    (
        TOM,
        "Thirty, Tom, and just as dear to me as ever. Whenever I think of apple pies or the lake, I think of "
        "you. Have a lovely day.",
    ),
    (
        TOM,
        "Happy birthday, Tom. I hope there are apple pies today, and a walk by the lake. You have always been "
        "a joy to me, and I am so glad of you.",
    ),
    (
        ask("Hannah and Idris got engaged", "warm", "long walks"),
        "What good news, Hannah and Idris. I'm so glad that you found each other. May there be long walks for "
        "the two of you, and plenty to talk about on the way.",
    ),
    (
        ask("Earl and Loretta's golden wedding", "happy"),
        "Fifty years, Earl and Loretta! I'm so happy for you both, and I hope you dance tonight and laugh a "
        "thousand times.",
    ),
    (
        ask("my daughter Ana is worried", "comforting", "her exam"),
        "Ana, an exam is only an exam. Breathe slowly, and take it a minute at a time. You are loved, whatever comes.",
    ),
    (
        MING,
        "小明，三十岁生日快乐。我一想起咱们，就想起苹果派，想起湖边。谢谢你让我的日子这么有滋味。",
    ),
    (
        ask("女儿晓梅结婚", "warm", "枣树"),
        "晓梅，今天你成家了，我打心眼里高兴。院子里的枣树也跟着你一起热闹。往后两个人互相体谅。",
    ),
]

BAD = [
    (
        "Happy birthday, Tom. I hope that Susan bakes apple pies and that you walk by the lake all day long today.",
        "Susan",
    ),
    (
        "Marta, happy birthday to you. I hope there are apple pies, and a long quiet walk by the lake for you.",
        "Marta",
    ),
    (
        "Happy birthday, Tom. Apple pies, the lake, and forty years of love, that is what I wish you, dear.",
        "40",
    ),
    (
        "Happy birthday, Tom. I hope for apple pies at the lake in July, and for all the good things in the world.",
        "July",
    ),
    (
        "Happy birthday, Tom. Your mother and I wish you apple pies, and a fine long day beside the lake today.",
        "mother",
    ),
    (
        "Happy birthday, Tom. I remember the old red boat at the lake, and the smell of apple pies all around us.",
        "boat",
    ),
    (
        "Tom, when you were small you stole apple pies from the kitchen and ran down to the lake with them, my dear.",
        "kitchen",
    ),
    (
        "Happy birthday, Tom. Your guitar sounds so lovely, and so do apple pies, and so does the lake in the evening.",
        "guitar",
    ),
    (
        "Happy birthday, Tom. I'm watching over you from heaven, where there are apple pies, and a lake like ours.",
        "what the dead cannot",
    ),
    (
        "Happy birthday, Tom. I am always with you, at the lake and with the apple pies, today and every single day.",
        "what the dead cannot",
    ),
    (
        "Happy birthday, Tom. I'll come to the lake and bring apple pies, so wait for me there and be good, my dear.",
        "what the dead cannot",
    ),
    (
        "As an AI I cannot eat apple pies, but happy birthday, Tom, and have a lovely time beside the lake today.",
        "rubbish",
    ),
    (
        "Happy birthday, {name}. I hope there are apple pies today, and a long walk by the lake for you, dear one.",
        "rubbish",
    ),
    (
        "Happy birthday, Tom. Apple pies and the lake.",
        "too short",
    ),
    (
        "Happy birthday, Tom. I hope there are apple pies, and I hope that you go to the lake and that you will be",
        "end",
    ),
    (
        "Apple pies, Tom. I am glad of you. I am glad of you. I am glad of you. Go to the lake today and be well.",
        "repeats",
    ),
]

BAD_CHINESE = [
    (
        "小明，四十岁生日快乐。我一想起苹果派和湖边，心里就暖。谢谢你让我的日子这么有滋味。",
        "四十",
    ),
    (
        "小明，生日快乐。你妈妈做的苹果派真香，湖边的风也真好。我为你高兴，好好过日子。",
        "妈妈",
    ),
    (
        "小明，生日快乐。我还记得那辆旧自行车，还有苹果派和湖边。我为你高兴，好好过日子。",
        "自行车",
    ),
    (
        "小明，生日快乐。我在天上看着你呢，苹果派和湖边我都记得。好好过日子，天天开心。",
        "what the dead cannot",
    ),
    (
        "小明，生日快乐。我会永远在你身边，陪你去湖边吃苹果派。好好过日子，天天开心。",
        "what the dead cannot",
    ),
    (
        "小明，生日快乐。我在上海等苹果派，也想着湖边。好好过日子，天天开心，平平安安。",
        "上海",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("request_", "text"), GOOD)
def test_good_drafts_pass(request_, text):
    assert faults(text, Given(request_)) == []
    assert missing(text, request_) == []


@pytest.mark.parametrize(("text", "why"), BAD)
def test_bad_drafts_are_refused(text, why):
    assert why in " ".join(str(fault) for fault in faults(text, Given(TOM)))


@pytest.mark.parametrize(("text", "why"), BAD_CHINESE)
def test_bad_chinese_drafts_are_refused(text, why):
    assert why in " ".join(str(fault) for fault in faults(text, Given(MING)))


def test_what_the_letters_tell_may_be_said():
    text = "Happy birthday, Tom. I remember the red boat at the lake, and apple pies, and how you laughed at it all."
    assert faults(text, Given(TOM))
    assert faults(text, Given(TOM, "Do you remember the red boat?")) == []


@pytest.mark.parametrize(
    ("text", "about", "left"),
    [
        ("I love to bake an apple pie by a lake.", "apple pies, the lake", []),
        ("I love apple pies.", "apple pies, the lake", ["the lake"]),
        ("You never gave up, and you sang loudly.", "never gives up, sings", []),
        ("苹果派真香。", "苹果派，湖边", ["湖边"]),
        ("你的歌声真好听。", "你的歌声", []),
    ],
)
def test_what_it_should_be_about_comes_in(text, about, left):
    language = "zh" if "，" in text or "。" in text else "en"
    assert missing(text, Request("x", "warm", about, language)) == left


def test_numbers_in_words_and_figures_are_one():
    assert numbers_meant("Tom's 30th birthday") == numbers_in("thirty years") == {"30"}
    assert numbers_in("forty-five") == {"45"} and numbers_in("the twenty-first") == {"21"}
    assert numbers_in("a thousand times, one day, the two of you") == set()
    assert "50" in numbers_meant("their golden wedding") and numbers_in("half a century") == {"50"}
