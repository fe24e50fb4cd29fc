"""A signed file is whole, tells what was done, and names nobody."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PIL import Image

from revive.core.errors import UserError
from revive.provenance import Provenance, sign
from revive.provenance.keys import signing_keys
from revive.provenance.manifest import _build
from revive.provenance.reading import OFFLINE, read_manifest
from tests.provenance.conftest import NAME

KINDS = {
    "mp4": "video/mp4", "mov": "video/quicktime", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp",
    "wav": "audio/wav", "mp3": "audio/mpeg", "m4a": "audio/mp4",
}  # fmt: skip


def store_of(path, kind: str) -> dict:
    """All that is in the file's manifests."""
    from c2pa import Context, Reader

    with path.open("rb") as file, Reader(kind, file, context=Context.from_dict(OFFLINE)) as reader:
        return json.loads(reader.json())


def active(store: dict) -> dict:
    return store["manifests"][store["active_manifest"]]


def actions(store: dict) -> list[dict]:
    return active(store)["assertions"][0]["data"]["actions"]


@pytest.mark.parametrize("ending", KINDS)
def test_every_kind_is_valid_but_not_trusted(ending, file_of):
    path = file_of(ending)
    mode = path.stat().st_mode
    made = Provenance("clip", synthetic_voice=True, consent="her grandson, who has her photographs", seed=7)
    sign(path, made)
    store = store_of(path, KINDS[ending])
    assert store["validation_state"] == "Valid"
    assert [one["code"] for one in store["validation_status"]] == ["signingCredential.untrusted"]
    assert active(store)["assertions"][1]["data"] == {
        "kind": "clip", "id": made.id, "language": "en", "consent": "her grandson, who has her photographs", "seed": 7,
        "voice": "synthetic",
    }  # fmt: skip
    assert active(store)["claim_generator_info"][0]["name"] == "Revive"
    assert path.stat().st_mode == mode
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, "home"])


@pytest.mark.parametrize(
    ("kind", "photo", "wanted", "term"),
    [
        ("clip", True, ["c2pa.opened", "c2pa.edited"], "compositeWithTrainedAlgorithmicMedia"),
        ("clip", False, ["c2pa.created"], "compositeWithTrainedAlgorithmicMedia"),
        ("photograph", True, ["c2pa.opened", "c2pa.edited"], "compositeWithTrainedAlgorithmicMedia"),
        ("portrait", True, ["c2pa.created"], "trainedAlgorithmicMedia"),
        ("voice", False, ["c2pa.created"], "trainedAlgorithmicMedia"),
    ],
)
def test_what_was_done(kind, photo, wanted, term, file_of):
    path, family = file_of("png"), file_of("jpg")
    sign(path, Provenance(kind), ingredient=family if photo else None)
    store = store_of(path, "image/png")
    assert store["validation_state"] == "Valid"
    assert [action["action"] for action in actions(store)] == wanted
    assert actions(store)[-1]["digitalSourceType"].endswith("/" + term)
    assert len(active(store).get("ingredients", [])) == photo


@pytest.mark.slow
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "BMP", "GIF", "heic", "broken"])
def test_the_photograph_goes_in_as_a_checksum(form, file_of, pixels, tmp_path):
    path, photo = file_of("mp4"), tmp_path / f"{NAME}.photo"
    if form in ("heic", "broken"):
        head = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" if form == "heic" else b"\xff\xd8\xff\xe0"
        photo.write_bytes(head + bytes(range(256)) * 8)
    else:
        Image.fromarray(pixels).save(photo, form)
    sign(path, Provenance("clip"), ingredient=photo)
    (ingredient,) = active(store_of(path, "video/mp4"))["ingredients"]
    assert ingredient["title"] == "photograph" and ingredient["relationship"] == "parentOf"
    assert ingredient["instance_id"].startswith("sha256:") and "thumbnail" not in ingredient


def test_nothing_personal_and_no_picture_is_in_the_file(file_of, home):
    photo, path = file_of("jpg"), file_of("mp4")
    before = path.stat().st_size
    sign(path, Provenance("clip"), ingredient=photo)
    data = path.read_bytes()
    words = (NAME, NAME.split()[0], "Miller", str(home), "thumbnail", "JFIF", "PRIVATE")
    assert not [word for word in words if word.encode() in data or word.encode("utf-16-le") in data]
    assert len(data) - before < 8000


