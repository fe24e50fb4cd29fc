"""The network that guesses colours: from lightness to the two colours of CIE Lab (Zhang et al. 2016)."""

from __future__ import annotations

import torch

from revive.training.common.unet import UNet

WIDTHS = (24, 48, 96, 144)


class ColourNet(UNet):
    """(N, 1, h, w) lightness of 0–1 -> (N, 2, h, w) colours in units of `colour.COLOURS`, by the whole."""

    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS) -> None:
        super().__init__(widths, after=2)

    def forward(self, light: torch.Tensor) -> torch.Tensor:
        return torch.tanh(super().forward(light))
