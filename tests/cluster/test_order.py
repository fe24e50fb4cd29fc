"""What travels to other machines: what the clip needs, under names that tell nothing."""

import dataclasses
import json
import pickle

import numpy as np
import pytest

from revive.brief import Brief
from revive.cluster.order import Order, pack, with_own_names
from revive.consent import consent_of, keep_consent
from revive.core.errors import UserError
from revive.core.home import folder_of, keep_name
from revive.people.pronunciations import keep_pronunciations
from revive.speakers import Speaker
from tests.answers import FAMILY, names_of


def brief_of(photo, **settings) -> Brief:
    return Brief(photo=photo, words="Hello.", **dataclasses.asdict(FAMILY), **settings)


def contents_of(files):
    return [np.fromfile(path, np.uint8) for path in files]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "our Ruth in 1950.JPG"
    path.write_bytes(b"\xff\xd8 a photograph")
    return path


def test_files_travel_under_the_name_of_their_use(photo, tmp_path):
    order, files = pack(brief_of(photo, music=photo, out=tmp_path / "for Tom.mp4"), 7)
    assert order.files == ("photo.jpg", "music.jpg") and files == [photo, photo]
    assert b"Ruth" not in pickle.dumps(order) and b"Tom" not in pickle.dumps(order)


def test_what_arrives_is_what_was_sent(photo, tmp_path):
    order, files = pack(brief_of(photo, seed=3), 1)
    order = pickle.loads(pickle.dumps(order))
    there = order.unpack(contents_of(files), tmp_path / "there", tmp_path / "home")
    assert there.photo is not None and there.photo.read_bytes() == photo.read_bytes()
    assert there.photo.parent == tmp_path / "there" and there.out == tmp_path / "there" / "clip.mp4"
    assert dataclasses.replace(there, photo=photo, out="clip.mp4") == brief_of(photo, seed=3, out="clip.mp4")


def test_of_somebody_known_only_what_a_clip_needs_is_sent(photo, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    folder = keep_name("Ruth")
    for private in ("consent.json", "manner/manner.json", "clips/1.mp4", "portrait/adapter.safetensors"):
        (folder / private).parent.mkdir(exist_ok=True)
        (folder / private).write_bytes(b"{}")
    order, files = pack(brief_of(photo, person="Ruth"), 1)
    names = [path.relative_to(folder).as_posix() for path in files if path.is_relative_to(folder)]
    assert names == ["name.json", "pronunciations.json"]
    order.unpack(contents_of(files), tmp_path / "there", tmp_path / "elsewhere")
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "elsewhere"))
    arrived = folder_of("Ruth") / "pronunciations.json"
    assert json.loads(arrived.read_text(encoding="utf-8")) == {"Siobhan": "shiv-awn"}


def test_a_person_whom_nobody_taught_is_refused(photo):
    with pytest.raises(UserError, match="Nobody called “Ada”"):
        pack(brief_of(photo, person="Ada"), 1)


def test_a_sentence_names_the_file_as_its_owner_knows_it(photo):
    sent = UserError("“{file}” is a folder; please choose another name for what is written.", file="photo.jpg")
    assert "“our Ruth in 1950.JPG”" in with_own_names(sent, brief_of(photo)).sentence()
    other = UserError("There is not enough room.")
    assert with_own_names(other, brief_of(photo)) is other


def test_an_order_of_another_version_is_refused_before_anything_is_written(photo):
    from revive.cluster.task import make

    outcome = make(Order(1, brief_of(photo), ("photo.jpg",), version="0.0.1"), None)
    assert outcome.refused and "0.0.1" in outcome.refused.sentence()


def test_recordings_and_people_of_every_speaker_travel(photo, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    keep_pronunciations("Ruth", {"Siobhan": "shiv-awn"}, permit=names_of("Ruth"))
    keep_consent("Ruth", FAMILY)
    recording = tmp_path / "my Abe.wav"
    recording.write_bytes(b"RIFF")
    brief = brief_of(photo, speakers=(Speaker(1, recording=recording), Speaker(2, person="Ruth")))
    order, files = pack(brief, 1)
    assert order.files[:2] == ("photo.jpg", "recording-1.wav") and b"Abe" not in pickle.dumps(order)
    there = order.unpack(contents_of(files), tmp_path / "there", tmp_path / "elsewhere")
    recorded = tmp_path / "there" / "recording-1.wav"
    assert there.speakers[0].recording == recorded and recorded.is_file()
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "elsewhere"))
    assert there.speakers[1].person == "Ruth" and consent_of("Ruth") == FAMILY
