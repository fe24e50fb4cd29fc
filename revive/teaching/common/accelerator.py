"""Where a training runs: accelerate on the GPU or the processor, in bfloat16 where that is the faster way."""

from __future__ import annotations

import os


def choose_accelerator():
    """An `accelerate.Accelerator` for this machine.

    bfloat16 is several times as fast as float32 on a processor with AMX or AVX-512 BF16, and ten times as slow on one
    without; so it is chosen by what the processor has. OMP_NUM_THREADS is heeded; without it all cores are used.
    """
    import torch
    from accelerate import Accelerator

    told = os.environ.get("OMP_NUM_THREADS", "")
    torch.set_num_threads((int(told) if told.isdecimal() else 0) or os.cpu_count() or 1)
    if torch.cuda.is_available():
        return Accelerator(mixed_precision="bf16" if torch.cuda.is_bf16_supported() else "no")
    quick = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return Accelerator(cpu=True, mixed_precision="bf16" if quick else "no")
