"""The form: one control for each field of the Brief, and a Brief from the controls."""

import dataclasses
import re
import warnings
from pathlib import Path
from typing import Annotated, Literal

import gradio as gr
import pytest
from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from revive.app.examples import EXAMPLE
from revive.app.jobs.clips import without_places
from revive.app.jobs.queue import JobQueue
from revive.app.page import build_page
from revive.app.parts.brief_form import NOT_ON_THE_PAGE, READ_FROM_PROMPT, BriefForm, slider_step
from revive.app.parts.html import error_note, note, progress_bar, time_left
from revive.app.parts.page_context import PageContext, first_sentence, missing
from revive.app.parts.people_lists import PeopleLists
from revive.app.parts.several import SeveralFaces
from revive.app.tabs.clip import files_of
from revive.app.tabs.make import build as build_make_tab
from revive.app.tabs.portrait import face_at
from revive.app.texts import FIELDS, TABLES, TEXT, choices, i18n, language_of, say
from revive.brief import OPTIONS, Brief
from revive.core.errors import UserError
from revive.core.localisation import languages
from revive.core.options import options_of
from revive.core.progress import Report
from revive.speakers import Speaker


@pytest.fixture
def form():
    with gr.Blocks(analytics_enabled=False):
        form = BriefForm(i18n())
        for option in dataclasses.fields(Brief):
            if option.name not in NOT_ON_THE_PAGE:
                form.control(option.name)
    return form


def values_of(form: BriefForm, **changed) -> dict:
    """What Gradio would hand to a handler: every control's value, some changed by the visitor."""
    values = {control: control.value for control in form.controls.values()}
    values |= {form.controls[name]: value for name, value in changed.items() if name != "read"}
    return {**values, form.read: changed.get("read")}


def test_every_field_has_a_control_and_words_in_every_language(form):
    fields = {option.name for option in dataclasses.fields(Brief)} - set(NOT_ON_THE_PAGE)
    assert set(form.controls) == fields == set(FIELDS)
    tables = i18n().translations_dict
    assert {"en", "zh", "zh-CN"} <= set(tables)
    assert all(set(table) == set(tables["en"]) for table in tables.values())
    assert all(text.strip() for table in tables.values() for text in table.values())


def test_no_text_of_one_tab_takes_the_place_of_anothers():
    assert len(TEXT) == sum(map(len, TABLES))


def test_an_untouched_form_is_the_default_brief(form):
    assert form.brief(values_of(form)) == Brief()


def test_what_the_visitor_sets_is_in_the_brief(form):
    brief = form.brief(values_of(form, words="Hello", fps=30, face=2, captions=False), out=Path("here.mp4"))
    assert (brief.words, brief.fps, brief.face, brief.captions, brief.out) == (
        "Hello",
        30.0,
        2,
        False,
        Path("here.mp4"),
    )
    assert isinstance(brief.face, int) and isinstance(brief.fps, float)


def test_a_seed_that_is_left_empty_is_drawn(form):
    assert not isinstance(form.controls["seed"], gr.Number)  # which cannot be empty: it shows and sends 0
    assert [form.brief(values_of(form, seed=seed)).seed for seed in ("", " ", None, "12", 12, 12.0)] == [None] * 3 + [
        12
    ] * 3
    for wrong in ("twelve", "1.5", "-2", "9" * 5000):
        with pytest.raises(UserError, match="seed"):
            form.brief(values_of(form, seed=wrong))


def test_a_film_and_its_amounts_are_in_the_brief(form):
    brief = form.brief(values_of(form, driver="film.webm", lips=0.5, head_motion=0))
    assert (brief.driver, brief.lips, brief.head_motion) == (Path("film.webm"), 0.5, 0.0)
    assert brief.acted and "words" not in missing(brief)


def test_a_new_prompt_is_read_afresh_and_a_known_one_keeps_what_is_shown(form):
    shown = {"emotion": "sad", "strength": 0.2, "pace": 1.1, "light": "sepia", "background": "dimmed"}
    kept = form.brief(values_of(form, prompt="Grandpa", read="Grandpa", **shown))
    assert {name: getattr(kept, name) for name in READ_FROM_PROMPT} == shown
    fresh = form.brief(values_of(form, prompt="Grandpa, laughing", read="Grandpa", **shown))
    assert {name: getattr(fresh, name) for name in READ_FROM_PROMPT} == {
        "emotion": None, "strength": None, "pace": None, "light": None, "background": None,
    }  # fmt: skip


