"""Labels, captions and titles: where they stand, that they can be read, that any text is survived."""

import itertools

import numpy as np
import pytest
import webvtt

from revive.clip.captions import cues_of, write_captions
from revive.clip.title import title_card
from revive.media.lettering import Lettering, plain
from revive.media.overlay import LABELS, caption, caption_lettering, caption_width, label, text_plate
from revive.speech.speech import Sentence

SIZES = [(128, 128), (512, 512), (720, 1280), (1280, 960), (1280, 320), (256, 1280)]
ENGLISH = "Happy birthday, Tom. I am so proud of you, and of everything you have become since that summer by the sea."
CHINESE = "汤姆，生日快乐。我为你感到非常骄傲，也为你从那个海边的夏天以来成为的一切而骄傲。"
ODD = "a\x00b\u202e 👩‍👩‍👧 \U0010fffd مرحبا बधाई สวัสดี שלום 안녕 \ud800 <b>&amp; --> {x}"


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_label_is_large_enough_and_whole(width, height, language):
    frame = np.zeros((height, width, 3), np.uint8)
    mark = label(width, height, language)
    mark.draw(frame)
    rows = np.flatnonzero((frame.min(-1) > 150).any(1))
    assert rows[-1] - rows[0] + 1 >= 0.05 * min(width, height)
    left, top, right, bottom = mark.box
    assert 0 < left < right < width and 0 < top < bottom < height
    assert left > width - right and top < height - bottom  # the top right corner


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_label_can_be_read_on_any_ground(ground):
    frame = np.full((512, 512, 3), ground, np.uint8)
    mark = label(512, 512, "en")
    mark.draw(frame)
    left, top, right, bottom = mark.box
    plate = luminance(frame[top + 4, (left + right) // 2])
    ink = luminance(frame[top:bottom, left:right].reshape(-1, 3).max(0))
    assert (ink + 0.05) / (plate + 0.05) > 4.5  # the contrast that WCAG asks for


def luminance(colour: np.ndarray) -> float:
    c = colour / 255
    return float(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722))


def test_label_leaves_the_face_free():
    assert label(512, 512, "zh", avoid=[(280, 20, 500, 300)]).box[2] < 280
    small = (100, 250, 400, 480)
    assert label(512, 512, "zh", avoid=[small]).box == label(512, 512, "zh").box
    filling = label(512, 512, "zh", avoid=[(60, 40, 460, 440)], captions=False).box
    assert filling[1] > 256  # the chin hides less than the brow


@pytest.mark.parametrize("captions", [True, False])
@pytest.mark.parametrize(
    "faces",
    [[(60, 90, 200, 260), (300, 10, 470, 190)], [(10, 5, 180, 190), (330, 5, 505, 200)], [(130, 80, 400, 400)],
     [(5, 5, 120, 130), (390, 5, 505, 130), (200, 300, 330, 440)]],
    ids=["two", "two at the top", "a large one", "three"],
)  # fmt: skip
def test_the_label_lies_on_no_face(faces, captions):
    """A face is an oval; captions may come at the bottom."""
    left, top, right, bottom = label(512, 512, "en", avoid=faces, captions=captions).box
    y, x = np.mgrid[top:bottom, left:right]
    for box in faces:
        across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        inside = ((x - box[0] - across) / across) ** 2 + ((y - box[1] - down) / down) ** 2 < 1
        assert not inside.any()
    if captions:
        assert bottom < caption(["two lines", "of words"], 512, 512, "en").box[1]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("text", [ENGLISH, CHINESE, ENGLISH.replace(" ", ""), ODD])
def test_captions_fit_and_never_meet_the_label(width, height, text):
    for cue in cues(text, width, height):
        assert 1 <= len(cue.lines) <= 2
        left, top, right, bottom = caption(list(cue.lines), width, height, "").box
        assert left > 0 and right < width and bottom < height
        for kind, words in LABELS.items():
            for language in words:
                assert top > label(width, height, language, kind=kind).box[3]


def cues(text: str, width: int, height: int, start=1.0, end=9.0):
    lettering, line = caption_lettering(width, height, ""), caption_width(width, height)
    return cues_of([Sentence(text, start, end)], lettering=lettering, width=line, offset=0, end=99)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_captions_hold_every_word_in_order(text):
    made = cues(text, 512, 512)
    assert "".join("".join(cue.lines) for cue in made).replace(" ", "") == text.replace(" ", "")
    assert made[0].start == 1.0 and made[-1].end == pytest.approx(9.0)
    for before, after in itertools.pairwise(made):
        assert before.start < before.end == after.start


def test_captions_end_with_the_clip_and_do_not_overlap():
    lettering = caption_lettering(512, 512, "en")
    sentences = [Sentence("One.", 0, 2), Sentence("Two.", 1.5, 3), Sentence("Three.", 5, 9), Sentence("Four.", 8, 9)]
    made = cues_of(sentences, lettering=lettering, width=400, offset=1, end=7)
    assert [(cue.lines[0], cue.start, cue.end) for cue in made] == [("One.", 1, 3), ("Two.", 3, 4), ("Three.", 6, 7)]


def test_no_line_begins_with_a_comma():
    lettering = Lettering(20)
    for width in range(60, 400, 10):
        assert not any(line[0] in "，。" for line in lettering.wrap(CHINESE, width))
        assert all(lettering.width(line) <= width + 20 for line in lettering.wrap(CHINESE, width))


def test_caption_files_hold_text_and_no_markup(tmp_path):
    made = cues("Say <b onclick=x>& -->\x00 {\\an8}\n\n2\n00:00 hello", 512, 512)
    srt, vtt = tmp_path / "a.srt", tmp_path / "a.vtt"
    write_captions(made, srt, vtt)
    for path in (srt, vtt):
        text = path.read_text(encoding="utf-8")
        assert text.count("-->") == len(made)
        assert "<" not in text and "\x00" not in text and "{\\" not in srt.read_text(encoding="utf-8")
    assert len(webvtt.read(vtt)) == len(webvtt.from_srt(srt)) == len(made)
    assert "&lt;b" in vtt.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("text", [ODD, "", "   ", "\n", "字" * 300, "w" * 300, "🎂", "👨🏽‍🚀🇨🇳"])
def test_any_text_is_survived(text):
    frame = np.full((256, 256, 3), 90, np.uint8)
    assert title_card(frame, plain(text), "zh").shape == frame.shape
    for cue in cues(text, 256, 256):
        caption(list(cue.lines), 256, 256, "").draw(frame)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["Tom", "汤姆", "トム", "톰", "Том", "توم", "टॉम", "ทอม", "🎂"])
