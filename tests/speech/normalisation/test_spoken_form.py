"""Figures, dates, abbreviations and signs: what the voices are given to say."""

import random
from pathlib import Path

import pytest

from revive.core.errors import UserError
from revive.fuzz import messages
from revive.speech.normalisation import resolve_locale, spoken_form, words_of
from revive.speech.phonemes import english_phonemes, phonemes
from revive.speech.text import sentences

LINES = Path(__file__).with_name("spoken.tsv")
# what is written, and the same with every word written out; both must sound the same
ENGLISH = [
    ("I was born on May 5th 1962.", "I was born on May fifth nineteen sixty two."),
    ("It was 12/25/1999.", "It was December twenty-fifth, nineteen ninety nine."),
    ("It was 24.12.1999.", "It was the twenty-fourth of December nineteen ninety nine."),
    ("1962-05-05", "May fifth, nineteen sixty two"),
    ("the 4th of July 1976", "the fourth of July nineteen seventy six"),
    ("June 3rd–5th", "June third to fifth"),
    ("in 1905", "in nineteen oh five"),
    ("in the 1960s", "in the nineteen sixties"),
    ("the '60s", "the sixties"),
    ("Come at 10:30.", "Come at ten thirty."),
    ("at 7:05 p.m. sharp", "at seven oh five PM sharp"),
    ("at 4 o'clock", "at four o'clock"),
    ("It cost $3.50.", "It cost three dollars and fifty cents."),
    ("£20", "twenty pounds"),
    ("$2.5 million", "two point five million dollars"),
    ("50¢", "fifty cents"),
    ("Dr. Smith came.", "Doctor Smith came."),
    ("Mr. and Mrs. Brown", "Mr and Mrs Brown"),
    ("She lives on Main St. now.", "She lives on Main Street now."),
    ("St. Mary's church", "Saint Mary's church"),
    ("the 2nd of June", "the second of June"),
    ("1,250 people", "one thousand two hundred fifty people"),
    ("3/4 of the cake", "three quarters of the cake"),
    ("1 1/2 cups", "one and a half cups"),
    ("1½ hours", "one and a half hours"),
    ("20 °C outside", "twenty degrees Celsius outside"),
    ("5 km away", "five kilometers away"),
    ("10 m and 100 g", "ten meters and one hundred grams"),
    ("6 ft 2 in", "six feet two inches"),
    ("He was 6'2\" tall.", "He was six foot two tall."),
    ("60mph", "sixty miles per hour"),
    ("Bring fruit, e.g. apples.", "Bring fruit, for example apples."),
    ("i.e. never", "that is never"),
    ("We live at No. 7.", "We live at Number seven."),
    ("King Henry VIII", "King Henry the eighth"),
    ("World War II", "World War Two"),
    ("WWII", "World War Two"),
    ("100% sure", "one hundred percent sure"),
    ("2.5% more", "two point five percent more"),
    ("24/7", "twenty-four seven"),
    ("Tom & Ann", "Tom and Ann"),
    ("Call 555-1234.", "Call five five five, one two three four."),
    ("Call 020 7946 0958.", "Call oh two oh, seven nine four six, oh nine five eight."),
    ("Call +44 20 7946 0958", "Call plus four four, two oh, seven nine four six, oh nine five eight"),
    ("10–12 people", "ten to twelve people"),
]  # fmt: skip
MANDARIN = [
    ("2024年5月1日", "二零二四年五月一日"),
    ("二〇二四年", "二零二四年"),
    ("2024-05-01", "二零二四年五月一日"),
    ("1949.10.1", "一九四九年十月一日"),
    ("1990年代", "一九九零年代"),
    ("80后", "八零后"),
    ("10:30", "十点三十分"),
    ("早上7:05", "早上七点零五分"),
    ("下午2:00", "下午两点"),
    ("3.5%", "百分之三点五"),
    ("第3次", "第三次"),
    ("第2天", "第二天"),
    ("2个人", "两个人"),
    ("2年级", "二年级"),
    ("一共2000元", "一共两千元"),
    ("¥50", "五十元"),
    ("￥3.5元", "三点五元"),
    ("$20", "二十美元"),
    ("5 km", "五公里"),
    ("60kg", "六十公斤"),
    ("20℃", "二十摄氏度"),
    ("零下5°C", "零下五摄氏度"),
    ("-5度", "负五度"),
    ("1,250人", "一千二百五十人"),
    ("10～12个人", "十到十二个人"),
    ("1:2", "一比二"),
    ("50人/天", "五十人每天"),
    ("我的电话是13812345678", "我的电话是幺三八，幺二三四，五六七八"),
    ("010-62345678", "零幺零，六二三四五六七八"),
    ("请拨打120", "请拨打幺二零"),
]


