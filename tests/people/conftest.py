"""A home of its own for each test, and people in it of whom everything was learned."""

from __future__ import annotations

import hashlib
import json
import os
import wave
import zipfile
from pathlib import Path

import numpy as np
import pytest

from revive import UserError, people
from revive.animator import WEIGHTS
from tests.answers import names_of, taking_in

NAME = "Ruth"
# As peft 0.21 writes it, shortened by keys that are null.
CONFIG = {
    "alpha_pattern": {}, "auto_mapping": None, "base_model_name_or_path": "/home/family/model", "bias": "none",
    "fan_in_fan_out": False, "inference_mode": True, "init_lora_weights": True, "loftq_config": {}, "lora_alpha": 8,
    "lora_bias": False, "lora_dropout": 0.0, "megatron_core": "megatron.core", "modules_to_save": None,
    "peft_type": "LORA", "peft_version": "0.21.2", "qalora_group_size": 16, "r": 8, "rank_pattern": {},
    "revision": None, "target_modules": ["v_proj", "q_proj"], "task_type": "CAUSAL_LM", "use_dora": False,
    "use_rslora": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def whole() -> Path:
    """The folder of NAME, of whom everything was learned, with work that is not finished."""
    return store_everything(NAME)


def store_everything(name: str, weights: bytes | None = None) -> Path:
    store_animator(name, style=[0.5, -0.5, 0.0, 1.0, 0.0], weights=weights)
    store_portrait(name)
    store_voice(name)
    store_manner(name)
    people.keep_pronunciations(name, {"Nguyen": "win", "奶奶": "nǎinai"}, permit=names_of(name))
    folder = people.folder_of(name)
    for work in (folder / "work", folder / "portrait" / "work", folder / "voice" / "work"):
        work.mkdir()
        (work / "piece.npz").write_bytes(b"a frame")
    return folder


def store_animator(name: str, style: list[float] | None = None, weights: bytes | None = None) -> people.Person:
    """As a teaching keeps it, with the shipped weights where none are given."""
    work = people.work_folder(name)
    work.mkdir(parents=True)
    (work / "w").write_bytes(weights or WEIGHTS.read_bytes())
    draw(work / "s")
    person = people.Person(
        name=name, taught="2026-01-01T00:00:00+00:00", learned=20, held_back=5, steps=400, seconds=60.0, figures={},
        curve={}, sha256=people.digest(work / "w"), consent="her grandson", style=style or [],
    )  # fmt: skip
    people.keep_person(person, work / "w", work / "s")
    return person


def store_portrait(name: str) -> None:
    work = people.folder_of(name) / people.PORTRAIT / people.WORK
    work.mkdir(parents=True)
    save(work / people.ADAPTER)
    draw(work / people.SAMPLES)
    learned = people.PortraitLearned(
        name=name, taught="2026-01-01T00:00:00+00:00", learned=4, held_back=1, seconds=60.0, figures={}, curve={},
        sha256=people.digest(work / people.ADAPTER), generator="0" * 64, face=[0.5] * 128,
    )  # fmt: skip
    people.keep_portrait(learned, work / people.ADAPTER, work / people.SAMPLES)


def store_voice(name: str) -> None:
    people.keep_name(name)
    folder = people.voice_folder(name)
    folder.mkdir()
    save(folder / people.VOICE_WEIGHTS)
    people.write_json(folder / people.FEATURES, {"pitch": 120.5})
    with wave.open(str(folder / "sample-1.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(3200))
    people.write_json(folder / people.VOICE_FACTS, {"name": name})


def store_manner(name: str) -> None:
    people.keep_name(name)
    folder = people.manner_folder(name)
    folder.mkdir()
    save(folder / "adapter_model.safetensors")
    people.write_json(folder / "adapter_config.json", CONFIG)
    people.write_json(folder / people.MANNER_FACTS, {"name": name, "messages": 40})


def save(path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"lora_A": np.ones((4, 4), np.float32)}, path)


def draw(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(path, "PNG")


@pytest.fixture
def snapshot(home):
    """snapshot() -> relative path -> bytes of every file in the home folder, hidden ones too."""

    def look() -> dict[str, bytes]:
        return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}

    return look


CHANGED, FOREIGN, LARGE = "changed or cut off", "no part of a person", "more than a person takes"  # sentences


class Runs:
    """What a pickle of it would do."""

    def __reduce__(self):
        return (os.mkdir, ("/tmp/never",))


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> dict[str, bytes]:
    """Path -> bytes of an honest export of somebody who is not on this computer; the animator's weights are small."""
    folder = tmp_path_factory.mktemp("honest")
    save(folder / "weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REVIVE_HOME", str(folder))
        store_everything(NAME, weights=(folder / "weights").read_bytes())
        out = people.export_person(NAME, folder / "honest.zip")
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def unseen(honest) -> dict[str, bytes]:
    """The same without pictures, each of which takes a process to look at."""
    return {path: data for path, data in honest.items() if not path.endswith(".png")}


@pytest.fixture
def pack(tmp_path):
    """pack(files, told=None, also=()) -> archive; `told` changes the manifest, which else agrees with the files.

    `also` are further members (ZipInfo or name, bytes), which the manifest names where they have a name.
    """

    def pack(files, told=None, also=(), kind=zipfile.ZIP_DEFLATED) -> Path:
        files = {name: data for name, data in files.items() if name != "manifest.json"}
        everything = files | {getattr(member, "filename", member): data for member, data in also}
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in everything.items()}
        manifest = {"revive_person": 1, "name": NAME, "files": sums} | (told or {})
        out = tmp_path / "person.zip"
        with zipfile.ZipFile(out, "w", kind) as packed:
            for name, data in (*files.items(), *also):
                packed.writestr(name, data)
            packed.writestr("manifest.json", json.dumps(manifest))
        return out

    return pack


@pytest.fixture
def refused(home, tmp_path):
    """refused(archive, says): the archive is refused with this sentence, and nothing of it is anywhere."""

    def refused(archive: Path, says: str) -> None:
        (home / "people").mkdir(parents=True, exist_ok=True)
        before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
        with pytest.raises(UserError, match=says) as caught:
            people.import_person(archive, permit=taking_in())
        assert caught.value.zh and caught.value.en.isprintable()
        assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
        assert people.people() == [] and not list((home / "people").iterdir())

    return refused
