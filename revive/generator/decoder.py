"""Decode a code into a picture: shape and texture by linear bases, then a network that refines the texture.

The linear texture is what 150 numbers can say of head and body, each by a basis of its own, so that a new face can be
mixed from many while a collar stays a collar: right in feature and colour, with ghosts for hair and cloth. The network
has learned, against a discriminator, what such a texture looks like in a photograph.
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


class PortraitDecoder(ModelMixin, ConfigMixin):
    """A code (N, `size`) of spread about 1: shape, head, body, background, colour or grey -> its parts.

    Buffers hold the bases: a part of the code times its spread, times its basis, plus its mean.
    """

    @register_to_config
    def __init__(self, shapes: int = 40, heads: int = 112, bodies: int = 56, widths: tuple[int, ...] = WIDTHS) -> None:
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

    @property
    def size(self) -> int:
        """The dimension of a code."""
        return sum(self.sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many numbers say shape, head, body, background and colour."""
        return self.config["shapes"], self.config["heads"], self.config["bodies"], BACKGROUND, 1

    def parts(self, code: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Shape (N, POINTS, 2) in pixels, texture (N, 4, h/2, w/2), background (N, 9), colour (N,)."""
        shape, head, body, background, colour = code.split(self.sizes, dim=1)
        texture = self._said("head", head) + self._said("body", body)
        return (
            self._said("shape", shape).unflatten(1, (POINTS, 2)),
            texture.unflatten(1, (4, HEIGHT // COARSE, WIDTH // COARSE)),
            self._said("background", background),
            colour[:, 0],
        )

    def forward(self, texture: torch.Tensor) -> torch.Tensor:
        return self.finisher(texture)

    def _said(self, name: str, code: torch.Tensor) -> torch.Tensor:
        mean, basis, spread = (getattr(self, f"{name}_{part}") for part in ("mean", "basis", "spread"))
        return mean + (code * spread) @ basis.to(code.dtype)
