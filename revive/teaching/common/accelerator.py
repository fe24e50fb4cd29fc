"""The device a training runs on, by accelerate, and bfloat16 where that is faster.

All trainings of one process share accelerate's state, which refuses a second precision. So every accelerator here is of
full precision, and who can use bfloat16 says so with `autocast`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import torch
    from accelerate import Accelerator
    from torch import nn

    Net = TypeVar("Net", bound=nn.Module)


def choose_accelerator() -> Accelerator:
    """An `accelerate.Accelerator` on the GPU where there is one, in full precision."""
    import torch
    from accelerate import Accelerator

    return Accelerator(cpu=not torch.cuda.is_available(), mixed_precision="no")


def use_all_cores() -> None:
    """Let torch compute on as many threads as OMP_NUM_THREADS says; without it on all cores."""
    import torch

    threads = os.environ.get("OMP_NUM_THREADS", "")
    torch.set_num_threads((int(threads) if threads.isdecimal() else 0) or os.cpu_count() or 1)


def autocast(device: torch.device) -> torch.autocast:
    """A context in which networks compute in bfloat16, where that is faster on this device; else it changes nothing.

    bfloat16 is several times as fast as float32 on a processor with AMX or AVX-512 BF16, and ten times as slow on one
    without.
    """
    import torch

    if device.type == "cpu":
        fast = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    else:
        fast = torch.cuda.is_bf16_supported()
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=fast)


def channels_last(net: Net) -> Net:
    """The net with its weights laid out channels last: convolutions are faster so on the processor."""
    import torch

    return net.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]  # torch's stub lacks this overload
