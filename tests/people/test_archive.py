"""Archives made to do harm, each from an honest one with one thing changed: a sentence, and nothing is left behind."""

import io
import json
import pickle
import stat
import struct
import wave
import zipfile

import pytest

from revive import UserError, people
from revive.core.home import folder_of, slug
from revive.people.archive import _check_members
from tests.answers import taking_in
from tests.people.store import CHANGED, FOREIGN, LARGE, NAME, Runs, store_manner

BYTES = 400 * 1024**2


@pytest.mark.slow
def test_an_honest_one_is_taken(honest, pack):
    assert people.import_person(pack(honest), permit=taking_in()).name == NAME


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json", "/etc/evil.json", "voice/../../evil.json", "voice\\evil.json", "C:\\evil.json", "C:evil.json",
        "voice/", "evil.json", "evil.py", "voice/voice.pt", "voice/voice.pkl", "manner/adapter_model.bin",
        "manner/model.py", "work/plan.json", "voice/work/plan.json", "voice/a/b.wav", "voice/nul.wav", "voice/A.wav",
        "voice/.wav", "VOICE/voice.json", "voice/voice.json.part", "sample.wav", "voice/x.wav\n", "./name.json", "?",
        "\x1b[2J.json", "voice//voice.json", "portrait/extra.png", "manner/tokenizer.json",
    ],
)  # fmt: skip
def test_names_that_do_not_belong(name, honest, pack, refused):
    refused(pack(honest, also=[(name, b"{}")]), FOREIGN)


def test_a_name_cut_by_a_zero(honest, pack, refused):
    archive = pack(honest, also=[("voice/sample-2.wavX.py", b"{}")])
    archive.write_bytes(archive.read_bytes().replace(b"voice/sample-2.wavX.py", b"voice/sample-2.wav\0.py"))
    refused(archive, FOREIGN)


def test_the_same_name_twice(honest, pack, refused):
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = pack(honest, also=[("name.json", honest["name.json"])])
    refused(archive, CHANGED)


def test_a_name_that_is_read_as_another(tmp_path):
    member = zipfile.ZipInfo("name.json")
    member.filename = "../name.json"  # as newer Pythons do, by an extra field
    with pytest.raises(UserError, match=FOREIGN):
        _check_members(tmp_path, [member, zipfile.ZipInfo("manifest.json")])


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_what_is_no_file(kind, honest, pack, refused):
    member = zipfile.ZipInfo("voice/features.json")
    member.external_attr = (kind | 0o777) << 16
    files = {name: data for name, data in honest.items() if name != member.filename}
    refused(pack(files, also=[(member, b"{}")]), CHANGED)


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_encrypted_members(flag, honest, pack, refused):
    archive = pack(honest)
    data = bytearray(archive.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8 : at + 10] = (struct.unpack_from("<H", data, at + 8)[0] | flag).to_bytes(2, "little")
    archive.write_bytes(data)
    refused(archive, CHANGED)


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions(kind, honest, pack, refused):
    refused(pack(honest, kind=kind), CHANGED)


