"""The device a training runs on: accelerate on the GPU or the processor, in bfloat16 where that is faster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from accelerate import Accelerator
    from torch import nn

    Net = TypeVar("Net", bound=nn.Module)


def choose_accelerator() -> Accelerator:
    """An `accelerate.Accelerator` for this computer.

    bfloat16 is several times as fast as float32 on a processor with AMX or AVX-512 BF16, and ten times as slow on one
    without; so the processor decides. OMP_NUM_THREADS sets the number of threads; without it all cores are used.
    """
    import torch
    from accelerate import Accelerator

    threads = os.environ.get("OMP_NUM_THREADS", "")
    torch.set_num_threads((int(threads) if threads.isdecimal() else 0) or os.cpu_count() or 1)
    if torch.cuda.is_available():
        return Accelerator(mixed_precision="bf16" if torch.cuda.is_bf16_supported() else "no")
    fast = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return Accelerator(cpu=True, mixed_precision="bf16" if fast else "no")


def channels_last(net: Net) -> Net:
    """The net with its weights laid out channels last: convolutions are faster so on the processor."""
    import torch

    return net.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]  # torch's stub lacks this overload
