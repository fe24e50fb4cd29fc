"""The form: one control for each field of the Brief, and a Brief from the controls."""

import dataclasses
import re
from pathlib import Path

import gradio as gr
import pytest

from revive.app.examples import examples
from revive.app.locale import FIELDS, TABLES, TEXT, choices, i18n, language_of, say
from revive.app.parts.brief_form import READ_FROM_PROMPT, BriefForm
from revive.app.parts.html import error_note, note, progress_bar, time_left
from revive.app.parts.page_context import first_sentence, missing
from revive.app.parts.result import without_places
from revive.app.tabs.clip import files_of
from revive.app.tabs.portrait import touched
from revive.brief import Brief
from revive.core.errors import UserError
from revive.core.progress import Report


@pytest.fixture
def sheet():
    with gr.Blocks(analytics_enabled=False):
        sheet = BriefForm(i18n())
        for option in dataclasses.fields(Brief):
            if option.name != "out":
                sheet.control(option.name)
    return sheet


def values_of(sheet: BriefForm, **changed) -> dict:
    """What Gradio would hand to a handler: every control's value, some changed by the visitor."""
    values = {control: control.value for control in sheet.controls.values()}
    values |= {sheet.controls[name]: value for name, value in changed.items() if name != "read"}
    return {**values, sheet.read: changed.get("read")}


def test_every_field_has_a_control_and_words_in_both_languages(sheet):
    fields = {option.name for option in dataclasses.fields(Brief)} - {"out"}
    assert set(sheet.controls) == fields == set(FIELDS)
    tables = i18n().translations_dict
    assert set(tables["en"]) == set(tables["zh"])
    assert all(text.strip() for table in tables.values() for text in table.values())


def test_no_text_of_one_tab_takes_the_place_of_anothers():
    assert len(TEXT) == sum(map(len, TABLES))


def test_an_untouched_form_is_the_default_brief(sheet):
    assert sheet.brief(values_of(sheet)) == Brief()


def test_what_the_visitor_sets_is_in_the_brief(sheet):
    brief = sheet.brief(values_of(sheet, words="Hello", fps=30, face=2, captions=False), out=Path("here.mp4"))
    assert (brief.words, brief.fps, brief.face, brief.captions, brief.out) == (
        "Hello",
        30.0,
        2,
        False,
        Path("here.mp4"),
    )
    assert isinstance(brief.face, int) and isinstance(brief.fps, float)


def test_a_film_and_its_amounts_are_in_the_brief(sheet):
    brief = sheet.brief(values_of(sheet, driver="film.webm", lips=0.5, head_motion=0))
    assert (brief.driver, brief.lips, brief.head_motion) == (Path("film.webm"), 0.5, 0.0)
    assert brief.acted and "words" not in missing(brief)


def test_a_new_prompt_is_read_afresh_and_a_known_one_keeps_what_is_shown(sheet):
    shown = {"emotion": "sad", "strength": 0.2, "pace": 1.1, "light": "sepia", "background": "dimmed"}
    kept = sheet.brief(values_of(sheet, prompt="Grandpa", read="Grandpa", **shown))
    assert {name: getattr(kept, name) for name in READ_FROM_PROMPT} == shown
    fresh = sheet.brief(values_of(sheet, prompt="Grandpa, laughing", read="Grandpa", **shown))
    assert {name: getattr(fresh, name) for name in READ_FROM_PROMPT} == {
        "emotion": None, "strength": None, "pace": None, "light": None, "background": None,
    }  # fmt: skip


def test_showing_a_brief_and_reading_it_back_gives_the_same(sheet):
    brief = Brief(
        photo=Path("a.jpg"), words="Hello", relation="her son", basis="agreed", adult=True, prompt="calm",
        emotion="warm", strength=0.3, pace=0.9,
        light="cool", background="softened", seed=7, size=512, fps=24.0, head_motion=0.5, title="For Tom",
    )  # fmt: skip
    assert sheet.brief(sheet.show(brief), out=brief.out) == brief


def test_a_second_control_of_a_field_is_a_copy(sheet):
    original = sheet.controls["light"]
    with gr.Blocks(analytics_enabled=False):
        sheet.controls["light"].render()
        copy = sheet.control("light")
    assert copy is not original and copy.choices == original.choices
    assert sheet.controls["light"] is original


def test_everything_missing_is_said_at_once():
    assert set(missing(Brief())) == {"photo", "words", "relation", "basis", "adult"}
    answered = {"relation": "her son", "basis": "agreed", "adult": True}
    long = Brief(photo=Path("a.jpg"), recording=Path("a.wav"), title="x" * 200, **answered)
    assert set(missing(long)) == {"title"}
    assert missing(Brief(photo=Path("a.jpg"), words="Hello", **answered)) == {}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Hello there. How are you?", "Hello there."),
        ("It was 3.5 miles! Far.", "It was 3.5 miles!"),
        ("生日快乐。我爱你。", "生日快乐。"),
        ("  no end", "no end"),
        ("", ""),
    ],
)
def test_first_sentence(words, first):
    assert first_sentence(words) == first


