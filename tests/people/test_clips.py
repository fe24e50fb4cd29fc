"""A clip that is kept with a person is listed and deleted with them, and is not exported."""

import zipfile

import pytest

from revive import people
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.home import folder_of
from revive.people.clips import keep_clip
from revive.people.deletion import erase_person
from tests.answers import FAMILY, names_of


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))


def test_a_clip_is_kept_listed_and_deleted_with_the_person_and_not_exported(tmp_path):
    clip = tmp_path / "Ruth 2026-11-27.mp4"
    for ending in (".mp4", ".srt", ".job.json"):
        clip.with_suffix(ending).write_bytes(b"made of it")
    permit = Permit("kept clip", FAMILY, "Ruth", files={"clip": clip})
    kept = keep_clip(clip, permit=permit)
    assert kept.parent == folder_of("Ruth") / "clips" and kept.read_bytes() == b"made of it"
    assert kept.stat().st_mode & 0o077 == 0 and kept.with_suffix(".srt").is_file()
    (entry,) = people.people()
    assert (entry.name, entry.clips) == ("Ruth", 1)
    with pytest.raises(UserError, match="kept with “Ruth” already"):
        keep_clip(clip, permit=permit)
    people.keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    people.export_person("Ruth", tmp_path / "ruth.zip")
    with zipfile.ZipFile(tmp_path / "ruth.zip") as archive:
        assert not [name for name in archive.namelist() if "clip" in name]
    assert kept in erase_person("Ruth").files and not kept.exists() and clip.exists()


def test_another_permit_keeps_no_clip(tmp_path):
    with pytest.raises(ValueError, match="does not allow"):
        keep_clip(tmp_path / "clip.mp4", permit=Permit("clip", FAMILY, "Ruth"))
