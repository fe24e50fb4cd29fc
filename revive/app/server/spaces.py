"""Hardware of Hugging Face that is lent for single calls: used where the package `spaces` is installed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def on_gpu(work: Callable, *, seconds: int = 60) -> Callable:
    """`work` itself, or where the package `spaces` lends a graphics card, run with one for up to so many seconds.

    There it runs in another process, so its arguments and its result must be plain values.
    """
    try:
        import spaces
    except ImportError:
        return work
    package: Any = spaces  # its types are not known: this module has the same name
    return package.GPU(duration=seconds)(work)


@functools.cache
def device() -> str:
    """What larger models would be computed on: "cuda" or "cpu"."""
    return on_gpu(_device)()


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
