"""The residual block that several of the networks are made of."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    """Two convolutions with a residual path."""

    def __init__(self, before: int, after: int, *, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1)
        self.norm = nn.GroupNorm(8, after)
        self.second = nn.Conv2d(after, after, 3, 1, 1)
        self.aside = nn.Conv2d(before, after, stride, stride) if stride > 1 or before != after else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.aside(x) + self.second(F.silu(self.norm(self.first(F.silu(x)))))
