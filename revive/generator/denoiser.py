"""The denoiser of codes, conditioned on a description.

A code has no places in it, so the network is a stack of residual layers, shifted and scaled by the noise's step and the
description's sentence embedding; diffusion after Ho et al. 2020, "Denoising diffusion probabilistic models", with the
velocity of Salimans and Ho 2022 as its target.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

from revive.core.network_blocks import timestep_embedding

KNOWN = 256  # numbers of what is known beside the code


class Layer(nn.Module):
    """A residual layer, modulated by the conditioning."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.told = nn.Linear(KNOWN, 2 * width)
        self.first = nn.Linear(width, 2 * width)
        self.dropout = nn.Dropout(dropout)
        self.second = nn.Linear(2 * width, width)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        scale, shift = self.told(known).chunk(2, dim=1)
        return x + self.second(self.dropout(F.silu(self.first(self.norm(x) * (1 + scale) + shift))))


class PortraitDenoiser(ModelMixin, ConfigMixin):
    """Predicts the velocity of noisy codes (N, size) at steps (N,), given words (N, 384), zeros without words."""

    @register_to_config
    def __init__(self, size: int = 178, words: int = 384, width: int = 320, layers: int = 4, dropout: float = 0.1):
        super().__init__()
        self.time = nn.Sequential(nn.Linear(64, KNOWN), nn.SiLU(), nn.Linear(KNOWN, KNOWN))
        self.said = nn.Sequential(nn.Linear(words + 1, KNOWN), nn.SiLU(), nn.Linear(KNOWN, KNOWN))
        self.enter = nn.Linear(size, width)
        self.stack = nn.ModuleList(Layer(width, dropout) for _ in range(layers))
        self.leave = nn.Linear(width, size)

    def forward(self, code: torch.Tensor, step: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        described = words.abs().amax(dim=1, keepdim=True).gt(0).to(words.dtype)
        known = F.silu(
            self.time(timestep_embedding(step).to(code.dtype)) + self.said(torch.cat([20 * words, described], dim=1))
        )
        x = self.enter(code)
        for layer in self.stack:
            x = layer(x, known)
        return self.leave(x)
