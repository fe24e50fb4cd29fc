"""The network that reads the mouth from what the listener hears: convolutions over time, looking both ways."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from revive.listening.listener import STEP, WIDTH
from revive.motion.viseme_recogniser import VisemeReader
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
        self.opening = nn.Conv1d(WIDTH, 1, _AROUND, dilation=_SPACING, padding=_AROUND // 2 * _SPACING)
        self.register_buffer("parting", torch.zeros(len(CURVES)))  # eye distances that a curve of 1 parts the lips
        self.reach = max(sum(block.reach for block in blocks) + 1, _AROUND // 2 * _SPACING)

    def forward(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.blocks(self.ears(self.norm(self._padded(heard))))
        return self._frames(self.visemes(x)), self._frames(self.curves(x))

    def read(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(steps, WIDTH) -> posteriors of visemes, and curves of 0–1 whose jaw opens as the regression has it, too."""
        logits, curves = VisemeNetwork.forward(self, heard[None])
        curves = curves.clamp(0, 1)
        linear = self._frames(self.opening(self._padded(heard[None])).repeat(1, STEP, 1))[..., 0]
        further = _LINEAR * (linear.clamp(min=0) - curves @ self.parting) / self.parting[_JAW]
        jaw = torch.eye(len(CURVES))[_JAW]
        return logits[0].softmax(-1), (curves + further[..., None] * jaw)[0].clamp(0, 1)

    def _padded(self, heard: torch.Tensor) -> torch.Tensor:
        """(batch, WIDTH, steps + 2 reach), so that the zeros padded inside the blocks never reach what is kept."""
        heard = heard.transpose(1, 2)  # and no padding by torch, behind which its exporter knows no shape any more
        before, after = (end.repeat(1, 1, self.reach) for end in (heard[..., :1], heard[..., -1:]))
        return torch.cat([before, heard, after], dim=2)

    def _frames(self, steps: torch.Tensor) -> torch.Tensor:
        """(batch, STEP n, steps + 2 reach) -> (batch, frames, n)."""
        inside = steps[:, :, self.reach : -self.reach].transpose(1, 2)
        return inside.reshape(len(inside), -1, steps.shape[1] // STEP)


class Reading(VisemeNetwork):
    """The network as a clip uses it: `read` is what it computes."""

    def forward(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.read(heard)


def torch_reader(net: VisemeNetwork) -> VisemeReader:
    """A network that is being trained, to be used by `read_mouth`."""

    def read(heard: np.ndarray) -> list[np.ndarray]:
        with torch.inference_mode():
            return [part.numpy() for part in net.read(torch.from_numpy(heard))]

    return read
