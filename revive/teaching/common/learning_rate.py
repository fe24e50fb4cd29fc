"""How the learning rate goes over a training: a linear warm-up, then half a cosine, by torch's `LambdaLR`.

The ready-made cosine schedules reach 0 and begin their cosine after the warm-up; these keep a floor and begin both at
once, as the shipped weights were trained.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LambdaLR


def scheduler(optimizer: Optimizer, share: Callable[[int], float]) -> LambdaLR:
    """A scheduler to step after every step of the optimizer; `share(step)` is of the optimizer's highest rate."""
    from torch.optim.lr_scheduler import LambdaLR

    return LambdaLR(optimizer, share)


def warmup_cosine(steps: int, warmup: int, *, floor: float = 0.04) -> Callable[[int], float]:
    """Share of the highest rate at a step: up over `warmup` steps, under a cosine that falls to `floor`."""
    half = (1 - floor) / 2

    def share(step: int) -> float:
        return min((step + 1) / max(warmup, 1), (1 - half) + half * math.cos(math.pi * step / steps))

    return share
