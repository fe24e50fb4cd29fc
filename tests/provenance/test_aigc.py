"""The label of GB 45438-2025 and the usual tags, written and read."""

from __future__ import annotations

import json
import re
import struct

import pytest
from PIL import Image

from revive.media import ffmpeg
from revive.provenance import Provenance, sign
from revive.provenance.aigc import FIELDS, aigc_label, read_aigc
from revive.provenance.tags import read_labels

KINDS = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "wav": "audio/wav", "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
}  # fmt: skip


def test_seven_strings_and_an_id_drawn_at_random():
    first, second = (json.loads(aigc_label(Provenance("clip"))) for _ in range(2))
    assert tuple(first) == FIELDS and all(isinstance(value, str) for value in first.values())
    assert first["Label"] == "1" and first["ContentProducer"].startswith("Revive ")
    assert re.fullmatch("[0-9a-f]{32}", first["ProduceID"]) and first["ProduceID"] != second["ProduceID"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "wav", "mp3", "m4a"])
def test_every_kind_carries_it(ending, file_of):
    made = Provenance("voice" if ending in ("wav", "mp3", "m4a") else "portrait")
    path = file_of(ending, made)
    sign(path, made)
    aigc, xmp = read_labels(path, KINDS[ending])
    assert aigc == json.loads(aigc_label(made))
    if ending in ("jpg", "png", "webp"):
        assert xmp == {
            "source_type": made.source_type, "credit": "AI generated with Revive", "tool": f"Revive {made.version}"
        }  # fmt: skip
    else:
        _, said = ffmpeg.run(ffmpeg.source(path), lambda: None)
        header = ffmpeg.header(path, lambda: None)
        assert "AI generated with Revive" in said and header and header.seconds and header.seconds >= 0.9


def test_the_film_has_it_and_its_index_comes_first(file_of):
    path = file_of("mp4")
    sign(path, Provenance("clip"))
    aigc, _ = read_labels(path, "video/mp4")
    assert aigc and aigc["Label"] == "1"
    data = path.read_bytes()
    at, order = 0, []
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        order.append(name)
        at += size
    assert order.index(b"moov") < order.index(b"mdat") and order[:2] == [b"ftyp", b"uuid"]


def test_samples_stay_as_they_are(file_of, raw):
    import soundfile

    path = file_of("wav")
    sign(path, Provenance("voice"))
    assert (soundfile.read(path)[0] == soundfile.read(raw / "a.wav")[0]).all()


@pytest.mark.parametrize(
    "text",
    ["", "no JSON", "[]", "{}", '{"Label":' + "[" * 2000, "[" * 4000, '{"Label":"1"' + " " * 5000 + "}", "null", "3"],
)
def test_what_is_no_label_is_none(text):
    assert read_aigc(text) is None


def test_of_a_strange_label_only_the_known_is_read():
    told = read_aigc(json.dumps({"Label": 1, "ProduceID": "x" * 3000, "Evil": "<script>", "ReservedCode1": {"a": 1}}))
    assert told == {"Label": "1", "ProduceID": "x" * 1024}


@pytest.mark.parametrize(
    "xmp",
    [
        b"<not", b"\xff\xfe\x00", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"<x>" * 20_000,
        b'<?xml version="1.0" encoding="no-such"?><x/>',
    ],
)  # fmt: skip
def test_hostile_xmp_counts_as_none(xmp, pixels, tmp_path):
    path = tmp_path / "x.jpg"
    Image.fromarray(pixels).save(path, xmp=xmp)
    assert read_labels(path, "image/jpeg") == (None, None)
