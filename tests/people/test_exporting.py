"""A person goes to another computer and is the same there; unfinished work and what is not theirs stays here."""

import json
import zipfile

import pytest

from revive import UserError, people
from revive.animator import WEIGHTS
from revive.core.home import folder_of, work_folder
from revive.core.json_files import write_json
from revive.core.layout import PLAN
from revive.speech.kept_pronunciations import pronunciations_of
from tests.answers import names_of, taking_in
from tests.people.store import NAME, store_animator, store_voice

LEARNED = {
    "animator.safetensors", "before_after.png", "name.json", "person.json", "pronunciations.json",
    "portrait/adapter.safetensors", "portrait/portrait.json", "portrait/samples.png",
    "voice/voice.safetensors", "voice/voice.json", "voice/features.json", "voice/sample-1.wav",
    "manner/adapter_model.safetensors", "manner/adapter_config.json", "manner/manner.json",
}  # fmt: skip


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """elsewhere() : from here on this is another computer."""
    return lambda: monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "elsewhere"))


@pytest.mark.slow
def test_everything_learned_arrives_and_nothing_else(whole, elsewhere, tmp_path):
    (whole / "voice" / "notes.txt").write_text("not theirs")
    (whole / "voice" / "README.md").write_text("not theirs")
    (tmp_path / "secret.json").write_text("{}")
    (whole / "voice" / "features.json").rename(whole / "voice" / "kept")
    (whole / "voice" / "features.json").symlink_to(tmp_path / "secret.json")
    out = people.export_person("ruth", tmp_path / "ruth.zip")
    assert out == tmp_path / "ruth.zip" and not list(tmp_path.glob(".*"))
    with zipfile.ZipFile(out) as packed:
        assert set(packed.namelist()) == (LEARNED | {"manifest.json"}) - {"voice/features.json"}
        told = json.loads(packed.read("manifest.json"))
        assert (told["revive_person"], told["name"]) == (1, NAME) and set(told["files"]) | {"manifest.json"} == set(
            packed.namelist()
        )
    here = people.find_person(NAME)
    elsewhere()
    entry = people.import_person(out, permit=taking_in())
    assert entry.folder != here.folder and not entry.unfinished and entry.known
    for field in ("name", "person", "portrait", "voice", "manner", "pronunciations"):
        assert getattr(entry, field) == getattr(here, field), field
    assert {path.relative_to(entry.folder).as_posix() for path in entry.folder.rglob("*") if path.is_file()} == (
        (LEARNED | {"consent.json"}) - {"voice/features.json"}
    )
    assert [path.name for path in entry.folder.parent.iterdir()] == [entry.folder.name]
    assert people.weights_of(NAME).read_bytes() == WEIGHTS.read_bytes()
    assert pronunciations_of(NAME) == {"Nguyen": "win", "奶奶": "nǎinai"}
    assert people.export_person(NAME, tmp_path / "again.zip").read_bytes() == out.read_bytes()


@pytest.mark.slow
def test_peft_hears_of_no_other_model_and_of_nothing_to_load(whole, elsewhere, tmp_path):
    out = people.export_person(NAME, tmp_path / "ruth.zip")
    assert b"/home/family" not in out.read_bytes()
    elsewhere()
    config = json.loads(
        (people.import_person(out, permit=taking_in()).folder / "manner" / "adapter_config.json").read_text()
    )
    assert config["target_modules"] == ["v_proj", "q_proj"] and config["r"] == 8 and config["peft_type"] == "LORA"
    assert not {"base_model_name_or_path", "auto_mapping", "revision", "megatron_core"} & set(config)


@pytest.mark.slow
def test_a_person_from_before_there_was_a_name_file(elsewhere, tmp_path):
    store_animator("奶奶")
    assert not (folder_of("奶奶") / "name.json").exists()
    out = people.export_person("奶奶", tmp_path / "a.zip")
    elsewhere()
    assert people.import_person(out, permit=taking_in()).name == "奶奶"
    assert json.loads((folder_of("奶奶") / "name.json").read_text("utf-8"))["name"] == "奶奶"


@pytest.mark.slow
def test_somebody_known_is_replaced_only_when_asked(whole, tmp_path, snapshot):
    store_voice("Tom")
    out = people.export_person(NAME, tmp_path / "ruth.zip")
    people.keep_pronunciations(NAME, {"mine": "own"}, permit=names_of(NAME))
    before = snapshot()
    with pytest.raises(UserError, match="“Ruth” is on this computer already"):
        people.import_person(out, permit=taking_in())
    assert snapshot() == before
    entry = people.import_person(out, replace=True, permit=taking_in())
    assert pronunciations_of(NAME) == {"Nguyen": "win", "奶奶": "nǎinai"} and not entry.unfinished
    assert {path.partition("/")[2] for path in snapshot() if path.startswith(f"people/{entry.folder.name}")} == {
        f"{entry.folder.name}/{path}" for path in LEARNED | {"consent.json"}
    }
    assert [entry.name for entry in people.people()] == ["Ruth", "Tom"]


@pytest.mark.slow
def test_where_replacing_fails_what_was_there_comes_back(whole, tmp_path, monkeypatch, snapshot):
    from pathlib import Path

    out, rename = people.export_person(NAME, tmp_path / "ruth.zip"), Path.rename
    before = snapshot()

    def fails(path, target):
        if path.name == "new":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(UserError, match="disk is full"):
        people.import_person(out, replace=True, permit=taking_in())
    assert snapshot() == before


@pytest.mark.parametrize(
    ("out", "says"), [("ruth.tar", "end in .zip"), ("missing/ruth.zip", "no folder"), ("folder.zip", "is a folder")]
)
def test_where_it_cannot_be_written(out, says, whole, tmp_path):
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(UserError, match=says):
        people.export_person(NAME, tmp_path / out)


def test_what_is_not_finished_damaged_or_too_much_is_not_exported(whole, tmp_path, monkeypatch):
    out = tmp_path / "out.zip"
    out.write_bytes(b"an older export")
    with pytest.raises(UserError, match="Nobody called “Tom”"):
        people.export_person("Tom", out)
    work_folder("Tom").mkdir(parents=True)
    write_json(work_folder("Tom") / PLAN, {"name": "Tom"})
    with pytest.raises(UserError, match="to its end"):
        people.export_person("Tom", out)
    with monkeypatch.context() as patch:
        patch.setattr("revive.people.exporting.MOST_BYTES", 1000)
        with pytest.raises(UserError, match="more than one file can carry"):
            people.export_person(NAME, out)
    (whole / "voice" / "voice.safetensors").write_bytes(b"import os")
    with pytest.raises(UserError, match="is damaged, so nothing was exported"):
        people.export_person(NAME, out)
    assert out.read_bytes() == b"an older export" and not list(tmp_path.glob(".*"))
