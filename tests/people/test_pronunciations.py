"""How a family's words are said: kept whole, within limits, and gone when there are none."""

import pytest

from revive import UserError, people
from revive.consent import Permit
from revive.core.home import folder_of
from revive.speech.kept_pronunciations import pronunciations_of
from tests.answers import FAMILY, looking, names_of
from tests.people.store import store_animator


def test_kept_in_one_spelling_and_replaced():
    assert pronunciations_of("Ruth") == {} and people.people() == []
    people.keep_pronunciations(
        "Ruth", {" Nguyen ": "win", "Zoe\u0308": "ZOH  ee", "奶奶": "nǎinai"}, permit=names_of("Ruth")
    )
    assert pronunciations_of("ruth") == {"Nguyen": "win", "Zoë": "ZOH ee", "奶奶": "nǎinai"}
    people.keep_pronunciations("Ruth", {"Siobhán": "shi-VAWN"}, permit=names_of("Ruth"))
    assert pronunciations_of("Ruth") == {"Siobhán": "shi-VAWN"}
    assert people.find_person("Ruth").pronunciations == 1
    kept = {path.name for path in folder_of("Ruth").iterdir()}
    assert kept == {"name.json", "pronunciations.json", "consent.json"}


def test_only_for_whom_it_was_asked_for():
    with pytest.raises(ValueError, match="does not allow"):
        people.keep_pronunciations("Ruth", {"a": "b"}, permit=names_of("Ada"))
    with pytest.raises(ValueError, match="does not allow"):
        people.keep_pronunciations("Ruth", {"a": "b"}, permit=looking())
    with pytest.raises(UserError, match="sexual"):
        Permit("kept names", FAMILY, "Ruth", names="Tom = naked sex")
    assert people.people() == []


def test_none_at_all_leaves_no_file_and_keeps_what_else_is_known(home):
    people.keep_pronunciations("Ruth", {"a": "b"}, permit=names_of("Ruth"))
    people.keep_pronunciations("Ruth", {}, permit=names_of("Ruth"))
    assert list((home / "people").iterdir()) == []
    store_animator("Ruth")
    people.keep_pronunciations("Ruth", {"a": "b"}, permit=names_of("Ruth"))
    people.keep_pronunciations("Ruth", {}, permit=names_of("Ruth"))
    assert people.find_person("Ruth").person and not (folder_of("Ruth") / "pronunciations.json").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"": "win"}, {"Nguyen": "  "}, {"x" * 61: "y"}, {"x": "y" * 61}, {"a\nb": "c"}, {"a": "\x1b[2J"},
        {"a": "\ud800"}, {"a": 5}, {"a": None}, ["a"], {str(i): "x" for i in range(201)},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_changes_nothing(wrong, snapshot):
    people.keep_pronunciations("Ruth", {"Nguyen": "win"}, permit=names_of("Ruth"))
    before = snapshot()
    with pytest.raises(UserError, match="pronunciation"):
        people.keep_pronunciations("Ruth", wrong, permit=names_of("Ruth"))
    assert snapshot() == before


def test_as_many_and_as_long_as_may_be():
    most = {f"{i:060d}": "字" * 60 for i in range(200)}
    people.keep_pronunciations("Ruth", most, permit=names_of("Ruth"))
    assert pronunciations_of("Ruth") == most


@pytest.mark.parametrize("damage", ["{", "[1]", "[" * 100_000, '{"a": 1}', '{"a": "' + "b" * 1_000_001 + '"}', "\xff"])
def test_a_damaged_file_is_one_sentence_and_still_listed(damage):
    people.keep_pronunciations("Ruth", {"a": "b"}, permit=names_of("Ruth"))
    (folder_of("Ruth") / "pronunciations.json").write_bytes(damage.encode("latin-1"))
    with pytest.raises(UserError, match="are damaged"):
        pronunciations_of("Ruth")
    (entry,) = people.people()
    assert (entry.name, entry.pronunciations, entry.known) == ("Ruth", 0, False)


def test_a_write_that_fails_keeps_what_was_there(monkeypatch):
    people.keep_pronunciations("Ruth", {"a": "b"}, permit=names_of("Ruth"))

    def full(path, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", full)
        with pytest.raises(OSError):
            people.keep_pronunciations("Ruth", {"a": "c"}, permit=names_of("Ruth"))
    assert pronunciations_of("Ruth") == {"a": "b"}
