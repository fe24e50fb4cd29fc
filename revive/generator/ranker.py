"""The ranker of codes: how well each fits a description, so that the best of several is drawn.

Codes and descriptions each have a network that gives a direction, and those that belong together point the same way:
CLIP (Radford et al. 2021) on codes in place of pictures, used as Ramesh et al. 2021 use it, "Zero-shot text-to-image
generation". Drawing a few more codes takes milliseconds; a picture takes most of a second.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import nn


class PortraitRanker(ModelMixin, ConfigMixin):
    """How well codes (N, size) fit the descriptions of as many sentence embeddings (N, words): cosines (N,)."""

    @register_to_config
    def __init__(self, size: int = 178, words: int = 384, width: int = 320, shared: int = 128, dropout: float = 0.2):
        super().__init__()
        self.seen, self.told = (
            nn.Sequential(
                nn.Linear(given, width), nn.SiLU(), nn.Dropout(dropout),
                nn.Linear(width, width), nn.SiLU(), nn.Dropout(dropout), nn.Linear(width, shared),
            )
            for given in (size, words)
        )  # fmt: skip

    def forward(self, code: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        seen, told = self.directions(code, words)
        return (seen * told).sum(dim=1)

    def directions(self, code: torch.Tensor, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Where codes (N, size) and sentence embeddings (M, words) point: (N, shared) and (M, shared), of length 1."""
        return F.normalize(self.seen(code), dim=1), F.normalize(self.told(20 * words), dim=1)
