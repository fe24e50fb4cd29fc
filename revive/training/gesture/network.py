"""The denoiser of gestures: a small U-Net over time.

It is conditioned on speech features and emotion at every frame, and on the description's embedding and a person's style
for the whole gesture; after Ho et al. 2020, "Denoising diffusion probabilistic models", with the velocity of Salimans
and Ho 2022 as its target and text left out at random for classifier-free guidance (Ho and Salimans 2022).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from revive.core.network_blocks import timestep_embedding, zeroed
from revive.motion.conditioning import CHANNELS, INPUTS, STYLE, WORDS

WIDTHS = (64, 96, 128)
KNOWN = 128  # of what is known of the whole gesture
MULTIPLE = 4  # frames; lengths are multiples of it


class Block(nn.Module):
    """Two convolutions with a residual path, scaled and shifted by the global conditioning."""

    def __init__(self, before: int, after: int, *, stride: int = 1) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, before)
        self.first = nn.Conv1d(before, after, 5, stride, 2)
        self.told = nn.Linear(KNOWN, 2 * after)
        self.middle = nn.GroupNorm(8, after)
        self.second = zeroed(nn.Conv1d(after, after, 5, 1, 2))
        self.aside = nn.Conv1d(before, after, stride, stride) if stride > 1 or before != after else nn.Identity()

    def forward(self, x: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        inner = self.first(F.silu(self.norm(x)))
        scale, shift = self.told(known)[..., None].chunk(2, dim=1)
        return self.aside(x) + self.second(F.silu(self.middle(inner) * (1 + scale) + shift))


class GestureNetwork(nn.Module):
    """Predicts the velocity of a noisy gesture."""

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        a, b, c = widths
        self.words = nn.Linear(WORDS + 1, KNOWN)
        self.style = nn.Linear(len(STYLE) + 1, KNOWN)
        self.time = nn.Sequential(nn.Linear(64, KNOWN), nn.SiLU(), nn.Linear(KNOWN, KNOWN))
        self.known = nn.Sequential(nn.SiLU(), nn.Linear(KNOWN, KNOWN), nn.SiLU())
        self.enter = nn.Conv1d(len(CHANNELS) + len(INPUTS), a, 5, 1, 2)
        self.down = nn.ModuleList([Block(a, a), Block(a, b, stride=2), Block(b, c, stride=2)])
        self.deepest = nn.ModuleList([Block(c, c), Block(c, c)])
        self.up = nn.ModuleList([Block(c + b, b), Block(b + a, a)])
        self.last = Block(a, a)
        self.leave = nn.Conv1d(a, len(CHANNELS), 1)

    def forward(
        self, noisy: torch.Tensor, step: torch.Tensor, told: torch.Tensor, words: torch.Tensor, style: torch.Tensor
    ) -> torch.Tensor:
        """
        Parameters
        ----------
        noisy : (N, T, len(CHANNELS)), of spread about 1; T is a multiple of 4
        step : (N,), of the scheduler's 1000
        told : (N, T, len(TOLD))
        words : (N, 384), zeros where there are none
        style : (N, len(STYLE) + 1), the last 1 where the style is known; else zeros

        Returns
        -------
        (N, T, len(CHANNELS)), the velocity
        """
        described = words.abs().amax(dim=1, keepdim=True).gt(0).to(words.dtype)
        known = self.known(
            self.time(timestep_embedding(step))
            + self.words(torch.cat([20 * words, described], dim=1))
            + self.style(style)
        )
        x = self.enter(torch.cat([noisy, told], dim=2).transpose(1, 2))
        kept = []
        for block in self.down:
            x = block(x, known)
            kept.append(x)
        kept.pop()
        for block in self.deepest:
            x = block(x, known)
        for block in self.up:
            x = block(torch.cat([F.interpolate(x, scale_factor=2.0), kept.pop()], dim=1), known)
        return self.leave(F.silu(self.last(x, known))).transpose(1, 2)