def test_every_script_has_letters(word):
    """Characters without a font are left out, so what is drawn is never an empty box."""
    drawn = np.asarray(text_plate([word], Lettering(40)))
    assert (drawn[..., :3].min(-1) > 200).sum() > 60
    nothing = np.asarray(text_plate(["\ue000"], Lettering(40)))
    assert (nothing[..., :3].min(-1) > 200).sum() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("title", ["For Tom", ENGLISH, CHINESE, "字" * 120])
def test_title_stays_inside(width, height, title):
    card = title_card(np.full((height, width, 3), 200, np.uint8), title, "").min(-1)
    letters = card > np.median(card) + 40
    assert letters.sum() > 30
    inset_x, inset_y = round(0.03 * width), round(0.03 * height)
    assert not letters[:inset_y].any() and not letters[-inset_y:].any()
    assert not letters[:, :inset_x].any() and not letters[:, -inset_x:].any()


def test_a_dash_tells_that_another_face_speaks():
    said = [("Remember the lake?", 1), ("We swam.", 1), ("How could I forget.", 2), ("Indeed.", 0)]
    lines = [Sentence(text, at, at + 1.0, at, speaker=face) for at, (text, face) in enumerate(said)]
    lettering = caption_lettering(640, 480, "en")
    cues = cues_of(lines, lettering=lettering, width=caption_width(640, 480), offset=0, end=9)
    shown = [" ".join(cue.lines) for cue in cues]
    assert shown[:3] == ["– Remember the lake?", "We swam.", "– How could I forget."]
    alone = [Sentence(text, at, at + 1.0, at) for at, (text, _) in enumerate(said)]
    assert cues_of(alone, lettering=lettering, width=caption_width(640, 480), offset=0, end=9)[0].lines[0][0] == "R"
