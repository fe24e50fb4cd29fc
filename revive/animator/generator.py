"""The generator: turns a warped picture of mouth or eye into a refined one and a mask for blending.

A small U-Net after Ronneberger et al. 2015, guided by the warp as in Geng et al. 2018, "Warp-guided GANs for
single-photo facial animation"; the positions of the face's points enter through scale and shift (FiLM, Perez et
al. 2018). Colours are relative to the photograph's skin and normalised to ordinary light, so that it need not learn
every light. Layers of one size are added, not concatenated: at the finer sizes a convolution spends most of its time
reading its input.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from revive.core.network_blocks import zeroed

WIDTHS = (16, 32, 64, 128)  # channels at a half, a quarter, an eighth and a sixteenth of the region's size
SHAPE_WIDTH = 96
SKIN = (1.30, 0.91, 0.79)  # red, green and blue of skin in ordinary light, of mean 1
SOFT = 7  # pixels; wider than the line between two teeth
START = 0.0  # of the mask's logit; far below it, a mask may close before there is anything to show


def read_colours(picture: torch.Tensor, opening: torch.Tensor) -> torch.Tensor:
    """The colours of a region at rest, outside its opening, that others are measured by.

    picture : (N, 3, h, w), 0–1
    opening : (N, 1, h, w), 0–1
    returns : (N, 4), mean red, green and blue, and the spread of the brightness
    """
    skin = 1 - opening
    area = skin.sum(dim=(2, 3)).clamp_min(1)
    mean = (picture * skin).sum(dim=(2, 3)) / area
    away = (picture - mean[:, :, None, None]).mean(dim=1, keepdim=True)
    spread = ((away.square() * skin).sum(dim=(2, 3)) / area).sqrt().clamp_min(0.03)
    return torch.cat([mean, spread], dim=1)


def white_balance(mean: torch.Tensor) -> torch.Tensor:
    """(N, 3, 1, 1), what turns the light of a photograph whose skin has this mean (N, 3, 1, 1) into an ordinary one.

    Half of what sets a skin apart from the usual is taken for the light's, half for the skin's own.
    """
    usual = mean.new_tensor(SKIN).view(1, 3, 1, 1) * mean.mean(dim=1, keepdim=True)
    return (usual / mean.clamp_min(0.02)).clamp(0.25, 4.0).sqrt()


class Block(nn.Module):
    """Two convolutions; the second may be scaled and shifted by what the face does."""

    def __init__(self, before: int, after: int, *, stride: int = 1, told: bool = False) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1)
        self.second = nn.Conv2d(after, after, 3, 1, 1)
        self.told = nn.Linear(SHAPE_WIDTH, 2 * after) if told else None
        if self.told is not None:
            nn.init.zeros_(self.told.weight)
            nn.init.zeros_(self.told.bias)

    def forward(self, x: torch.Tensor, shape: torch.Tensor) -> torch.Tensor:
        x = self.second(F.silu(self.first(x)))
        if self.told is not None:
            scale, shift = self.told(shape)[:, :, None, None].chunk(2, dim=1)
            x = x * (1 + scale) + shift
        return F.silu(x)


class Generator(nn.Module):
    """Finishes one kind of region.

    points : how many numbers tell the shape, 4 for each point
    """

    def __init__(self, points: int, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        a, b, c, d = widths
        self.shape = nn.Sequential(
            nn.Linear(points, SHAPE_WIDTH), nn.SiLU(), nn.Linear(SHAPE_WIDTH, SHAPE_WIDTH), nn.SiLU()
        )
        self.enter = nn.Conv2d(6, a, 6, 2, 2)  # picture, opening, stretch
        self.where = nn.Conv2d(2, a, 1)  # the same for every picture: onnxruntime computes it once
        self.down = nn.ModuleList([
            Block(a, b, stride=2), Block(b, c, stride=2, told=True), Block(c, d, stride=2, told=True)
        ])  # fmt: skip
        self.deepest = Block(d, d, told=True)
        self.narrow = nn.ModuleList([nn.Conv2d(before, after, 1) for before, after in ((d, c), (c, b), (b, a))])
        self.up = nn.ModuleList([Block(c, c, told=True), Block(b, b, told=True)])
        self.last = nn.Conv2d(a, a, 3, 1, 1)
        self.leave = zeroed(nn.Conv2d(a, 4 * 4, 3, 1, 1))
        with torch.no_grad():
            self.leave.get_parameter("bias")[12:] = START

    def forward(
        self, picture: torch.Tensor, opening: torch.Tensor, stretch: torch.Tensor, shape: torch.Tensor,
        colours: torch.Tensor, share: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:  # fmt: skip
        """
        Parameters
        ----------
        picture : (N, 3, h, w), 0–1, the warped photograph; h and w are multiples of 16
        opening : (N, 1, h, w), 0–1, what lies between lips or lids
        stretch : (N, 2, h, w), powers of two
        shape : (N, 2 n, 2), see `region.Seen`
        colours : (N, 4), of `read_colours`
        share : (N, 1, h, w), 0–1, how much the generator may say here

        Returns
        -------
        finished : (N, 3, h, w), about 0–1
        mask : (N, 1, h, w), 0–1, how much of it is the generator's own
        """
        mean, spread = colours[:, :3, None, None], colours[:, 3:, None, None]
        light = white_balance(mean)
        seen = light * (picture - mean) / spread
        across, down = (
            torch.linspace(-1, 1, size // 2, device=picture.device, dtype=picture.dtype)
            for size in (picture.shape[3], picture.shape[2])
        )
        place = torch.stack(torch.meshgrid(across, down, indexing="xy"))[None]
        told = self.shape(shape.flatten(1))
        layers = [F.silu(self.enter(torch.cat([seen, opening, stretch], dim=1)) + self.where(place))]
        for block in self.down:
            layers.append(block(layers[-1], told))
        inner = self.deepest(layers.pop(), told)
        for narrow, block in zip(self.narrow, self.up, strict=False):
            inner = block(layers.pop() + F.interpolate(narrow(inner), scale_factor=2.0), told)
        inner = F.silu(self.last(layers.pop() + F.interpolate(self.narrow[-1](inner), scale_factor=2.0)))
        out = F.pixel_shuffle(self.leave(inner), 2)
        mask = share * torch.sigmoid(out[:, 3:])
        # of what was drawn in an opening only the colours are built upon: its lines would show through other teeth
        soft = F.avg_pool2d(picture, SOFT, 1, SOFT // 2, count_include_pad=False)
        below = picture + mask * opening * (soft - picture)
        return below + mask * spread / light * out[:, :3], mask