def test_a_touch_chooses_the_innermost_face():
    boxes = ((0, 0, 100, 100), (40, 40, 60, 60))
    assert touched(boxes, 50, 50) == 2
    assert touched(boxes, 10, 10) == 1
    assert touched(boxes, 200, 10) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (1.0, "nearly done"),
        (12.3, "about 12 seconds left"),
        (43.0, "about 45 seconds left"),
        (130.0, "about 2 minutes left"),
    ],
)
def test_time_left_in_words(seconds, said):
    assert time_left(seconds, "en") == said


def test_news_and_troubles_are_sentences_without_markup_from_outside():
    drawn = progress_bar(Report("clip", 0.5, 12.0), "en")
    assert "Drawing the frames · about 12 seconds left" in drawn and 'aria-valuenow="70"' in drawn
    assert "正在绘制画面 · 大约还需 12 秒" in progress_bar(Report("clip", 0.5, 12.0), "zh-CN")
    assert "<script>" not in note("<script>")
    assert "一句话" in error_note(UserError("a sentence", "一句话"), "zh")
    assert "Traceback" not in (said := error_note(ValueError("secret words"), "en")) and "secret" not in said


def test_every_stage_of_the_pipeline_has_words():
    home = Path(__file__).parents[3] / "revive"
    files = [home / "pipeline.py", *(home / "teaching").glob("face/*.py"), home / "teaching/manner/teach.py"]
    files += [*(home / "voice").glob("*.py"), *(home / "drafting").glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    stages = [*re.findall(r'progress\.stage\("([\w ]+)"\)', source), "teach_mouth", "teach_eyes"]
    assert len(stages) >= 20
    assert all(f"stage_{stage}" in TEXT for stage in stages)


class _Asked:
    def __init__(self, accept="", cookies=None):
        self.headers, self.cookies = {"accept-language": accept}, cookies or {}


def test_the_language_is_the_chosen_one_or_the_browsers():
    assert language_of(_Asked("zh-CN,zh;q=0.9")).startswith("zh")
    assert language_of(_Asked("en-GB,en;q=0.8")).startswith("en")
    assert language_of(_Asked("zh-CN", {"revive_language": "en"})) == "en"
    assert say("tab_make", "zh-TW") == "制作短片"
    assert choices("light", ["sepia"], "zh") == [("怀旧棕", "sepia")]


def test_the_examples_are_whole_and_credited():
    for example in examples():
        assert example.photo.is_file()
        assert all(text.strip() for pair in (example.words, example.relation, example.credit) for text in pair)
        assert set(missing(Brief(**example.settings("en")))) == {"adult"}  # which is for the visitor to say
        assert set(missing(Brief(**example.settings("zh")))) == {"adult"}


def test_every_brief_is_made_of_all_the_controls(page_at):
    """A tab that is drawn before another must not miss the other's control."""
    page = page_at("home")
    takers = [fn for fn in page.fns.values() if fn.fn and fn.inputs_as_dict]
    whole = next(set(fn.inputs) for fn in takers if fn.fn.__qualname__ == "Result._run")
    some = next(block for block in whole if block.elem_id == "photo")
    missed = {fn.fn.__qualname__: whole - set(fn.inputs) for fn in takers if some in fn.inputs}
    assert len(missed) > 8 and not any(missed.values())


def test_a_job_file_opens_only_what_its_visitor_brought():
    job = Brief(photo=Path("/etc/passwd"), music=Path("/tmp/mine.mp3"), recording=Path("/tmp/other.wav"))
    own = Path("/tmp/own/mine.mp3")
    assert files_of(job, {own}, set()) == ({"music": own}, ["photo", "recording"])  # by its name, wherever it lies now
    assert files_of(job, set(), {"photo", "recording", "music"}) == ({}, [])


def test_a_job_that_is_given_away_tells_nothing_of_this_computer(tmp_path):
    Brief(photo=tmp_path / "gran.jpg", words="Hi.", out=tmp_path / "clip.mp4").save(tmp_path / "job.json")
    given = without_places(tmp_path / "job.json")
    assert str(tmp_path) not in given.read_text(encoding="utf-8")
    assert Brief.load(given).photo == Path("gran.jpg") and Brief.load(given).words == "Hi."


def test_the_page_builds_with_its_tabs_in_order_and_no_public_endpoint(page_at):
    page = page_at("home")
    tabs = [block.id for block in page.blocks.values() if isinstance(block, gr.Tab) and isinstance(block.id, str)]
    assert tabs == ["make", "portrait", "words", "voice", "act", "motion", "clip", "teach", "about"]
    assert page.analytics_enabled is False
    assert page.get_api_info()["named_endpoints"] == {}
    assert page.get_api_info()["unnamed_endpoints"] == {}
    videos = [block for block in page.blocks.values() if isinstance(block, gr.Video)]
    assert videos and not any(video.autoplay or video.format or video.watermark.watermark for video in videos)
