"""Files of models: safetensors in proportion, and nothing else."""

import io
import json
import os
import pickle
import struct
import zipfile

import pytest

from revive.fuzz import seeds
from revive.media import check_model, check_tensors
from revive.media.model_files import MOST_HEADER


class Runs:
    """What loading a pickle of it would do."""

    def __reduce__(self):
        return (os.mkdir, ("/tmp/never",))


def packed() -> bytes:
    """As torch.save writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Runs()))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pickle.dumps(Runs(), 4), "pickle"), (packed(), "ZIP archive"), (b"", "empty"),
        (b"short", "no whole safetensors"),
        (struct.pack("<Q", 2**63) + b"{}" + bytes(50), "no whole safetensors"),
        (struct.pack("<Q", 10**6) + b'{"a"' + bytes(50), "no whole safetensors"),
        (struct.pack("<Q", 2) + b"{}" + bytes(50), "damaged"),
        (struct.pack("<Q", 60) + b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,99]}}     ' + bytes(16),
         "damaged"),
        (seeds.tensors()[0][:-8], "damaged"), (b"GGUF" + bytes(60), "language model"),
    ],
)  # fmt: skip
def test_what_is_no_whole_safetensors_file(file, refused, content, says):
    refused(says, check_tensors, file("a.safetensors", content))


def test_a_header_out_of_proportion_is_not_read(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(json, "loads", None)
    with (tmp_path / "a.safetensors").open("wb") as large:
        large.write(struct.pack("<Q", MOST_HEADER + 1) + b"{")
        large.truncate(MOST_HEADER * 2)
    refused("header of 16 MB", check_tensors, tmp_path / "a.safetensors")


def test_a_folder_needs_sound_safetensors_and_may_hold_others_that_are_not_loaded(tmp_path, refused):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "pytorch_model.bin").write_bytes(packed())
    refused("no weights as safetensors", check_model, folder)
    (folder / "model.safetensors").write_bytes(seeds.tensors()[0])
    check_model(folder)
    (folder / "model-2.safetensors").write_bytes(packed())
    refused("ZIP archive", check_model, folder)
    refused("no folder", check_model, tmp_path / "gone")
