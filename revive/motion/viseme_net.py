"""The network that hears visemes: convolutions over time, looking both ways."""

from __future__ import annotations

import torch
from torch import nn

from revive.motion.visemes import BANDS, VISEMES

_WIDTH = 144
_KERNEL = 5
_DILATIONS = (1, 2, 4, 2, 1)


class Block(nn.Module):
    """A dilated convolution over time with a residual path."""

    def __init__(self, dilation: int, dropout: float):
        super().__init__()
        self.reach = (_KERNEL - 1) // 2 * dilation
        self.norm = nn.BatchNorm1d(_WIDTH)
        self.time = nn.Conv1d(_WIDTH, _WIDTH, _KERNEL, dilation=dilation, padding=self.reach)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.dropout(nn.functional.gelu(self.time(self.norm(x))))


class VisemeNet(nn.Module):
    """(batch, frames, BANDS) features -> (batch, frames, len(VISEMES)) logits.

    Inside, two frames are one step, which halves the work; the last layer parts them again. Before the beginning and
    after the end it hears silence. `reach` is how many frames to each side decide a frame; it is even, and a long
    sound heard in pieces must be cut at even frames.
    """

    def __init__(self, dropout: float = 0.1):
        super().__init__()
        self.ears = nn.Conv1d(BANDS, _WIDTH, 6, stride=2)
        self.blocks = nn.Sequential(*(Block(dilation, dropout) for dilation in _DILATIONS))
        self.visemes = nn.Sequential(nn.BatchNorm1d(_WIDTH), nn.Conv1d(_WIDTH, 2 * len(VISEMES), 1))
        self.steps = sum(block.reach for block in self.blocks)
        self.reach = 2 * self.steps + 4

    def forward(self, heard: torch.Tensor) -> torch.Tensor:
        frames = heard.shape[1]
        # silence reaches as far as the network does, so that the zeros padded inside the blocks are never the edge
        silence = 2 * self.steps + 2
        x = nn.functional.pad(heard.transpose(1, 2), (silence, silence + frames % 2), value=-1.0)
        logits = self.visemes(self.blocks(self.ears(x)))[:, :, self.steps : -self.steps]  # (batch, 2 x visemes, steps)
        return logits.transpose(1, 2).reshape(len(heard), -1, len(VISEMES))[:, :frames]
