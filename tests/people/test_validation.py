"""Files in an honest archive that are not what their names say: refused, or made harmless."""

import io
import json
import pickle
import struct
import zipfile
import zlib

import pytest

from revive import people
from revive.people.adapter_config import plain_adapter
from tests.answers import taking_in
from tests.people.store import CHANGED, CONFIG, Runs

TENSOR = b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'
LONG = (5 * 1024**2).to_bytes(8, "little") + TENSOR + b" " * (5 * 1024**2 - len(TENSOR)) + bytes(36)
OUTSIDE = len(TENSOR).to_bytes(8, "little") + TENSOR  # a tensor that lies behind the end


@pytest.mark.parametrize(
    "value",
    ["{", "[]", "5", '{"a": NaN}', '{"a": 1e999}', '{"a":' * 40 + "1" + "}" * 40, "[" * 100_000, "\xff\xfe",
     '{"a": ' + "1" * 5000 + "}", '{"a": "' + "b" * 4 * 1024**2 + '"}'],
)  # fmt: skip
def test_json_that_is_none(value, unseen, pack, refused):
    refused(pack(unseen | {"voice/voice.json": value.encode("latin-1")}, kind=zipfile.ZIP_STORED), CHANGED)


@pytest.mark.parametrize("path", ["voice/voice.safetensors", "manner/adapter_model.safetensors"])
@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", pickle.dumps(Runs()), b"\xff" * 8 + b"{}", (5 * 1024**2).to_bytes(8, "little") + b"{" * 6,
     (2).to_bytes(8, "little") + b"{}trailing", OUTSIDE, LONG],
)  # fmt: skip
def test_weights_that_are_none(path, data, unseen, pack, refused):
    refused(pack(unseen | {path: data}, kind=zipfile.ZIP_STORED), CHANGED)


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("1", size).save(made, kind)
    return made.getvalue()


@pytest.mark.slow
def test_pictures_that_are_none(honest, pack, refused):
    good = honest["portrait/samples.png"]
    torn = good.replace(b"IDAT", b"IDAT\xff", 1)
    for data in (b"", b"\x89PNG\r\n\x1a\n", picture((8, 8), "GIF"), good[:40], torn, picture((8000, 8000))):
        refused(pack(honest | {"portrait/samples.png": data}, kind=zipfile.ZIP_STORED), CHANGED)
    pixels = b"IDAT" + b"no pixels"  # whole, with a sum that is right
    wrong = good[:33] + struct.pack(">I", 9) + pixels + struct.pack(">I", zlib.crc32(pixels)) + good[-12:]
    refused(pack(honest | {"portrait/samples.png": wrong}, kind=zipfile.ZIP_STORED), CHANGED)
    large = bytearray(good)
    large[16:24] = struct.pack(">II", 2**31 - 1, 2**31 - 1)
    refused(pack(honest | {"portrait/samples.png": bytes(large)}), CHANGED)


def test_samples_that_are_none(unseen, pack, refused):
    good = unseen["voice/sample-1.wav"]
    long = good[:40] + (2**31 - 2).to_bytes(4, "little") + good[44:]
    fast = good[:24] + (2**31).to_bytes(4, "little") + good[28:]
    many = good[:22] + (64).to_bytes(2, "little") + good[24:]
    for data in (b"", b"RIFF", good[:30], long, fast, many, b"ID3" + good[3:]):
        refused(pack(unseen | {"voice/sample-1.wav": data}), CHANGED)


def test_facts_must_fit_the_weights_and_the_name(unseen, pack, refused):
    person = json.loads(unseen["person.json"])
    portrait = json.loads(unseen["portrait/portrait.json"])
    for path, told in (
        ("person.json", person | {"sha256": "0" * 64}), ("person.json", person | {"name": "Tom"}),
        ("person.json", person | {"style": [1.0]}), ("person.json", person | {"taught": 5}),
        ("portrait/portrait.json", portrait | {"face": [1.0]}), ("voice/voice.json", {"name": "Tom"}),
        ("name.json", {"name": 5}), ("pronunciations.json", {"a": "b\n"}), ("pronunciations.json", {"a": "b" * 81}),
    ):  # fmt: skip
        refused(pack(unseen | {path: json.dumps(told).encode()}), CHANGED)
    for gone in ("person.json", "animator.safetensors", "portrait/portrait.json", "portrait/adapter.safetensors"):
        refused(pack({name: data for name, data in unseen.items() if name != gone}), CHANGED)


@pytest.mark.parametrize(
    "change",
    [
        {"peft_type": "ADALORA"}, {"peft_type": None}, {"task_type": "evil"}, {"r": 0}, {"r": 10**9}, {"r": True},
        {"lora_alpha": -1}, {"lora_dropout": 2}, {"bias": "evil"}, {"use_dora": "yes"}, {"target_modules": "(a+)+$"},
        {"target_modules": ["(a+)+$"]}, {"target_modules": []}, {"target_modules": ["a"] * 501},
        {"rank_pattern": {"(a+)+$": 8}}, {"rank_pattern": {"a": "8"}}, {"alpha_pattern": [1]},
        {"layers_to_transform": [-1]}, {"init_lora_weights": "pissa"}, {"modules_to_save": ["lm_head"]},
        {"layer_replication": [[0, 4]]}, {"loftq_config": {"bits": 4}}, {"megatron_config": {"a": 1}},
        {"trainable_token_indices": [1]}, {"eva_config": {"rho": 1}}, {"trust_remote_code": True}, {"new": "thing"},
    ],
)  # fmt: skip
def test_adapters_that_would_do_more(change, unseen, pack, refused):
    with pytest.raises(ValueError):
        plain_adapter(CONFIG | change)
    if "r" not in change:
        refused(pack(unseen | {"manner/adapter_config.json": json.dumps(CONFIG | change).encode()}), CHANGED)


def test_without_pictures_it_is_taken(unseen, pack):
    """So that what is refused above is refused for what was changed."""
    assert people.import_person(pack(unseen), permit=taking_in()).person


def test_what_peft_could_load_is_dropped(unseen, pack):
    told = CONFIG | {
        "auto_mapping": {"base_model_class": "system", "parent_library": "os"}, "revision": "main",
        "base_model_name_or_path": "https://example.org/evil", "unknown": None,
    }  # fmt: skip
    entry = people.import_person(
        pack(unseen | {"manner/adapter_config.json": json.dumps(told).encode()}), permit=taking_in()
    )
    kept = json.loads((entry.folder / "manner" / "adapter_config.json").read_text())
    assert kept == plain_adapter(CONFIG) and "example.org" not in json.dumps(kept)