def test_showing_a_brief_and_reading_it_back_gives_the_same(form):
    brief = Brief(
        photo=Path("a.jpg"), words="Hello", relation="her son", basis="agreed", adult=True, prompt="calm",
        emotion="warm", strength=0.3, pace=0.9,
        light="cool", background="softened", seed=7, size=512, fps=24.0, head_motion=0.5, title="For Tom",
    )  # fmt: skip
    assert form.brief(form.show(brief), out=brief.out) == brief


def test_a_second_control_of_a_field_is_a_copy(form):
    original = form.controls["light"]
    with gr.Blocks(analytics_enabled=False):
        form.controls["light"].render()
        copy = form.control("light")
    assert copy is not original and copy.choices == original.choices
    assert form.controls["light"] is original


@dataclass(frozen=True, config=ConfigDict(strict=True, extra="forbid"))
class LongerBrief(Brief):
    """A Brief with fields that the page has never heard of."""

    grain: Annotated[float, Field(ge=0, le=1, description="how much grain the picture has")] = 0.25
    warmth: Annotated[float | None, Field(ge=-1, le=1, description="how warm the colours are")] = None
    repeats: Annotated[int, Field(ge=1, le=9, description="how often it is said")] = 1
    frame: Annotated[Literal["none", "oval"] | None, Field(description="what frames the picture")] = None
    border: Annotated[Literal["thin", "wide"], Field(description="how wide the border is")] = "thin"
    mirrored: Annotated[bool, Field(description="show the picture mirrored")] = False


def is_inside(block, outer) -> bool:
    """Whether a component is drawn within another, however deep."""
    return block is outer or (block.parent is not None and is_inside(block.parent, outer))


@pytest.mark.slow
def test_a_new_field_of_the_brief_appears_in_the_folded_settings_by_itself(tmp_path):
    new = [name for name in options_of(LongerBrief) if name not in OPTIONS]
    with gr.Blocks(analytics_enabled=False) as blocks:
        form = BriefForm(i18n(), brief=LongerBrief)
        build_make_tab(PageContext(JobQueue(tmp_path), form, i18n(), PeopleLists()))
    (more,) = [block for block in blocks.blocks.values() if getattr(block, "elem_id", None) == "more"]
    assert new and not form.undrawn()
    assert all(is_inside(form.controls[name], more) for name in new)
    kinds = [gr.Slider, gr.Textbox, gr.Number, gr.Dropdown, gr.Dropdown, gr.Checkbox]
    assert [type(form.controls[name]) for name in new] == kinds
    grain = form.controls["grain"]
    assert (grain.minimum, grain.maximum, grain.step, grain.value) == (0, 1, 0.05, 0.25)
    assert grain.label == "How much grain the picture has"  # its help, until it has a label in both languages
    assert [value for _, value in form.controls["frame"].choices] == ["auto", "none", "oval"]
    assert form.brief(values_of(form)) == LongerBrief()
    changed = {"grain": 0.5, "warmth": -0.5, "repeats": 3, "frame": "oval", "border": "wide", "mirrored": True}
    assert form.brief(values_of(form, **changed)) == LongerBrief(**changed)


def test_steps_of_sliders_are_about_a_twentieth_of_the_range():
    steps = {name: slider_step(OPTIONS[name]) for name in ("lips", "blink", "strength", "pace", "size", "fps")}
    assert steps == {"lips": 0.1, "blink": 0.1, "strength": 0.05, "pace": 0.05, "size": 64, "fps": 1}


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
    assert face_at(boxes, 50, 50) == 2
    assert face_at(boxes, 10, 10) == 1
    assert face_at(boxes, 200, 10) is None


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
    drawn = progress_bar(Report("clip", 0.5, 12.0, 0.7), "en")
    assert "Drawing the frames · about 12 seconds left" in drawn and 'aria-valuenow="70"' in drawn
    assert "正在绘制画面 · 大约还需 12 秒" in progress_bar(Report("clip", 0.5, 12.0), "zh-CN")
    assert "<script>" not in note("<script>")
    assert "请选择一段人声录音。" in error_note(UserError("Please choose a recording of the voice."), "zh")
    assert "Traceback" not in (said := error_note(ValueError("secret words"), "en")) and "secret" not in said


