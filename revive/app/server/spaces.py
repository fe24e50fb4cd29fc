"""Hosted on hardware of Hugging Face that is lent by the call: `spaces` used where it is, nothing changed elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable


def on_gpu(work: Callable, *, seconds: int = 60) -> Callable:
    """`work`, run with a graphics card for up to so many seconds where the package `spaces` lends one; else itself.

    What it takes and gives must be plain values there: it runs in another process.
    """
    try:
        import spaces
    except ImportError:
        return work
    return spaces.GPU(duration=seconds)(work)


@functools.cache
def device() -> str:
    """What larger models would be computed on: "cuda" or "cpu"."""
    return on_gpu(_device)()


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