def camera(path, *, title: str = "") -> None:
    """Sign a photograph as a camera would: with a preview, a place, and perhaps a title."""
    from c2pa import Builder, C2paSignerInfo, Context, Signer

    keys, signed = signing_keys(), path.with_suffix(".signed")
    asked = {
        "claim_generator_info": [{"name": "Camera"}],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [
                {"action": "c2pa.created", "digitalSourceType":
                 "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}]}},
            {"label": "stds.exif", "kind": "Json", "data": {
                "@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:GPSLatitude": "39,21.102N"}},
        ],
    }  # fmt: skip
    if title:
        asked["title"] = title
    signer = Signer.from_info(C2paSignerInfo(b"es256", keys.chain.encode(), keys.key.encode(), None))
    preview = Context.from_dict({"builder": {"thumbnail": {"enabled": True}}})
    with signer, Builder(asked, context=preview) as builder, path.open("rb") as read, signed.open("w+b") as write:
        builder.sign(signer, "image/jpeg", read, write)
    signed.replace(path)


@pytest.mark.slow
def test_a_photographs_own_manifest_goes_on_without_preview_and_place(file_of):
    photo, path = file_of("jpg"), file_of("mp4")
    camera(photo)
    assert b"GPSLatitude" in photo.read_bytes()
    sign(path, Provenance("clip"), ingredient=photo)
    store, data = store_of(path, "video/mp4"), path.read_bytes()
    assert store["validation_state"] == "Valid" and len(store["manifests"]) == 2
    assert active(store)["ingredients"][0]["title"] == "photograph"
    assert b"GPSLatitude" not in data and b"JFIF" not in data


@pytest.mark.slow
def test_one_with_a_title_stays_out(file_of):
    photo, path = file_of("jpg"), file_of("mp4")
    camera(photo, title=f"{NAME}.jpg")
    sign(path, Provenance("clip"), ingredient=photo)
    assert len(store_of(path, "video/mp4")["manifests"]) == 1 and NAME.encode() not in path.read_bytes()


def test_a_damaged_manifest_in_the_photograph_stops_nothing(file_of):
    photo, path = file_of("jpg"), file_of("mp4")
    camera(photo)
    data = photo.read_bytes()
    at = data.index(b"jumb")
    photo.write_bytes(data[: at + 40] + bytes(60) + data[at + 100 :])
    sign(path, Provenance("clip"), ingredient=photo)
    assert len(store_of(path, "video/mp4")["manifests"]) == 1


def test_a_restored_photograph_keeps_its_history(file_of):
    photo, path = file_of("jpg"), file_of("mp4")
    sign(photo, Provenance("photograph", consent="her grandson"))
    sign(path, Provenance("clip"), ingredient=photo)
    store = store_of(path, "video/mp4")
    assert len(store["manifests"]) == 2 and store["validation_state"] == "Valid"


def test_a_photograph_that_is_gone_stops_nothing(file_of, tmp_path):
    path = file_of("mp4")
    sign(path, Provenance("clip"), ingredient=tmp_path / "gone.jpg")
    assert [action["action"] for action in actions(store_of(path, "video/mp4"))] == ["c2pa.created"]


def test_what_cannot_be_signed_is_one_sentence(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("words")
    with pytest.raises(UserError, match="of no kind that can be signed"):
        sign(path, Provenance("voice"))


def test_nothing_half_written_is_left(file_of, monkeypatch):
    path = file_of("mp4")
    before = path.read_bytes()

    def fail(*arguments):
        arguments[1].write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("revive.provenance.manifest._build", fail)
    with pytest.raises(UserError, match="disk is full"):
        sign(path, Provenance("clip"))
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([path.name, "home"])


def test_a_full_disk_says_so_through_the_library(file_of):
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    from revive.provenance.manifest import _write

    with pytest.raises(OSError, match="No space left"):
        _write(file_of("mp4"), Path("/dev/full"), "video/mp4", Provenance("clip"), signing_keys(), [])


@pytest.mark.slow
def test_nothing_goes_to_the_network(file_of, pixels, tmp_path, monkeypatch):
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_port}/manifest.c2pa"
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{place}"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    path = tmp_path / "remote.jpg"
    Image.fromarray(pixels).save(path, xmp=xmp.encode())
    assert read_manifest(path, "image/jpeg") == {"state": "elsewhere"}
    sign(file_of("mp4"), Provenance("clip"), ingredient=path)
    sign(path, Provenance("photograph"))
    server.shutdown()
    assert asked == []
    assert OFFLINE["verify"]["remote_manifest_fetch"] is False and OFFLINE["verify"]["ocsp_fetch"] is False
    assert OFFLINE["core"]["allowed_network_hosts"] == []


def test_no_time_is_asked_of_anybody(monkeypatch):
    import io

    import c2pa

    seen = []

    class Told(c2pa.C2paSignerInfo):
        def __init__(self, *arguments):
            seen.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(c2pa, "C2paSignerInfo", Told)
    picture, signed = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    _build(picture, signed, "image/png", Provenance("portrait"), signing_keys(), [])
    assert len(seen) == 1 and seen[0][3] is None


@pytest.mark.parametrize(
    "wrong", [{"kind": "novel"}, {"kind": "clip", "consent": "x" * 601}], ids=["kind", "consent"]
)  # fmt: skip
def test_made_refuses_what_it_does_not_know(wrong):
    with pytest.raises(ValueError, match=r"."):
        Provenance(**wrong)
