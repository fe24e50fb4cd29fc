"""Where taught people live: names that cannot escape, weights that are checked, and nothing left after deleting."""

import dataclasses
import json

import numpy as np
import pytest

from revive import Brief, UserError, people
from revive.animator import WEIGHTS
from revive.core.home import SLUG, clean_name, folder_of, keep_name, slug, work_folder
from revive.core.json_files import digest
from revive.core.layout import PLAN
from revive.roles import weights_for
from tests.answers import names_of
from tests.people.store import store_animator, store_manner, store_portrait, store_voice


@pytest.mark.parametrize(
    "name",
    [
        "Ruth", "奶奶", "../../etc/passwd", "..", "/root", "C:\\Windows", "CON", "a/b\\c:d*?", "👵🏽", "~", "%2e%2e",
        "x" * 80, "Ångström",
    ],
)  # fmt: skip
def test_a_folder_cannot_escape(name, home, tmp_path):
    assert SLUG.fullmatch(slug(name))
    assert folder_of(name).parent == home / "people"
    store_animator(name)
    assert [entry.name for entry in people.people()] == [name]
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    people.delete_person(name)
    assert people.people() == [] and list((home / "people").iterdir()) == []


def test_names_differ_and_spellings_agree():
    assert slug("奶奶") != slug("外婆")
    assert slug("Ruth") == slug("  ruth ") and slug("é") == slug("e\u0301")
    for name in ("", "   ", "x" * 81, "a\u0000b", "\ud800"):
        with pytest.raises(UserError):
            clean_name(name)


def test_a_brief_names_the_person_whose_weights_are_used():
    assert weights_for(Brief()) == WEIGHTS
    assert weights_for(Brief(refine=False, person="Ruth")) is None
    with pytest.raises(UserError, match="Nobody called “Ruth” was taught"):
        weights_for(Brief(person="Ruth"))
    store_animator("Ruth")
    assert weights_for(Brief(person="ruth")) == folder_of("Ruth") / "animator.safetensors"


@pytest.mark.parametrize("kind", ["cut off", "foreign", "text", "missing", "other numbers"])
def test_damaged_or_foreign_weights_are_one_plain_sentence(kind):
    from safetensors.numpy import load_file, save_file

    person = store_animator("Ruth")
    path = folder_of("Ruth") / "animator.safetensors"
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
        facts.write_text(json.dumps(dataclasses.asdict(person) | {"sha256": digest(path)}))
        with pytest.raises(UserError, match="damaged or from another version"):
            people.weights_of("Ruth")


def test_unfinished_work_is_listed_and_deleted(home):
    work = work_folder("外婆")
    work.mkdir(parents=True)
    (work / PLAN).write_text(json.dumps({"name": "外婆"}), encoding="utf-8")
    (work / "mouth.checkpoint").write_bytes(b"0" * 1000)
    (entry,) = people.people()
    assert (entry.name, entry.person, entry.unfinished) == ("外婆", None, True) and entry.size > 1000
    with pytest.raises(UserError, match="not finished"):
        people.weights_of("外婆")
    people.delete_person("外婆")
    assert list((home / "people").iterdir()) == []
    with pytest.raises(UserError, match="Nobody"):
        people.delete_person("外婆")


def test_dropping_unfinished_work_leaves_what_was_kept_before():
    person = store_animator("Ruth")
    work = work_folder("Ruth")
    work.mkdir()
    (work / PLAN).write_text(json.dumps({"name": "Ruth"}), encoding="utf-8")
    assert people.find_person("Ruth").unfinished
    people.drop_work("Ruth")
    entry = people.find_person("Ruth")
    assert entry.person == person and not entry.unfinished and people.weights_of("Ruth")


@pytest.mark.parametrize(
    "damage",
    ['["not", "facts"]', "[" * 100_000, '{"name": "Ruth"}', {"taught": 5}, {"learned": True}, {"style": ["fast"]},
     {"seconds": float("inf")}, {"more": 1}],
)  # fmt: skip
def test_facts_that_revive_did_not_write_are_no_person(damage, home):
    person = store_animator("Ruth")
    told = damage if isinstance(damage, str) else json.dumps(dataclasses.asdict(person) | damage)
    (folder_of("Ruth") / "person.json").write_text(told)
    (home / "people" / "stray").mkdir()
    (entry,) = people.people()
    assert entry.person is None
    with pytest.raises(UserError, match="damaged"):
        people.weights_of("Ruth")


KINDS = {
    "portrait": store_portrait,
    "voice": store_voice,
    "manner": store_manner,
    "pronunciations": lambda name: people.keep_pronunciations(name, {"Nguyen": "win"}, permit=names_of(name)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_known_by_anything_the_shipped_weights_are_used(kind):
    KINDS[kind]("Ruth")
    entry = people.find_person("ruth")
    assert (entry.name, entry.person, entry.known) == ("Ruth", None, True)
    assert [name for name in KINDS if getattr(entry, name)] == [kind]
    assert people.weights_of("Ruth") == WEIGHTS == weights_for(Brief(person="Ruth"))
    assert people.movement_style("Ruth") is None
    with pytest.raises(UserError, match="Nobody called “Rut” was taught"):
        people.movement_style("Rut")


def test_everything_that_was_learned_is_listed(whole):
    (entry,) = people.people()
    assert entry.person and entry.portrait and entry.voice and entry.manner and entry.movement
    assert entry.pronunciations == 2 and entry.name == "Ruth" and entry.folder == whole
    assert people.movement_style("Ruth") == [0.5, -0.5, 0.0, 1.0, 0.0]
    assert people.weights_of("Ruth") == whole / "animator.safetensors"


def test_a_name_is_that_of_its_folder_or_none(whole):
    for path in whole.rglob("*.json"):
        if "name" in (told := json.loads(path.read_text("utf-8"))):
            path.write_text(json.dumps(told | {"name": "Mum"}))
    (entry,) = people.people()
    assert entry.name == whole.name
    people.delete_person(entry.name)
    assert people.people() == []


def test_deleting_leaves_no_file(whole, home):
    keep_name("Tom")
    left = home / "people" / f".{whole.name}-cutoff" / "new"  # of an import that was cut off
    left.mkdir(parents=True)
    (left / "voice.json").write_text("{}")
    people.delete_person("  RUTH ")
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["name.json"]
    people.delete_person("Tom")
    assert list((home / "people").iterdir()) == []


def test_what_cannot_be_deleted_is_said(whole, monkeypatch):
    def used(folder):
        raise PermissionError(13, "in use")

    monkeypatch.setattr("revive.people.registry.shutil.rmtree", used)
    with pytest.raises(UserError, match="Not everything of “Ruth”"):
        people.delete_person("Ruth")


def test_dropping_work_leaves_no_folder_with_but_a_name():
    keep_name("Ruth")
    work_folder("Ruth").mkdir()
    people.drop_work("Ruth")
    assert not folder_of("Ruth").exists()
