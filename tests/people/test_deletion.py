"""Letting go: of a person, a clip, everything; nothing else is touched, and what was removed is told."""

import json

import pytest

from revive import people
from revive.__main__ import main
from revive.core.errors import UserError
from revive.people.deletion import erase_clip, erase_everything, erase_person
from tests.answers import names_of


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def clip(tmp_path):
    for ending in (".mp4", ".srt", ".vtt", ".job.json"):
        (tmp_path / f"clip{ending}").write_bytes(b"12345")
    (tmp_path / "clip.txt").write_bytes(b"a note of the family's own")
    return tmp_path / "clip.mp4"


def test_a_person(home):
    for name in ("Ruth", "Ada"):
        people.keep_pronunciations(name, {"Siobhan": "shiv-awn"}, permit=names_of(name))
    removed = erase_person("ruth")
    assert {path.name for path in removed.files} == {
        "name.json",
        "pronunciations.json",
        "consent.json",
    } and removed.size > 20
    assert not any(path.exists() for path in removed.files) and [one.name for one in people.people()] == ["Ada"]
    with pytest.raises(UserError, match="Nobody"):
        erase_person("Ruth")


def test_a_clip_and_what_lies_beside_it(clip):
    removed = erase_clip(clip)
    assert [path.name for path in removed.files] == ["clip.mp4", "clip.srt", "clip.vtt", "clip.job.json"]
    assert removed.size == 20 and [path.name for path in clip.parent.iterdir()] == ["clip.txt"]


def test_what_is_no_clip_of_ours_stays(clip):
    clip.with_suffix(".job.json").unlink()
    for path in (clip, clip.with_suffix(".txt"), clip.parent, clip.parent / "gone.mp4"):
        with pytest.raises(UserError, match="no clip"):
            erase_clip(path)
    assert clip.exists()


def test_everything(home, clip, capsys):
    people.keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    (home / "keys").mkdir()
    (home / "keys" / "key.pem").write_text("secret")
    (home / "mine.txt").write_text("not made by Revive")
    assert main(["let-go", "--everything", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["removed"]) == 4 and [path.name for path in home.iterdir()] == ["mine.txt"] and clip.exists()
    assert main(["let-go", "--everything"]) == 0 and "nothing" in capsys.readouterr().out
    assert erase_everything().files == ()
