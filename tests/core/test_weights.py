"""The shipped weights are checked before they are loaded; files of other folders are not."""

import hashlib

import numpy as np
import pytest
from safetensors.numpy import save_file

from revive.core import weights
from revive.core.errors import UserError
from revive.core.weights import FOLDER, SUMS, check_weights, read_weights


def test_every_shipped_file_is_as_it_is_listed():
    listed = dict(line.split()[::-1] for line in SUMS.read_text("ascii").splitlines())
    files = {file.relative_to(FOLDER).as_posix(): file for ending in ("onnx", "safetensors")
             for file in FOLDER.rglob(f"*.{ending}")}  # fmt: skip
    assert set(listed) == set(files)
    for name, file in files.items():
        assert hashlib.sha256(file.read_bytes()).hexdigest() == listed[name], f"{name}: see CONTRIBUTING.md"
        assert file.stat().st_size < 30e6


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of shipped weights with one file; nothing of it was checked yet."""
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    monkeypatch.setattr(weights, "SUMS", tmp_path / "SHA256SUMS")
    save_file({"mouth.a": np.ones(3, np.float16), "eye.a": np.zeros(2, np.float16)}, tmp_path / "net.safetensors")
    digest = hashlib.sha256((tmp_path / "net.safetensors").read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  net.safetensors\n")
    return tmp_path


def test_weights_are_read_in_32_bits(folder):
    read = read_weights(folder / "net.safetensors", "mouth.")
    assert list(read) == ["a"] and read["a"].dtype == np.float32 and (read["a"] == 1).all()


@pytest.mark.parametrize("trouble", ["changed", "cut", "missing", "unknown"])
def test_a_damaged_file_is_one_sentence(folder, trouble):
    file = folder / "net.safetensors"
    whole = file.read_bytes()
    if trouble == "changed":
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif trouble == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif trouble == "missing":
        file.unlink()
    else:
        file = file.rename(folder / "other.safetensors")
    with pytest.raises(UserError, match="damaged; please install Revive again"):
        read_weights(file)


def test_a_file_of_another_folder_is_not_compared(folder, tmp_path_factory):
    own = tmp_path_factory.mktemp("person") / "net.safetensors"
    save_file({"a": np.ones(3, np.float32)}, own)
    assert check_weights(own) == own
    assert (read_weights(own)["a"] == 1).all()
