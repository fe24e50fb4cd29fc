"""Words from outside: nothing hidden, no floods, no markup where they are shown."""

import unicodedata

import pytest

from revive import UserError
from revive.app.parts.html import error_note, note, progress_bar
from revive.app.texts import TEXT
from revive.clip.captions import Cue, cues_of, write_captions
from revive.core.progress import Report
from revive.core.text import plain_text
from revive.media.lettering import Lettering
from revive.speech.speech import Sentence

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("a\0b\x1b[2Jc\x7f\x9bd", "a b [2Jc d"), ("pay \u202etxt\u202c \u2066x\u2069", "pay txt x"), ("a\ud800b", "ab"),
        ("a\u200bb\ufeffc\u00add\u2060e", "abcde"), ("a\U000e0041\U000e007fb", "ab"),
        ("a\r\nb\u2028c\x85d", "a\nb\nc\nd"),
        ("  a \t\u3000 b  ", "a b"), ("a\n\n\n\n\nb", "a\n\nb"), ("e\u0301", "é"), ("a\ue000\uffffb", "ab"),
        ("नमस्ते क्‍ष", "नमस्ते क्‍ष"), ("می‌خواهم", "می‌خواهم"),
        ("👩‍👩‍👧", "👩‍👩‍👧"), ("שָׁלוֹם", "שָׁלוֹם"), ("ကျွန်ုပ်", "ကျွန်ုပ်"),
        ("亲爱的，你好！", "亲爱的，你好！"), ("\u0301abc", "abc"), ("\u200d\u200d\u200d", ""), (MARKUP, MARKUP),
    ],
)  # fmt: skip
def test_what_is_not_meant_to_be_read_goes(told, plain):
    assert plain_text(told) == unicodedata.normalize("NFC", plain) and plain_text(plain_text(told)) == plain_text(told)


def test_floods_are_short_and_cost_little(monkeypatch):
    """Little of a flood is looked at, and of its marks, which are sorted in quadratic time, only a few are sorted."""
    sort, look = unicodedata.normalize, unicodedata.category
    sorted_marks, looked_at = [], 0

    def normalize(form, text):
        sorted_marks.append(sum(look(sign) == "Mn" for sign in text))
        return sort(form, text)

    def category(sign):
        nonlocal looked_at
        looked_at += 1
        return look(sign)

    monkeypatch.setattr("unicodedata.normalize", normalize)
    monkeypatch.setattr("unicodedata.category", category)
    flood = "".join(chr(0x300 + i % 100) for i in range(300_000))
    assert len(plain_text("a" + flood + "b")) < 15
    assert sorted_marks and max(sorted_marks) < 15
    looked_at = 0
    assert plain_text("a" * 10**7, most=100) == "a" * 99 + "…"
    assert plain_text("\u200b" * 10**6 + "a", most=5) in ("", "a")
    assert 100 <= looked_at < 5000  # of eleven million


def test_one_line_where_one_is_wanted():
    assert plain_text("a\nb\r\n\r\nc", lines=False) == "a b c"
    assert plain_text("x" * 80, most=60, lines=False) == "x" * 59 + "…"


@pytest.mark.parametrize(
    "words",
    ["a --> b", "1\n00:00:01,000 --> 00:00:09,000\nx", "<v Tom>", "NOTE x", "WEBVTT", "{\\an8}", "&lt;b&gt;",
     "\u2028\u2028STYLE", "42", "a\n\n\nb"],
)  # fmt: skip
def test_captions_cannot_be_broken_by_words(tmp_path, words):
    import webvtt

    sentences = [Sentence("Hello.", 0.0, 1.0, 0), Sentence(words, 1.0, 2.0, 1), Sentence("The end.", 2.0, 3.0, 2)]
    cues = cues_of(sentences, lettering=Lettering(20), width=300.0, offset=0.0, end=3.0)
    srt, vtt = tmp_path / "a.srt", tmp_path / "a.vtt"
    write_captions(cues, srt, vtt)
    for read in (webvtt.from_srt(str(srt)), webvtt.read(str(vtt))):
        assert [(round(c.start_in_seconds), round(c.end_in_seconds)) for c in read.captions] == [
            (round(cue.start), round(cue.end)) for cue in cues
        ]
    for text in (srt.read_text(), vtt.read_text()):
        assert text.count("-->") == len(cues) and "<" not in text


def test_even_lines_that_were_never_plain_are_escaped(tmp_path):
    write_captions([Cue((MARKUP, "a --> b"), 0.0, 1.0)], tmp_path / "a.srt", tmp_path / "a.vtt")
    for path in tmp_path.iterdir():
        assert "<" not in path.read_text() and path.read_text().count("-->") == 1


def test_the_page_escapes_whatever_it_says():
    for made in (note(MARKUP), note(MARKUP, "wrong"), error_note(UserError(MARKUP), "zh"),
                 progress_bar(Report(MARKUP, 0.5, 3.0), "en")):  # fmt: skip
        assert "<script" not in made and "<img" not in made
    assert not any("<script" in text for message in TEXT.values() for text in message.in_every_language().values())
