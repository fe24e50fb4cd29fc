"""The network that hears the mouth: convolutions over time, looking both ways."""

from __future__ import annotations

import torch
from torch import nn

from revive.motion.visemes import BANDS, CURVES, VISEMES

_WIDTH = 144
_KERNEL = 5
_DILATIONS = (1, 2, 4, 2, 1)
_SHAPING = 48  # channels between what is heard and the curves
_LONG = 9  # steps of 20 ms that shape one; of 40 ms that open one
_PLAIN = 0.5  # how much the plain regression says of the opening
_JAW = CURVES.index("jawOpen")


class DilatedBlock(nn.Module):
    """A dilated convolution over time with a residual path."""

    def __init__(self, dilation: int, dropout: float):
        super().__init__()
        self.reach = (_KERNEL - 1) // 2 * dilation
        self.norm = nn.BatchNorm1d(_WIDTH)
        self.time = nn.Conv1d(_WIDTH, _WIDTH, _KERNEL, dilation=dilation, padding=self.reach)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.dropout(nn.functional.gelu(self.time(self.norm(x))))


class VisemeNetwork(nn.Module):
    """(batch, frames, BANDS) features -> logits (batch, frames, len(VISEMES)), curves (batch, frames, len(CURVES)).

    Inside, two frames are one step, which halves the work; the last layers part them again. Before the beginning and
    after the end it hears silence. `reach` is how many frames to each side decide a frame; it is even, and a long
    sound heard in pieces must be cut at even frames. Both are read from the same hearing.

    Few real people teach it, and what a small network learns from few holds for fewer: so half of how far the mouth
    opens (`hear`) is left to a plain linear regression on the bands.
    """

    parting: torch.Tensor

    def __init__(self, dropout: float = 0.1):
        super().__init__()
        self.ears = nn.Conv1d(BANDS, _WIDTH, 6, stride=2)
        blocks = [DilatedBlock(dilation, dropout) for dilation in _DILATIONS]
        self.blocks = nn.Sequential(*blocks)
        self.visemes = nn.Sequential(nn.BatchNorm1d(_WIDTH), nn.Conv1d(_WIDTH, 2 * len(VISEMES), 1))
        self.curves = nn.Sequential(
            nn.BatchNorm1d(_WIDTH + 1), nn.Dropout(dropout), nn.Conv1d(_WIDTH + 1, _SHAPING, _LONG, padding="same"),
            nn.GELU(), nn.Dropout(dropout), nn.Conv1d(_SHAPING, 2 * len(CURVES), 1),
        )  # fmt: skip
        self.opening = nn.Conv1d(BANDS, 1, _LONG, dilation=2, padding="same")
        self.register_buffer("parting", torch.zeros(len(CURVES)))  # eye distances that a curve of 1 parts the lips
        self.steps = sum(block.reach for block in blocks) + _LONG // 2
        self.reach = 2 * self.steps + 4

    def forward(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self._read(*self._padded(heard), heard.shape[1])

    def hear(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """As `forward`, with curves of 0–1 whose jaw opens the mouth as the regression has it, too."""
        padded, bands = self._padded(heard)
        visemes, curves = self._read(padded, bands, heard.shape[1])
        curves = curves.clamp(0, 1)
        plain = self._parted(self.opening(bands).repeat(1, 2, 1), heard.shape[1])[..., 0]
        made = curves @ self.parting
        curves[..., _JAW] += _PLAIN * (plain.clamp(min=0) - made) / self.parting[_JAW]
        return visemes, curves.clamp(0, 1)

    def around(self, heard: torch.Tensor) -> torch.Tensor:
        """(batch, steps, BANDS * _LONG): what the regression sees at each step of two frames."""
        bands = self._padded(heard)[1]
        reach = _LONG // 2 * 2
        seen = nn.functional.pad(bands, (reach, reach)).unfold(2, 2 * reach + 1, 1)[..., ::2]
        return seen[:, :, self.steps : -self.steps].transpose(1, 2).flatten(2)

    def _read(self, padded: torch.Tensor, bands: torch.Tensor, frames: int) -> tuple[torch.Tensor, torch.Tensor]:
        """What `forward` gives, of what `_padded` gives."""
        x = self.blocks(self.ears(padded))
        shaped = self.curves(torch.cat([x, bands.mean(dim=1, keepdim=True)], dim=1))
        return self._parted(self.visemes(x), frames), self._parted(shaped, frames)

    def _padded(self, heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, BANDS, frames) with silence on both sides, and its mean over each step, (batch, BANDS, steps)."""
        # silence reaches as far as the network does, so that the zeros padded inside the blocks are never the edge
        silence = 2 * self.steps + 2
        padded = nn.functional.pad(heard.transpose(1, 2), (silence, silence + heard.shape[1] % 2), value=-1.0)
        return padded, nn.functional.avg_pool1d(padded, 6, 2)

    def _parted(self, steps: torch.Tensor, frames: int) -> torch.Tensor:
        """(batch, 2 n, steps) -> (batch, frames, n)."""
        inside = steps[:, :, self.steps : -self.steps].transpose(1, 2)
        return inside.reshape(len(inside), -1, steps.shape[1] // 2)[:, :frames]
