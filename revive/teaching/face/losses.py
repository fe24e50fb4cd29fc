"""What the generator is asked for: near the truth, alike in structure, steady in time, and no more than is needed."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from revive.teaching.samples.region_samples import RUN

INSIDE = 3.0  # an opening counts this many times more than the skin round it
LIPS = 13  # pixels; the lips about an opening count as much
STRUCTURE, STEADY, SPARING = 8.0, 0.125, 0.01  # weights of the other terms


def pixel_weights(opening: torch.Tensor) -> torch.Tensor:
    """(N, 1, h, w), how much each pixel counts; of mean 1 in each picture."""
    across = F.max_pool2d(opening, (1, LIPS), 1, (0, LIPS // 2))  # one way after the other: a square at once is slow
    near = F.max_pool2d(across, (LIPS, 1), 1, (LIPS // 2, 0))
    weight = 1 + (INSIDE - 1) * torch.maximum(opening, 0.5 * near)
    return weight / weight.mean(dim=(2, 3), keepdim=True)


def reconstruction_loss(
    finished: torch.Tensor, mask: torch.Tensor, truth: torch.Tensor, opening: torch.Tensor, spread: torch.Tensor,
    runs: int,
) -> dict[str, torch.Tensor]:  # fmt: skip
    """The terms and their sum.

    Parameters
    ----------
    finished, truth : (N, 3, h, w), 0–1
    mask, opening : (N, 1, h, w), 0–1
    spread : (N, 1, 1, 1), of the brightness of the skin: a dim photograph counts as much as a bright one
    runs : how many of the first frames are in runs of `RUN`
    """
    from pytorch_msssim import ssim

    away = (finished - truth) / spread
    pixel = (pixel_weights(opening) * (away.square() + 1e-4).sqrt()).mean()
    structure = 1 - ssim(finished.clamp(0, 1), truth, data_range=1.0, win_size=7)
    steady = pixel.new_zeros(())
    if runs:
        bend = away[:runs].unflatten(0, (-1, RUN))
        steady = (bend[:, 0] - 2 * bend[:, 1] + bend[:, 2]).abs().mean()
    sparing = mask.mean()
    total = pixel + STRUCTURE * structure + STEADY * steady + SPARING * sparing
    return {"pixel": pixel, "structure": structure, "steady": steady, "mask": sparing, "total": total}
