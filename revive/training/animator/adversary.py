"""The generators' opponent in the adversarial phase: a patch discriminator that learns beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import torch

from revive.animator.generator import white_balance
from revive.teaching.common.accelerator import autocast, channels_last
from revive.teaching.common.checkpoint import Stateful
from revive.training.common.discriminator import (
    Discriminator,
    discriminator_loss,
    feature_loss,
    generator_loss,
    pixel_weights,
)

if TYPE_CHECKING:
    from accelerate import Accelerator

ADVERSARIAL_WEIGHT, FEATURE_WEIGHT = 0.4, 2.0  # of the generator's terms beside reconstruction
LEARNING_RATE = 6e-4


class PatchAdversary:
    """A discriminator with its optimizer; an `Adversary` of `teaching.face.generator_training`."""

    def __init__(self, accelerator: Accelerator) -> None:
        discriminator = channels_last(Discriminator())
        optimizer = torch.optim.Adam(discriminator.parameters(), lr=LEARNING_RATE, betas=(0.5, 0.99))
        self._accelerator = accelerator
        self._discriminator, self._optimizer = accelerator.prepare(discriminator, optimizer)

    @property
    def parts(self) -> Mapping[str, Stateful]:
        """What a checkpoint holds of it."""
        net = self._accelerator.unwrap_model(self._discriminator)
        return {"discriminator": net, "discriminator_optimizer": self._optimizer}

    def losses(
        self, batch: dict[str, torch.Tensor], finished: torch.Tensor, mean: torch.Tensor, spread: torch.Tensor
    ) -> tuple[dict[str, torch.Tensor], list[torch.Tensor]]:
        """Learn from a batch; gives losses by name, and the weighted terms that the generator adds to its own."""
        accelerator, discriminator = self._accelerator, self._discriminator
        known = (batch["opening"], batch["stretch"])
        weight = pixel_weights(*known)
        light = white_balance(mean)
        real, made = (light * (picture - mean) / spread for picture in (batch["truth"], finished))
        own = discriminator_loss(self._verdicts(real, known), self._verdicts(made.detach(), known), weight)
        self._optimizer.zero_grad()
        accelerator.backward(own)
        self._optimizer.step()
        discriminator.requires_grad_(False)  # the generator's loss reaches through it and leaves it alone
        with torch.no_grad():
            of_real = self._verdicts(real, known)
        of_made = self._verdicts(made, known)
        discriminator.requires_grad_(True)
        adversarial, features = generator_loss(of_made, weight), feature_loss(of_real, of_made)
        named = {"discriminator": own, "adversarial": adversarial, "features": features}
        return named, [ADVERSARIAL_WEIGHT * adversarial, FEATURE_WEIGHT * features]

    def _verdicts(self, picture: torch.Tensor, known: tuple[torch.Tensor, torch.Tensor]) -> list[list[torch.Tensor]]:
        """The discriminator's features of each scale, float32."""
        with autocast(self._accelerator.device):
            scales = self._discriminator(picture, *known)
        return [[features.float() for features in scale] for scale in scales]