@pytest.mark.parametrize("cut", ["missing", "empty", "text", "cut off", "before it", "behind it", "pickle", "bytes"])
def test_what_is_no_whole_zip(cut, honest, pack, refused, tmp_path):
    archive = pack(honest)
    data = archive.read_bytes()
    changed = {
        "empty": b"", "text": b"hello" * 100, "cut off": data[: len(data) // 2], "before it": b"#!/bin/sh\n" + data,
        "behind it": data + b"x", "pickle": pickle.dumps(Runs()),
        "bytes": data[:100] + bytes([data[100] ^ 255]) + data[101:],
    }  # fmt: skip
    if cut == "missing":
        archive.unlink()
        refused(archive, "There is no file")
    else:
        archive.write_bytes(changed[cut])
        refused(archive, CHANGED)
    refused(tmp_path, "is a folder or a device")


def test_a_bomb_of_zeros(honest, pack, refused):
    zeros = io.BytesIO()
    with wave.open(zeros, "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(3_000_000))
    refused(pack(honest, also=[("voice/sample-2.wav", zeros.getvalue())]), LARGE)


def test_bytes_are_counted_whatever_is_told(honest, pack, refused, monkeypatch):
    archive = pack(honest)
    size = sum(map(len, honest.values()))
    monkeypatch.setattr("revive.people.importing.MOST_BYTES", size - len(honest["manifest.json"]) - 1)
    refused(archive, LARGE)  # by what was unpacked; the sizes told are below the limit


def test_sizes_that_lie(honest, pack, refused):
    archive = pack(honest)
    data = bytearray(archive.read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, BYTES + 1)  # larger than told
    archive.write_bytes(data)
    refused(archive, LARGE)
    struct.pack_into("<I", data, at + 24, 10)  # smaller
    archive.write_bytes(data)
    refused(archive, CHANGED)


def test_too_many_files(honest, pack, refused):
    refused(pack(honest, also=[(f"voice/s{i}.wav", honest["voice/sample-1.wav"]) for i in range(200)]), LARGE)


def test_a_long_list_is_not_even_read(honest, pack, refused, monkeypatch):
    archive = pack(honest)
    honestly = archive.read_bytes()
    data = bytearray(honestly)
    struct.pack_into("<I", data, len(data) - 10, 100_001)
    archive.write_bytes(data)
    monkeypatch.setattr("zipfile.ZipFile.__init__", lambda *arguments: pytest.fail("was opened"))
    refused(archive, CHANGED)
    size, start = struct.unpack_from("<II", honestly, len(honestly) - 10)
    told = struct.pack("<II", size + 20, start)  # and a record of larger archives, which zipfile would rather believe
    archive.write_bytes(honestly[:-22] + b"PK\x06\x07" + bytes(16) + honestly[-22:-10] + told + bytes(2))
    refused(archive, CHANGED)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"revive_person": 2}, "newer version"), ({"revive_person": True}, CHANGED), ({"revive_person": "1"}, CHANGED),
        ({"revive_person": None}, CHANGED), ({"name": ""}, CHANGED), ({"name": 5}, CHANGED),
        ({"name": "Tom"}, CHANGED), ({"name": "../x"}, CHANGED), ({"files": []}, CHANGED), ({"files": {}}, FOREIGN),
    ],
)  # fmt: skip
def test_manifests_that_do_not_fit(told, says, honest, pack, refused):
    refused(pack(honest, told), says)


def test_sums_and_files_must_agree(honest, pack, refused):
    sums = json.loads(honest["manifest.json"])["files"]
    refused(pack(honest, {"files": sums | {"name.json": "0" * 64}}), CHANGED)
    refused(pack(honest, {"files": sums | {"name.json": None}}), CHANGED)
    refused(pack(honest, {"files": sums | {"voice/sample-9.wav": "0" * 64}}), CHANGED)
    refused(pack(honest, {"files": {name: sums[name] for name in sums if name != "name.json"}}), FOREIGN)


def test_no_manifest(honest, tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as packed:
        packed.writestr("name.json", honest["name.json"])
    refused(tmp_path / "none.zip", CHANGED)


def test_an_archive_in_which_nothing_was_learned(honest, pack, refused):
    refused(pack({"name.json": honest["name.json"]}), "holds nothing that was learned")


@pytest.mark.slow
def test_what_was_cut_off_before_is_swept_away(honest, pack, home):
    left = home / "people" / f".{slug(NAME)}-cutoff" / "old"
    left.mkdir(parents=True)
    (left / "voice.json").write_text("{}")
    people.import_person(pack(honest), permit=taking_in())
    assert [path.name for path in (home / "people").iterdir()] == [slug(NAME)]
    left.mkdir(parents=True)
    folder_of(NAME).rename(left / "half")
    with pytest.raises(UserError, match="Nobody"):
        people.delete_person(NAME)
    assert not list((home / "people").iterdir())


@pytest.mark.slow
def test_with_replace_a_bad_archive_changes_nothing(honest, pack, snapshot):
    store_manner(NAME)
    before = snapshot()
    with pytest.raises(UserError, match=CHANGED):
        people.import_person(pack(honest | {"voice/voice.safetensors": b"no"}), replace=True, permit=taking_in())
    with pytest.raises(UserError, match="already"):
        people.import_person(pack(honest), permit=taking_in())
    assert snapshot() == before
