"""How much each number of a code counts in the loss of the portrait generator's denoiser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

COLOUR_WEIGHT = 20.0  # how much more the one number of colour or grey counts than each of the others


def code_weights(size: int) -> torch.Tensor:
    """(size,), how much each number of a code counts in the denoiser's loss."""
    import torch

    weights = torch.ones(size)
    weights[-1] = COLOUR_WEIGHT
    return weights
