"""Where taught people live: names that cannot escape, weights that are checked, and nothing left after deleting."""

import dataclasses
import json

import numpy as np
import pytest

from revive import Brief, UserError, people
from revive.animator import WEIGHTS
from revive.pipeline import weights_for


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def store(name: str, tmp_path) -> people.Person:
    """A person as a teaching keeps them, with the shipped weights."""
    weights, sheet = tmp_path / "w", tmp_path / "s"
    weights.write_bytes(WEIGHTS.read_bytes())
    sheet.write_bytes(b"png")
    people.folder_of(name).mkdir(parents=True, exist_ok=True)
    person = people.Person(
        name=name, taught="2026-01-01T00:00:00+00:00", learned=20, held_back=5, steps=400, seconds=60.0, figures={},
        curve={}, sha256=people.digest(weights), consent="her grandson",
    )  # fmt: skip
    people.keep_person(person, weights, sheet)
    return person


@pytest.mark.parametrize(
    "name",
    [
        "Ruth", "奶奶", "../../etc/passwd", "..", "/root", "C:\\Windows", "CON", "a/b\\c:d*?", "👵🏽", "~", "%2e%2e",
        "x" * 80, "Ångström",
    ],
)  # fmt: skip
def test_a_folder_cannot_escape(name, home, tmp_path):
    assert people.SLUG.fullmatch(people.slug(name))
    assert people.folder_of(name).parent == home / "people"
    store(name, tmp_path)
    assert [entry.name for entry in people.people()] == [name]
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    people.delete_person(name)
    assert people.people() == [] and list((home / "people").iterdir()) == []


def test_names_differ_and_spellings_agree():
    assert people.slug("奶奶") != people.slug("外婆")
    assert people.slug("Ruth") == people.slug("  ruth ") and people.slug("é") == people.slug("e\u0301")
    for name in ("", "   ", "x" * 81, "a\u0000b", "\ud800"):
        with pytest.raises(UserError):
            people.clean_name(name)


def test_a_brief_names_the_person_whose_weights_are_used(tmp_path):
    assert weights_for(Brief()) == WEIGHTS
    assert weights_for(Brief(finish=False, person="Ruth")) is None
    with pytest.raises(UserError, match="Nobody called “Ruth” was taught"):
        weights_for(Brief(person="Ruth"))
    store("Ruth", tmp_path)
    assert weights_for(Brief(person="ruth")) == people.folder_of("Ruth") / "animator.safetensors"


@pytest.mark.parametrize("kind", ["cut off", "foreign", "text", "missing", "other numbers"])
def test_damaged_or_foreign_weights_are_one_plain_sentence(kind, tmp_path):
    from safetensors.numpy import load_file, save_file

    person = store("Ruth", tmp_path)
    path = people.folder_of("Ruth") / "animator.safetensors"
    if kind == "cut off":
        path.write_bytes(path.read_bytes()[:-1000])
    elif kind == "text":
        path.write_bytes(b"import os; os.remove('everything')")
    elif kind == "missing":
        path.unlink()
    elif kind == "foreign":
        save_file({"mouth.enter.weight": np.zeros((2, 2), np.float32)}, path)
    else:
        save_file({name: value + 1 for name, value in load_file(path).items()}, path)
    with pytest.raises(UserError, match="damaged or from another version"):
        people.weights_of("Ruth")
    if kind in ("foreign", "text"):  # even with a checksum that agrees
        facts = path.parent / "person.json"
        facts.write_text(json.dumps(dataclasses.asdict(person) | {"sha256": people.digest(path)}))
        with pytest.raises(UserError, match="damaged or from another version"):
            people.weights_of("Ruth")


def test_unfinished_work_is_listed_and_deleted(home):
    work = people.work_folder("外婆")
    work.mkdir(parents=True)
    (work / people.PLAN).write_text(json.dumps({"name": "外婆"}), encoding="utf-8")
    (work / "mouth.checkpoint").write_bytes(b"0" * 1000)
    (entry,) = people.people()
    assert (entry.name, entry.person, entry.unfinished) == ("外婆", None, True) and entry.size > 1000
    with pytest.raises(UserError, match="not finished"):
        people.weights_of("外婆")
    people.delete_person("外婆")
    assert list((home / "people").iterdir()) == []
    with pytest.raises(UserError, match="Nobody"):
        people.delete_person("外婆")


def test_dropping_unfinished_work_leaves_what_was_kept_before(tmp_path):
    person = store("Ruth", tmp_path)
    work = people.work_folder("Ruth")
    work.mkdir()
    (work / people.PLAN).write_text(json.dumps({"name": "Ruth"}), encoding="utf-8")
    assert people.find_person("Ruth").unfinished
    people.drop_work("Ruth")
    entry = people.find_person("Ruth")
    assert entry.person == person and not entry.unfinished and people.weights_of("Ruth")


def test_facts_that_revive_did_not_write_are_no_person(home, tmp_path):
    store("Ruth", tmp_path)
    (people.folder_of("Ruth") / "person.json").write_text('["not", "facts"]')
    (home / "people" / "stray").mkdir()
    (entry,) = people.people()
    assert entry.person is None
