"""Everybody who is known: what is said of them, every list that names them, taking them elsewhere and deleting them."""

from pathlib import Path

import gradio as gr
import pytest

from revive import people
from revive.app.parts.consent_form import missing_answer
from revive.app.parts.people_lists import PeopleLists
from revive.app.parts.stored_people import learned_in_words, size_in_words, stored_table
from revive.speech.kept_pronunciations import pronunciations_of
from tests.answers import names_of

WHOLE = ("her niece", "family", True)


@pytest.fixture
def mei(tmp_path, monkeypatch):
    """Somebody of whom only the sound of two names is known."""
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    people.keep_pronunciations("Aunt <Mei>", {"Siobhan": "shiv-awn", "Nguyen": "/wɪn/"}, permit=names_of("Aunt <Mei>"))


def test_it_is_said_what_is_stored_of_whom_and_where(mei, tmp_path):
    said = stored_table(people.people(), "en")
    assert (
        "Aunt &lt;Mei&gt;" in said
        and "names and how they are pronounced: 2" in said
        and str(tmp_path / "home" / "people") in said
    )
    assert "名字读音：2 个" in stored_table(people.people(), "zh")
    assert "Revive knows nobody yet" in stored_table([], "en")
    assert str(tmp_path / "home" / "people") in stored_table([], "zh")


def test_everything_that_was_learned_has_words(mei):
    (entry,) = people.people()
    person = people.Person("a", "2026-01-02T03:04:05+00:00", 20, 5, 400, 60.0, {}, {}, "0", "", [0.1])
    portrait = people.PortraitLearned("a", "2026-01-02", 9, 2, 60.0, {}, {}, "0", "0", [])
    full = people.Entry("a", entry.folder, person, True, 1, portrait, voice=True, manner=True, pronunciations=3)
    assert learned_in_words(full, "en") == [
        "mouth and eyes, learned on 2026-01-02 from 20 pictures", "how they move", "portraits from 9 photographs",
        "a voice similar to theirs", "names and how they are pronounced: 3", "how they write", "not finished",
    ]  # fmt: skip
    assert len(set(learned_in_words(full, "zh"))) == 7 and learned_in_words(full, "zh")[3] == "相近的声音"
    nothing = people.Entry("a", entry.folder, None, False, 1)
    assert learned_in_words(nothing, "en") == ["not finished"]


def test_every_list_names_those_it_is_for_and_forgets_who_is_gone(mei):
    with gr.Blocks(analytics_enabled=False):
        known = PeopleLists()
        anyone, writers, free = (gr.Dropdown(choices=[], allow_custom_value=own) for own in (False, False, True))
        known.fill(anyone)
        known.fill(writers, lambda entry: entry.manner, nobody="—")
        known.fill(free)
    shown = known.updates("en", {anyone: "Aunt <Mei>", writers: "Ruth", free: "somebody new"})
    assert shown[anyone]["choices"] == [("Aunt <Mei>", "Aunt <Mei>")] and shown[anyone]["value"] == "Aunt <Mei>"
    assert shown[writers]["choices"] == [("—", "")] and shown[writers]["value"] == "" and not shown[writers]["visible"]
    assert shown[free]["value"] == "somebody new"
    people.delete_person("Aunt <Mei>")
    assert known.updates("en", {anyone: "Aunt <Mei>"})[anyone]["value"] is None
    with gr.Blocks(analytics_enabled=False):
        assert PeopleLists(at_home=False).names(lambda entry: True) == []


def test_a_person_is_taken_elsewhere_deleted_and_brought_back(mei, page_at, part_of, handlers, asked):
    page = page_at("home")
    status, save = part_of(page, "people-status"), part_of(page, "people-save")
    export, ask, delete, bring = (handlers(page, end)[0] for end in ("._export", "._ask", ".delete", "._bring"))
    exported = export("Aunt <Mei>", asked())
    file = Path(exported[save]["value"])
    assert file.name == "revive-aunt-mei.zip" and file.is_relative_to(page.jobs.sessions.root)
    assert "Whoever has the file" in exported[status]
    assert "cannot be undone" in str(ask("Aunt <Mei>", asked())) and people.people()
    deleted = delete("Aunt <Mei>", asked())
    assert "was deleted" in deleted[status] and people.people() == []
    assert "who you are" in bring(str(file), False, "", "", False, asked())[status] and people.people() == []
    assert "was imported" in bring(str(file), False, *WHOLE, asked())[status]
    assert pronunciations_of("Aunt <Mei>") == {"Siobhan": "shiv-awn", "Nguyen": "/wɪn/"}
    refused = bring(str(file), False, *WHOLE, asked())[status]
    assert 'role="alert"' in refused and "already" in refused
    assert "was imported" in bring(str(file), True, *WHOLE, asked())[status]
    nobody = export("Nobody", asked())
    assert 'role="alert"' in nobody[status] and nobody[save]["visible"] is False


def test_events_that_change_people_go_through_the_queue(page_at):
    """Else Gradio does not tell that the state has changed, and no list follows."""
    page = page_at("home")
    ((changed, _),) = next(fn for fn in page.fns.values() if fn.fn and fn.fn.__name__ == "update_lists").targets
    tellers = [fn for fn in page.fns.values() if any(block._id == changed for block in fn.outputs)]
    names = {fn.fn.__qualname__.split(".")[0] for fn in tellers}
    assert names == {"_TeachingPanel", "StoredPeople", "build", "_keeping", "VoiceMatch"} and all(
        fn.queue for fn in tellers
    )


def test_who_was_just_kept_is_the_one_that_the_clip_uses(mei, page_at, handlers, asked):
    page = page_at("home")
    follow = next(fn for fn in page.fns.values() if fn.fn and fn.fn.__name__ == "update_lists")
    values = {block: block.value for block in follow.inputs}
    (changed,) = (block for block in values if isinstance(block, gr.State))
    for chosen, used in (("Aunt <Mei>", "Aunt <Mei>"), ("", ""), ("gone", "")):
        (told,) = handlers(page, "wire.<locals>.update_lists")[:1]
        updates = told({**values, changed: (1, chosen)}, asked())
        persons = [update for block, update in updates.items() if "Nobody" in str(update)]
        assert len(persons) == 3 and all(update["value"] == used for update in persons)


@pytest.mark.parametrize(("size", "said"), [(40, "1 kB"), (64_000, "64 kB"), (1_240_000, "1.2 MB")])
def test_sizes_as_people_say_them(size, said):
    assert size_in_words(size) == said


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [(" ", ("her son", "family", True), "give the person a name"), (None, (None, None, None), "a name"),
     ("Ruth", (" ", "family", True), "who you are"), ("Ruth", ("her son", "", True), "why you may use"),
     ("Ruth", ("her son", "family", False), "adult"), ("x" * 81, ("her son", "family", True), "at most 80"),
     ("Ruth", ("her son", "family", True), None)],
)  # fmt: skip
def test_a_name_and_a_right_are_asked_for(name, answers, said):
    wrong = missing_answer(name, *answers)
    assert (wrong and wrong.sentence("en")) is None if said is None else wrong and said in wrong.sentence("en")
