"""A small U-Net (Ronneberger et al. 2015) on pictures."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from revive.core.network_blocks import ResidualBlock, zeroed
from revive.restore.lightness_network import LightnessNetwork


class UNet(nn.Module):
    """(N, `before`, h, w) -> (N, `after`, h, w), by what is near and by the whole; h and w are multiples of 8."""

    def __init__(self, widths: tuple[int, int, int, int], *, before: int = 1, after: int = 1) -> None:
        super().__init__()
        a, b, c, d = widths
        self.enter = nn.Conv2d(before, a, 5, 1, 2)
        self.down = nn.ModuleList(
            [
                ResidualBlock(a, a),
                ResidualBlock(a, b, stride=2),
                ResidualBlock(b, c, stride=2),
                ResidualBlock(c, d, stride=2),
            ]
        )
        self.deepest = nn.ModuleList([ResidualBlock(d, d), ResidualBlock(d, d)])
        self.whole = nn.Linear(d, d)
        self.up = nn.ModuleList([ResidualBlock(d + c, c), ResidualBlock(c + b, b), ResidualBlock(b + a, a)])
        self.leave = zeroed(nn.Conv2d(a, after, 3, 1, 1))

    def forward(self, light: torch.Tensor) -> torch.Tensor:
        x = self.enter(2 * light - 1)
        kept = []
        for block in self.down:
            x = block(x)
            kept.append(x)
        kept.pop()
        for block in self.deepest:
            x = block(x)
        x = x + self.whole(x.mean(dim=(2, 3)))[..., None, None]
        for block in self.up:
            before = kept.pop()
            x = block(torch.cat([F.interpolate(x, size=before.shape[2:]), before], dim=1))
        return self.leave(F.silu(x))


def lightness_network(net: nn.Module) -> LightnessNetwork:
    """A network that is being trained, for `revive.restore`."""

    def see(light: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return net(torch.from_numpy(light)[None, None])[0].numpy()

    return see
