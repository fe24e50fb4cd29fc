"""Trainings of different precision follow each other in one process, as they do on the page."""

import pytest
import torch

from revive.teaching.common.accelerator import autocast, choose_accelerator


@pytest.mark.parametrize("fast", [True, False])
def test_bfloat16_is_used_where_it_is_fast_whatever_was_trained_before(monkeypatch, fast):
    from accelerate import Accelerator

    Accelerator(cpu=not torch.cuda.is_available())  # as another training has made its own
    for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        monkeypatch.setattr(torch.cpu, name, lambda: fast)
    accelerator = choose_accelerator()
    layer = accelerator.prepare(torch.nn.Linear(4, 4))
    with autocast(torch.device("cpu")):
        made = layer.cpu()(torch.ones(1, 4))
    assert made.dtype == (torch.bfloat16 if fast else torch.float32)
    assert layer(torch.ones(1, 4, device=next(layer.parameters()).device)).dtype == torch.float32
