"""A saved job, loaded again: what the form then says, and what is said of files that are no such job."""

import dataclasses
import json

import pytest
from gradio.i18n import I18nData

from revive.brief import Brief

JOB = Brief(
    prompt="Grandma, very proud, in candlelight", words="Hello, Tom.", relation="her grandson", basis="family",
    adult=True, size=256, seed=5, title="For Tom", captions=False, lips=1.2, fps=30.0, pronounce="Tom = tom",
    background="dimmed",
)  # fmt: skip


@pytest.fixture
def load(page_at, handlers, part_of, asked):
    """load(path, accept="en") -> (what the form shows: label key -> value, the sentence)."""

    def load(path, accept: str = "en", where: str = "away"):
        page = page_at(where)
        button, note = part_of(page, "load-job"), part_of(page, "job-note")
        values = {one: None for fn in page.fns.values() for one in fn.inputs} | {button: path and str(path)}
        (first, _) = handlers(page, "from_button")
        updates = first(values, asked(accept))
        named = {i18n_key(one): value for one, value in updates.items()}
        return named, updates[note]

    def i18n_key(component) -> str:
        label = getattr(component, "label", None)
        return label.key.removeprefix("label_") if isinstance(label, I18nData) else str(component)

    return load


@pytest.mark.slow
@pytest.mark.parametrize("where", ["home", "away"])
def test_a_saved_job_fills_the_form(load, hopper, tmp_path, where):
    saved = dataclasses.replace(JOB, photo=hopper).checked()
    saved.save(tmp_path / "clip.job.json")
    shown, said = load(tmp_path / "clip.job.json", where=where)
    for name in (
        "prompt",
        "words",
        "relation",
        "basis",
        "size",
        "seed",
        "title",
        "captions",
        "lips",
        "fps",
        "pronounce",
    ):
        assert shown[name] == getattr(saved, name), name
    # what the prompt asks for is shown as it was understood, and what was chosen otherwise as it was chosen
    assert (shown["emotion"], shown["light"], shown["background"]) == ("proud", "candlelight", "dimmed")
    assert 0 < shown["strength"] <= 1 and 0.7 <= shown["pace"] <= 1.4
    assert "adult" not in shown and "photo" not in shown  # for the visitor to give again
    assert "settings were loaded" in said and "photograph" in said


@pytest.mark.parametrize("emotion", [None, "sad"])
def test_it_makes_the_same_clip(load, hopper, tmp_path, emotion):
    from revive.roles import direct

    saved = dataclasses.replace(JOB, photo=hopper, emotion=emotion).checked()
    saved.save(tmp_path / "clip.job.json")
    shown, _ = load(tmp_path / "clip.job.json")
    fields = {option.name for option in dataclasses.fields(Brief)}
    again = Brief.from_settings({name: value for name, value in shown.items() if name in fields and value != "auto"})
    again = dataclasses.replace(again, photo=hopper, adult=True).checked()
    assert direct(again) == direct(saved)
    understood = {"emotion", "strength", "pace", "light", "background"}
    for name in fields - understood:
        assert getattr(again, name) == getattr(saved, name), name


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"revive_job": 3}, ("another version of Revive", "另一版本的 Revive")),
        ({"unknown": 1}, ("no setting called “unknown”", "没有名为“unknown”的设置")),
        ({"fps": "fast"}, ("has to be a number", "应为数值")),
        ({"pace": 0}, ("pace is 0", "pace 为 0")),
        ({"voice": "nobody"}, ("a voice that this Revive does not have", "这里没有")),
        ({"emotion": "furious"}, ("not a known emotion", "不是可用的选项")),
        ({"person": "Nobody at all"}, ("Nobody called", "没有学过")),
        (None, ("not a Revive job file", "不是 Revive 任务文件")),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence_and_nothing_is_deleted(load, tmp_path, change, says):
    path, beside = tmp_path / "clip.job.json", tmp_path / "beside.txt"
    beside.write_text("kept")
    JOB.save(path)
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text("[1]" if change is None else json.dumps(told | change), encoding="utf-8")
    for accept, sentence in zip(("en", "zh-CN"), says, strict=True):
        shown, said = load(path, accept, where="home")
        assert sentence in said and 'role="alert"' in said and said.count("<div") == 1
        assert "words" not in shown
    assert sorted(tmp_path.iterdir()) == [beside, path]


def test_nothing_chosen_is_nothing_said(load):
    assert load(None)[1] == ""