@pytest.mark.parametrize("written, said", ENGLISH)
def test_english_is_said_as_it_is_meant(written, said):
    def plain(text):
        return "".join(c for c in english_phonemes(text) if c not in "ˈˌ .,")

    assert plain(written) == plain(said)


@pytest.mark.parametrize("written, said", MANDARIN)
def test_mandarin_is_said_as_it_is_meant(written, said):
    assert spoken_form(written, "zh") == said
    assert "".join(phonemes(f"好{written}好", "zh")).replace(" ", "") == "".join(phonemes(f"好{said}好", "zh")).replace(
        " ", ""
    )


def test_pronunciations_are_left_alone():
    assert spoken_form("[乐2个](/yuè/)2个", "zh") == "[乐2个](/yuè/)两个"
    assert (
        spoken_form("On 5/5/1962, [Ann](/æn/).", "en", locale="en-US")
        == "On May fifth, nineteen sixty-two, [Ann](/æn/)."
    )


@pytest.mark.parametrize(
    "text", ["We live at No. 7.", "Look at pp. 3-5 of it.", "P.S. I love you.", "Born on Aug. 12, at home."]
)
def test_abbreviations_end_no_sentence(text):
    assert [sentence for sentence, _ in sentences(text)] == [text]


def test_the_same_short_answer_twice():
    assert [sentence for sentence, _ in sentences("No. Yes. No. 7 is mine. No.")] == [
        "No.",
        "Yes.",
        "No. 7 is mine.",
        "No.",
    ]


def test_figures_between_two_languages_go_with_their_meaning():
    assert "u↓swei" in phonemes("Tom 5岁了", "zh")[0]
    assert "fˌɪftˈin" in phonemes("我买了iPhone 15", "zh")[0]
    assert "ʂɨ↗u↓fə" in phonemes("Tom 10:15来", "zh")[0].replace(" ", "")


def lines() -> list[tuple[str, str, list[str]]]:
    rows = (line.split("\t") for line in LINES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [(language, typed, heard.split("|")) for language, typed, heard in rows]


@pytest.mark.parametrize(("language", "typed", "heard"), lines())
def test_a_line_is_heard_as_it_is_meant(language, typed, heard):
    code, _, country = language.partition("-")
    spoken = spoken_form(typed, code, locale=language if country else {"en": "en-US"}.get(code))
    words = words_of(spoken)
    assert (words.replace(" ", "") if code == "zh" else words) in heard
    assert spoken_form(spoken, code, locale="en-US" if code == "en" else None) == spoken  # in words already


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        ("Mum put the colour telly on.", "en-GB"),
        ("Mom parked the truck.", "en-US"),
        ("Born on 25/12/1952.", "en-GB"),
        ("Born on 12/25/1952.", "en-US"),
    ],
)
def test_the_words_tell_where_they_come_from(words, locale, monkeypatch):
    for name in ("LANG", "LC_ALL", "LC_TIME"):
        monkeypatch.setenv(name, "en_AU.UTF-8")
    assert resolve_locale(None, "en", words) == locale
    assert resolve_locale(None, "en", "Hello.") == "en-AU"  # else the computer does
    assert resolve_locale("en_nz", "en", words) == "en-NZ"
    with pytest.raises(UserError, match="names no country"):
        resolve_locale("British", "en", words)


def test_no_made_up_message_loses_a_word(tmp_path):
    draw = random.Random(5)
    path = tmp_path / "message.txt"
    for _ in range(150):
        path.write_bytes(messages.made(draw, b"", []))
        try:
            messages.check_message(path)
        except UserError as error:
            assert "nothing in the text" in str(error) or "letters" in str(error)


def test_a_lost_word_is_seen():
    assert messages.missing_words("hello love 3 hello", "hello love three", "en") == ["hello"]
    assert messages.missing_words("奶奶 你好", "你好", "zh") == ["奶奶"]
