"""The network that reads the mouth from what the listener hears: convolutions over time, looking both ways."""

from __future__ import annotations

import torch
from torch import nn

from revive.listening.listener import STEP, WIDTH
from revive.motion.visemes import CURVES, VISEMES

_CHANNELS = 144
_KERNEL = 5
_DILATIONS = (1, 2, 4, 2, 1)
_AROUND = 7  # steps from which the linear regression reads the opening
_SPACING = 2  # steps from one of them to the next
_LINEAR = 0.5  # share of the opening that is the regression's
_JAW = CURVES.index("jawOpen")


class DilatedBlock(nn.Module):
    """A dilated convolution over time with a residual path."""

    def __init__(self, dilation: int, dropout: float):
        super().__init__()
        self.reach = (_KERNEL - 1) // 2 * dilation
        self.norm = nn.BatchNorm1d(_CHANNELS)
        self.time = nn.Conv1d(_CHANNELS, _CHANNELS, _KERNEL, dilation=dilation, padding=self.reach)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.dropout(nn.functional.gelu(self.time(self.norm(x))))


class VisemeNetwork(nn.Module):
    """What is heard (batch, steps, WIDTH) -> logits (batch, frames, len(VISEMES)), curves (batch, frames, len(CURVES)).

    A step is STEP frames. Before the beginning and after the end it hears what it hears there. `reach` is how many
    steps to each side decide a step.

    Few real people teach it, and what a network learns from few holds for fewer: so half of how far the mouth opens
    (`read`) is left to a linear regression.
    """

    parting: torch.Tensor

    def __init__(self, dropout: float = 0.2):
        super().__init__()
        self.norm = nn.BatchNorm1d(WIDTH, affine=False)
        self.ears = nn.Conv1d(WIDTH, _CHANNELS, 1)
        blocks = [DilatedBlock(dilation, dropout) for dilation in _DILATIONS]
        self.blocks = nn.Sequential(nn.Dropout(dropout), *blocks)
        self.visemes = nn.Sequential(nn.BatchNorm1d(_CHANNELS), nn.Conv1d(_CHANNELS, STEP * len(VISEMES), 1))
        self.curves = nn.Sequential(nn.BatchNorm1d(_CHANNELS), nn.Conv1d(_CHANNELS, STEP * len(CURVES), 3, padding=1))
        self.opening = nn.Conv1d(WIDTH, 1, _AROUND, dilation=_SPACING, padding="same")
        self.register_buffer("parting", torch.zeros(len(CURVES)))  # eye distances that a curve of 1 parts the lips
        self.reach = max(sum(block.reach for block in blocks) + 1, _AROUND // 2 * _SPACING)

    def forward(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.blocks(self.ears(self.norm(self._padded(heard))))
        return self._frames(self.visemes(x)), self._frames(self.curves(x))

    def read(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """As `forward`, with curves of 0–1 whose jaw opens the mouth as the regression has it, too."""
        visemes, curves = self(heard)
        curves = curves.clamp(0, 1)
        linear = self._frames(self.opening(self._padded(heard)).repeat(1, STEP, 1))[..., 0]
        curves[..., _JAW] += _LINEAR * (linear.clamp(min=0) - curves @ self.parting) / self.parting[_JAW]
        return visemes, curves.clamp(0, 1)

    def _padded(self, heard: torch.Tensor) -> torch.Tensor:
        """(batch, WIDTH, steps + 2 reach), so that the zeros padded inside the blocks never reach what is kept."""
        return nn.functional.pad(heard.transpose(1, 2), (self.reach, self.reach), mode="replicate")

    def _frames(self, steps: torch.Tensor) -> torch.Tensor:
        """(batch, STEP n, steps + 2 reach) -> (batch, frames, n)."""
        inside = steps[:, :, self.reach : -self.reach].transpose(1, 2)
        return inside.reshape(len(inside), -1, steps.shape[1] // STEP)
