"""The network that finishes a face whose mouth the mesh has closed: a flow, a difference and a mask."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from revive.animator.generator import read_colours, white_balance
from revive.animator.resting_frame import UNIT
from revive.training.common.unet import UNet

WIDTHS = (32, 64, 112, 160)
FARTHEST = 0.12  # eye distances that the flow goes at most
CLOSED = -2.0  # the mask's logit before training


class RestingNetwork(nn.Module):
    """Works at half the frame's size; colours are relative to the skin, in ordinary light."""

    def __init__(self, widths: tuple[int, int, int, int] = WIDTHS) -> None:
        super().__init__()
        self.net = UNet(widths, before=4 * 9, after=4 * 6)

    def forward(
        self, warped: torch.Tensor, source: torch.Tensor, opening: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """
        Parameters
        ----------
        warped : (N, 3, h, w), 0–1, the picture whose lips the mesh has closed; h and w are multiples of 16
        source : (N, 3, h, w), 0–1, the picture as it was
        opening : (N, 1, h, w), 0–1, what lay between its lips

        Returns
        -------
        flow : (N, 2, h, w), pixels: where in `warped` each pixel takes its colour from, less its own place
        change : (N, 3, h, w), 0–1, what is added then
        """
        colours = read_colours(source, opening)
        mean, spread = colours[:, :3, None, None], colours[:, 3:, None, None]
        light = white_balance(mean)
        seen = [light * (picture - mean) / spread / 4 for picture in (warped, source)]
        n, _, height, width = source.shape
        down, across = (
            torch.linspace(-1, 1, size, device=source.device, dtype=source.dtype) for size in (height, width)
        )
        place = torch.stack([across.expand(height, width), down[:, None].expand(height, width)]).expand(n, -1, -1, -1)
        known = F.pixel_unshuffle(torch.cat([*seen, 2 * opening - 1, place], dim=1), 2)
        out = F.pixel_shuffle(self.net((known + 1) / 2), 2)
        flow = FARTHEST * UNIT * torch.tanh(out[:, :2])
        mask = torch.sigmoid(out[:, 5:] + CLOSED)
        return flow, mask * out[:, 2:5] * spread / light


def applied(warped: torch.Tensor, flow: torch.Tensor, change: torch.Tensor, window: torch.Tensor) -> torch.Tensor:
    """The picture moved and changed, (N, 3, h, w); `window` (h, w) says how far it may be where."""
    height, width = warped.shape[2:]
    size = warped.new_tensor([width, height])
    y, x = torch.meshgrid(
        torch.arange(height, device=warped.device, dtype=warped.dtype),
        torch.arange(width, device=warped.device, dtype=warped.dtype), indexing="ij",
    )  # fmt: skip
    at = torch.stack([x, y], dim=-1) + (window * flow).permute(0, 2, 3, 1)
    moved = F.grid_sample(warped, 2 * (at + 0.5) / size - 1, padding_mode="border", align_corners=False)
    return moved + window * change
