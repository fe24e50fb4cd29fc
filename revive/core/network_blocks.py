"""Building blocks that several networks share, and how their weights are read."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import nn

from revive.core.weights import read_weights

Layer = TypeVar("Layer", bound=nn.Module)


class ResidualBlock(nn.Module):
    """Two convolutions with a residual path."""

    def __init__(self, before: int, after: int, *, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1)
        self.norm = nn.GroupNorm(8, after)
        self.second = nn.Conv2d(after, after, 3, 1, 1)
        self.aside = nn.Conv2d(before, after, stride, stride) if stride > 1 or before != after else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.aside(x) + self.second(F.silu(self.norm(self.first(F.silu(x)))))


def timestep_embedding(step: torch.Tensor) -> torch.Tensor:
    """(N, 64), a step of the noise (N,) as sines and cosines."""
    rates = torch.exp(-math.log(1000.0) * torch.arange(32, device=step.device) / 31)
    angles = step[:, None].float() * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def zeroed(layer: Layer) -> Layer:
    """The layer, with its weights and bias set to 0."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


def with_weights(net: Layer, path: Path, prefix: str = "") -> Layer:
    """The network with the weights of a safetensors file, see `read_weights`, in evaluation mode."""
    net.load_state_dict({name: torch.from_numpy(array) for name, array in read_weights(path, prefix).items()})
    return net.eval()
