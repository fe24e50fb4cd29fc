"""Checkpoints: what was saved comes back; what is damaged or of another version is refused in one sentence."""

import pytest
import torch

from revive.core.errors import UserError
from revive.teaching.common import checkpoint
from revive.teaching.common.checkpoint import half_precision, load_checkpoint, save_checkpoint


def parts(seed: int) -> dict:
    torch.manual_seed(seed)
    net = torch.nn.Linear(3, 2)
    return {"net": net, "optimizer": torch.optim.AdamW(net.parameters(), lr=0.1 * seed)}


def test_every_part_comes_back_with_the_step(tmp_path):
    saved, fresh = parts(1), parts(2)
    save_checkpoint(tmp_path / "a.checkpoint", saved, 12)
    assert load_checkpoint(tmp_path / "a.checkpoint", fresh) == 12
    assert torch.equal(saved["net"].weight, fresh["net"].weight)
    assert fresh["optimizer"].param_groups[0]["lr"] == 0.1
    assert load_checkpoint(tmp_path / "none.checkpoint", fresh) == 0


def test_a_save_that_fails_leaves_the_last_checkpoint(tmp_path, monkeypatch):
    path = tmp_path / "a.checkpoint"
    save_checkpoint(path, parts(1), 5)

    def full(state, file):
        file.write_bytes(b"half of it")
        raise OSError("no space left")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="no space"):
        save_checkpoint(path, parts(2), 10)
    assert load_checkpoint(path, parts(3)) == 5


def test_an_older_version_and_a_damaged_file_are_refused(tmp_path, monkeypatch):
    old, torn, whole = (tmp_path / name for name in ("old.checkpoint", "torn.checkpoint", "whole.checkpoint"))
    torch.save({"step": 40, "net": parts(1)["net"].state_dict()}, old)  # as checkpoints were before they had a version
    with pytest.raises(UserError, match=r"old\.checkpoint was written by another version of Revive"):
        load_checkpoint(old, parts(1))
    save_checkpoint(whole, parts(1), 5)
    torn.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(UserError, match="damaged"):
        load_checkpoint(torn, parts(1))
    monkeypatch.setattr(checkpoint, "VERSION", checkpoint.VERSION + 1)
    with pytest.raises(UserError, match="start again"):
        load_checkpoint(whole, parts(1))


def test_shipped_weights_are_float16():
    assert {tensor.dtype for tensor in half_precision(torch.nn.Linear(3, 2)).values()} == {torch.float16}
