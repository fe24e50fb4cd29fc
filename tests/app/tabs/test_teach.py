"""The Teach tab: what it says, and that nothing is kept or shown where strangers can open the page."""

import importlib
from pathlib import Path

import gradio as gr
import pytest

from revive import people
from revive.app.jobs.queue import JobQueue
from revive.app.parts.brief_form import BriefForm
from revive.app.parts.loss_curve import loss_curve
from revive.app.parts.page_context import PageContext
from revive.app.parts.people_lists import PeopleLists
from revive.app.parts.sample_gallery import sample_gallery
from revive.app.parts.stored_people import stored_table
from revive.app.server.settings import Settings
from revive.app.tabs.teach import figures_table
from revive.app.texts import i18n
from revive.core.home import folder_of

FIGURES = {
    "mouth": {
        "before": {"loss": 0.5, "psnr": 24.0, "ssim": 0.7}, "after": {"loss": 0.4, "psnr": 25.5, "ssim": 0.75},
        "nearer": 0.9, "frames": 24, "kept": True,
    }
}  # fmt: skip


@pytest.fixture
def ruth(tmp_path, monkeypatch):
    """Someone who was taught; the weights are not looked at here."""
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    folder_of("Ruth").mkdir(parents=True)
    for name in ("w", "s"):
        (tmp_path / name).write_bytes(b"0" * 500_000)
    person = people.Person("Ruth", "2026-01-02T03:04:05+00:00", 20, 5, 400, 60.0, FIGURES, {}, "0", "her <grandson>")
    people.keep_person(person, tmp_path / "w", tmp_path / "s")
    return person


def names_on(page: gr.Blocks) -> str:
    return str(page.get_config_file())


def test_the_tab_says_what_is_stored_and_where(ruth, tmp_path):
    said = stored_table(people.people(), "en")
    assert "Ruth" in said and "learned on 2026-01-02 from 20 pictures" in said and "1.0 MB" in said
    assert str(tmp_path / "home" / "people") in said
    people.delete_person("Ruth")
    assert "Revive knows nobody yet" in stored_table(people.people(), "en")


@pytest.mark.slow
def test_only_at_home_people_are_taught_shown_and_used(ruth, page_at, tmp_path):
    at_home, away = page_at("home"), page_at("away")
    assert "teach-look" in names_on(at_home) and "teach-away" not in names_on(at_home)
    assert "teach-away" in names_on(away) and "teach-look" not in names_on(away) and "Ruth" not in names_on(away)
    with gr.Blocks(analytics_enabled=False):
        assert PeopleLists().names() == ["Ruth"] and PeopleLists(at_home=False).names() == []
        form = BriefForm(i18n())
        for name in ("prompt", "words", "relation", "basis", "pronounce", "title", "person", "face", "seed", "size"):
            form.control(name)
    values = {control: control.value for control in form.controls.values()}
    values |= {form.controls["person"]: "Ruth", form.read: None}

    for home, person in ((True, "Ruth"), (False, "")):
        page = PageContext(JobQueue(tmp_path / "jobs"), form, i18n(), PeopleLists(), home)
        page.jobs.sessions.root.mkdir(exist_ok=True)
        assert page.brief({**values}, gr.Request(session_hash="a", headers={}, cookies={})).person == person


@pytest.mark.parametrize(
    ("arguments", "environment", "home"),
    [
        ({}, {}, True),
        ({"host": "0.0.0.0", "auth": "us:long password"}, {}, False),
        ({"share": True, "public_demo": True}, {}, False),
        ({"public_demo": True}, {"SPACE_ID": "a/b"}, False),
    ],
)
def test_launching_for_others_switches_the_teaching_off(arguments, environment, home, monkeypatch):
    module = importlib.import_module("revive.app.launch")  # the package's own name for it is the function
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    class Stop(Exception):
        pass

    def built(root, *, at_home, **others):
        raise Stop(at_home)

    monkeypatch.setattr(module, "build_page", built)
    with pytest.raises(Stop) as told:
        module.launch(Settings(browser=False, **arguments), warm=False, wait=False)
    assert told.value.args == (home,)


def test_the_curve_is_drawn_in_the_page_itself():
    losses = {"mouth": [(i + 1, 1 / (i + 1)) for i in range(50)], "eye": [(1, 0.5)]}
    drawn = loss_curve(losses, "en")
    assert drawn.count("<polyline") == 1 and 'class="mouth"' in drawn and "http" not in drawn and "<script" not in drawn
    assert loss_curve({"mouth": [], "eye": []}, "en") == ""


def test_figures_are_shown_before_and_after():
    shown = figures_table(FIGURES, "zh")
    assert "嘴部" in shown and "24.000" in shown and "25.500" in shown and "保存" in shown


def test_every_moment_is_shown_under_its_reason(tmp_path):
    from revive.teaching.samples.moments import Moment

    (tmp_path / "t.jpg").write_bytes(b"jpeg")
    moments = [
        Moment(0, True, 61.5, tmp_path / "t.jpg"), Moment(0, True, 62.0, tmp_path / "t.jpg", held=True),
        Moment(1, False, 0.0, tmp_path / "t.jpg", "stranger"),
    ]  # fmt: skip
    shown = sample_gallery(moments, [Path("film.mp4"), Path("<aunt>.jpg")], "en")
    assert "Used for learning · 1" in shown and "Kept for the test · 1" in shown and "1:01.5" in shown
    assert "Not used: another person · 1" in shown and "&lt;aunt&gt;.jpg" in shown and "http" not in shown
    assert "不用：是另一个人 · 1" in sample_gallery(moments, [Path("a"), Path("b")], "zh-CN")