def test_every_stage_of_the_pipeline_has_words():
    home = Path(__file__).parents[3] / "revive"
    files = [home / "pipeline.py", *(home / "teaching").glob("face/*.py"), home / "teaching/manner/teach.py"]
    files += [*(home / "voice").glob("*.py"), *(home / "drafting").glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    stages = [*re.findall(r'progress\.stage\("([\w ]+)"\)', source), "teach_mouth", "teach_eyes"]
    assert len(stages) >= 20
    assert all(f"stage_{stage}" in TEXT for stage in stages)


def asked(accept: str, cookies: dict[str, str] | None = None) -> gr.Request:
    """A request from a browser of this language."""
    return gr.Request(headers={"accept-language": accept}, cookies=cookies or {})


def test_the_language_is_the_chosen_one_or_the_browsers():
    assert language_of(asked("zh-CN,zh;q=0.9")).startswith("zh")
    assert language_of(asked("en-GB,en;q=0.8")).startswith("en")
    assert language_of(asked("zh-CN", {"revive_language": "en"})) == "en"
    assert say("tab_make", "zh-TW") == "制作短片"
    assert choices("light", ["sepia"], "zh") == [("怀旧棕", "sepia")]


def test_the_example_is_whole_in_every_language():
    assert EXAMPLE.path.is_file()
    for language in languages():
        settings = EXAMPLE.settings(language)
        assert set(missing(Brief(**settings))) == {"adult"}  # which is for the visitor to say
        if language != "en":
            assert not set(settings.values()) & {EXAMPLE.words.text("en"), EXAMPLE.relation.text("en")}


@pytest.mark.slow
def test_every_brief_is_made_of_all_the_controls(page_at):
    """A tab that is drawn before another must not miss the other's control."""
    page = page_at("home")
    takers = [fn for fn in page.fns.values() if fn.fn and fn.inputs_as_dict]
    whole = next(set(fn.inputs) for fn in takers if fn.fn.__qualname__.endswith("read_answers"))
    some = next(block for block in whole if block.elem_id == "photo")
    whole = {block for block in whole if not (block.elem_id or "").startswith("message-")}  # of several clips alone
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


@pytest.mark.slow
def test_every_handler_is_given_what_it_takes(tmp_path):
    """Gradio warns where it cannot tell what an argument is, as of a type that is imported for type checkers alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        page = build_page(tmp_path)
    page.jobs.close()


@pytest.mark.slow
def test_the_page_builds_with_its_tabs_in_order_and_no_public_endpoint(page_at):
    page = page_at("home")
    tabs = [block.id for block in page.blocks.values() if isinstance(block, gr.Tab) and isinstance(block.id, str)]
    assert tabs == ["make", "portrait", "words", "voice", "act", "motion", "clip", "film", "teach", "about"]
    assert page.analytics_enabled is False
    assert page.get_api_info()["named_endpoints"] == {}
    assert page.get_api_info()["unnamed_endpoints"] == {}
    videos = [block for block in page.blocks.values() if isinstance(block, gr.Video)]
    assert videos and not any(video.autoplay or video.format for video in videos)
    assert not any(video.watermark and video.watermark.watermark for video in videos)


def test_where_others_open_the_page_no_speaker_is_somebody_known(tmp_path, form):
    context = PageContext(JobQueue(tmp_path), form, i18n(), PeopleLists(at_home=False), at_home=False)
    (speaker,) = context.completed(Brief(speakers=(Speaker(2, "joe", "Ruth"),))).speakers
    assert (speaker.person, speaker.voice) == ("", "joe")


def test_what_is_chosen_for_a_face_is_that_of_the_lines_that_it_has(tmp_path, form):
    with gr.Blocks(analytics_enabled=False):
        SeveralFaces(PageContext(JobQueue(tmp_path), form, i18n(), PeopleLists()))
    words = "1: Remember the lake? 2: How could I forget."
    values = {control: control.value for control in form.outputs if control is not form.read} | {form.read: None}
    values |= {form.controls["words"]: words, form.speakers[2]["voice"]: "joe", form.speakers[3]["voice"]: "heart"}
    assert form.brief(values).speakers == (Speaker(2, "joe"),)
    assert form.brief(values | {form.controls["words"]: "Good night."}).speakers == ()
    assert form.brief(values | {form.controls["recording"]: "a.wav"}).speakers == ()
    recorded = values | {form.controls["words"]: "", form.speakers[1]["recording"]: "b.wav"}
    assert form.brief(recorded).speakers == (Speaker(1, recording=Path("b.wav")),)
    assert [turn.face for turn in form.brief(recorded).turns] == [1]
    back = form.show(Brief(words=words, speakers=(Speaker(2, "joe", emotion="tender"),)))
    assert back[form.speakers[2]["voice"]] == "joe" and back[form.speakers[2]["emotion"]] == "tender"
    assert back[form.speakers[1]["voice"]] == "auto" and back[form.speakers[1]["person"]] == ""
