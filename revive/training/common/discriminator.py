"""The discriminator: real or generated, patch by patch at two scales.

Patches after Isola et al. 2017 (pix2pix), two scales and matched features after Wang et al. 2018 (pix2pixHD),
spectral normalisation after Miyato et al. 2018, the hinge loss after Lim and Ye 2017.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from revive.training.common.training_loop import total_of

WIDTHS = (32, 64, 96)
LEAST = 0.1  # weight of a verdict on skin that the warp shows as it is


class PatchDiscriminator(nn.Module):
    """One scale: (N, `before`, h, w), a picture and what else is known of it -> features, the last the verdict."""

    def __init__(self, before: int = 6) -> None:
        super().__init__()
        layers = []
        for width in WIDTHS:
            layers.append(spectral_norm(nn.Conv2d(before, width, 4, 2, 1)))
            before = width
        layers.append(spectral_norm(nn.Conv2d(before, 1, 3, 1, 1)))
        self.layers = nn.ModuleList(layers)

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        features = []
        for layer in self.layers[:-1]:
            x = F.leaky_relu(layer(x), 0.2)
            features.append(x)
        return [*features, self.layers[-1](x)]


class Discriminator(nn.Module):
    """Both scales, the finer first."""

    def __init__(self) -> None:
        super().__init__()
        self.scales = nn.ModuleList([PatchDiscriminator(), PatchDiscriminator()])

    def forward(self, picture: torch.Tensor, opening: torch.Tensor, stretch: torch.Tensor) -> list[list[torch.Tensor]]:
        """picture (N, 3, h, w) in the generator's normalised colours, with the other things the generator sees."""
        x = torch.cat([picture, opening, stretch], dim=1)
        return [self.scales[0](x), self.scales[1](F.avg_pool2d(x, 2))]


def pixel_weights(opening: torch.Tensor, stretch: torch.Tensor) -> torch.Tensor:
    """(N, 1, h, w), how much a verdict counts: most where something was uncovered or stretched, a little elsewhere.

    Most of a region is skin that the warp shows as it is; without this its patches would drown the others.
    """
    return LEAST + torch.maximum(opening, stretch.abs().amax(dim=1, keepdim=True).clamp(max=1))


def discriminator_loss(
    real: list[list[torch.Tensor]], made: list[list[torch.Tensor]], weight: torch.Tensor
) -> torch.Tensor:  # fmt: skip
    """The discriminator's own hinge loss, weighted as `pixel_weights` says."""
    parts = [
        _mean(F.relu(1 - r[-1]), weight) + _mean(F.relu(1 + m[-1]), weight) for r, m in zip(real, made, strict=True)
    ]
    return total_of(parts) / len(parts)


def generator_loss(made: list[list[torch.Tensor]], weight: torch.Tensor) -> torch.Tensor:
    """What the generator wants: that its pictures are taken for real."""
    return -total_of(_mean(scale[-1], weight) for scale in made) / len(made)


def _mean(verdict: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    weight = F.adaptive_avg_pool2d(weight, (verdict.shape[2], verdict.shape[3])).expand_as(verdict)
    return (weight * verdict).sum() / weight.sum()


def feature_loss(real: list[list[torch.Tensor]], made: list[list[torch.Tensor]]) -> torch.Tensor:
    """How far the discriminator's features of made pictures are from those of the real ones."""
    pairs = [(r.detach(), m) for rs, ms in zip(real, made, strict=True) for r, m in zip(rs[:-1], ms[:-1], strict=True)]
    return total_of(F.l1_loss(m, r) for r, m in pairs) / len(pairs)
