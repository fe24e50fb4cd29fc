"""A home of its own for each test, and people in it of whom everything was learned."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from revive import UserError, people
from tests.answers import taking_in
from tests.people.store import NAME, save, store_everything


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def whole() -> Path:
    """The folder of NAME, of whom everything was learned, with work that is not finished."""
    return store_everything(NAME)


@pytest.fixture
def snapshot(home):
    """snapshot() -> relative path -> bytes of every file in the home folder, hidden ones too."""

    def look() -> dict[str, bytes]:
        return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}

    return look


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
        assert caught.value.sentence("zh") and caught.value.sentence().isprintable()
        assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
        assert people.people() == [] and not list((home / "people").iterdir())

    return refused
