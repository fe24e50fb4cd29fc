"""Decode a code into a picture: shape and texture by linear bases, then a network that refines the texture.

The linear texture is what 150 numbers can say of head and body, each by a basis of its own, so that a new face can be
mixed from many while a collar stays a collar: right in feature and colour, with ghosts for hair and cloth. The network
has learned, against a discriminator, what such a texture looks like in a photograph. A second one doubles its size.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

from revive.core.network_blocks import ResidualBlock, zeroed
from revive.generator.encode import COARSE
from revive.generator.frame import HEIGHT, POINTS, WIDTH

WIDTHS = (32, 56, 96, 128)  # of the network's scales
TIMES = 2  # how much larger the upsampler makes a texture
_PLACE = 8  # pixels of a texture's side for one of the places that the upsampler knows
BACKGROUND = 9  # numbers: red, green, blue in the middle, and how they change to the right and downwards


class Finisher(nn.Module):
    """(N, 4, h/2, w/2) a linear texture -> (N, 4, h, w): premultiplied red, green, blue, and how much is the person.

    The frame is fixed, so that the network may know where it is: a learned picture of places is added at every scale.
    """

    def __init__(self, widths: tuple[int, ...] = WIDTHS, fine: int = 16) -> None:
        super().__init__()
        a, b, c, d = widths
        height, width = HEIGHT // COARSE, WIDTH // COARSE
        sizes = [(height >> i, width >> i) for i in range(4)]
        self.places = nn.ParameterList([torch.zeros(1, n, h, w) for n, (h, w) in zip(widths, sizes, strict=True)])
        self.enter = nn.Conv2d(4, a, 3, 1, 1)
        self.down = nn.ModuleList(
            [
                ResidualBlock(a, a),
                ResidualBlock(a, b, stride=2),
                ResidualBlock(b, c, stride=2),
                ResidualBlock(c, d, stride=2),
            ]
        )
        self.deepest = nn.ModuleList([ResidualBlock(d, d), ResidualBlock(d, d)])
        self.up = nn.ModuleList([ResidualBlock(d + c, c), ResidualBlock(c + b, b), ResidualBlock(b + a, a)])
        self.fine = nn.Conv2d(a, 4 * fine, 3, 1, 1)
        self.last = nn.Conv2d(fine, fine, 3, 1, 1)
        self.leave = zeroed(nn.Conv2d(fine, 4, 3, 1, 1))

    def forward(self, texture: torch.Tensor) -> torch.Tensor:
        x = self.enter(2 * texture - 1)
        kept = []
        for block, place in zip(self.down, self.places, strict=True):
            x = block(x) + place
            kept.append(x)
        kept.pop()
        for block in self.deepest:
            x = block(x)
        for block in self.up:
            before = kept.pop()
            x = block(torch.cat([F.interpolate(x, size=before.shape[2:]), before], dim=1))
        x = F.pixel_shuffle(F.silu(self.fine(x)), COARSE)
        x = F.silu(x + self.last(x))
        plain = F.interpolate(texture, scale_factor=COARSE, mode="bilinear", align_corners=False)
        return plain + self.leave(x)


class Upsampler(nn.Module):
    """(N, 4, h, w) a texture -> (N, 4, 2h, 2w), with the detail of a picture twice as large.

    A residual network without norms, so that a cut-out is enlarged as the whole is (EDSR, Lim et al. 2017), with
    shuffled pixels at its end (Shi et al. 2016). What it adds is smoothed by a binomial filter, which takes away
    patterns of single pixels (Zhang 2019, "Making convolutional networks shift-invariant again"). It too knows places.
    """

    binomial: torch.Tensor

    def __init__(self, width: int = 32, blocks: int = 4, fine: int = 16) -> None:
        super().__init__()
        self.places = nn.Parameter(torch.zeros(1, width, HEIGHT // _PLACE, WIDTH // _PLACE))
        self.enter = nn.Conv2d(4, width, 3, 1, 1)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Conv2d(width, width, 3, 1, 1), nn.SiLU(), nn.Conv2d(width, width, 3, 1, 1))
            for _ in range(blocks)
        )
        self.fine = nn.Conv2d(width, 4 * fine, 3, 1, 1)
        self.leave = zeroed(nn.Conv2d(fine, 4, 3, 1, 1))
        binomial = torch.tensor([1.0, 2.0, 1.0]) / 4
        self.register_buffer("binomial", torch.outer(binomial, binomial).repeat(4, 1, 1, 1), persistent=False)

    def forward(self, texture: torch.Tensor, top: int = 0, left: int = 0) -> torch.Tensor:
        """The texture, or a cut-out of it whose first pixel is there."""
        height, width = texture.shape[2:]
        places = F.interpolate(self.places, size=(HEIGHT, WIDTH), mode="bilinear", align_corners=False)
        x = self.enter(2 * texture - 1) + places[:, :, top : top + height, left : left + width]
        for block in self.blocks:
            x = x + block(x)
        x = F.pixel_shuffle(F.silu(self.fine(x)), TIMES)
        added = F.conv2d(F.pad(self.leave(x), (1, 1, 1, 1), mode="replicate"), self.binomial, groups=4)
        return F.interpolate(texture, scale_factor=TIMES, mode="bicubic", align_corners=False) + added


class PortraitDecoder(ModelMixin, ConfigMixin):
    """A code (N, `size`) of spread about 1: shape, head, body, background, colour or grey -> its parts.

    Buffers hold the bases: a part of the code times its spread, times its basis, plus its mean.

    Parameters
    ----------
    scale : of the pictures, pixels a unit of the frame: 1, or TIMES with an upsampler
    outfits : how many bodies it knows whole; see `wardrobe`
    """

    @register_to_config
    def __init__(
        self, shapes: int = 40, heads: int = 112, bodies: int = 56, widths: tuple[int, ...] = WIDTHS, scale: int = 1,
        outfits: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        pixels = 4 * (HEIGHT // COARSE) * (WIDTH // COARSE)
        for name, count, length in (
            ("shape", shapes, 2 * POINTS), ("head", heads, pixels), ("body", bodies, pixels),
            ("background", BACKGROUND, BACKGROUND),
        ):  # fmt: skip
            self.register_buffer(f"{name}_mean", torch.zeros(length))
            self.register_buffer(f"{name}_basis", torch.zeros(count, length))
            self.register_buffer(f"{name}_spread", torch.ones(count))
        self.finisher = Finisher(tuple(widths))
        self.upsampler = Upsampler() if scale == TIMES else nn.Identity()
        self.register_buffer("wardrobe", torch.zeros(outfits, bodies) if outfits else None)

    @property
    def size(self) -> int:
        """The dimension of a code."""
        return sum(self.sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers say shape, head, body, background and colour."""
        return self.config["shapes"], self.config["heads"], self.config["bodies"], BACKGROUND, 1

    def parts(self, code: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Shape (N, POINTS, 2) in units of the frame, texture (N, 4, h/2, w/2), background (N, 9), colour (N,)."""
        shape, head, body, background, colour = code.split(self.sizes, dim=1)
        texture = self._said("head", head) + self._said("body", body)
        return (
            self._said("shape", shape).unflatten(1, (POINTS, 2)),
            texture.unflatten(1, (4, HEIGHT // COARSE, WIDTH // COARSE)),
            self._said("background", background),
            colour[:, 0],
        )

    def forward(self, texture: torch.Tensor) -> torch.Tensor:
        return self.upsampler(self.finisher(texture))

    def _said(self, name: str, code: torch.Tensor) -> torch.Tensor:
        mean, basis, spread = (getattr(self, f"{name}_{part}") for part in ("mean", "basis", "spread"))
        return mean + (code * spread) @ basis.to(code.dtype)
