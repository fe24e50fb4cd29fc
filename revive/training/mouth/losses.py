"""What the viseme network is taught by: curves that are known, and measures of a mouth that were seen."""

from __future__ import annotations

import torch

from revive.training.mouth.lip_measures import curve_measures

TIMING = (1.0, 0.5, 0.3)  # weights of the course of opening, width and jaw
AMOUNT = 0.1  # of how far each goes, beside its course
LEAST = 0.004  # eye distances, spread of a measure below which there is no movement to follow


def curve_loss(curves: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean distance of the curves (N, frames, len(CURVES)) from the target where it is known."""
    known = ~target.isnan()
    away = torch.nn.functional.smooth_l1_loss(curves, target.nan_to_num(), beta=0.1, reduction="none")
    return (away * known).sum() / known.sum().clamp_min(1) / 0.1


def measure_loss(curves: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """How far the measures of the curves are from those that were seen (N, frames, len(MEASURES)): course and amount.

    The opening counts from rest; of width and jaw only the movement is known.
    """
    known = ~seen.isnan()
    count = known.sum(dim=1, keepdim=True).clamp_min(2)
    made = curves @ torch.from_numpy(curve_measures())
    seen = seen.nan_to_num()

    def centred(track: torch.Tensor) -> torch.Tensor:
        return (track - (track * known).sum(dim=1, keepdim=True) / count) * known

    a, b = centred(made), centred(seen)
    spread = (b.square().sum(dim=1) / count[:, 0]).sqrt()
    r = (a * b).sum(dim=1) / (a.square().sum(dim=1) * b.square().sum(dim=1) + 1e-8).sqrt()
    away = torch.cat([((made - seen) * known)[..., :1], (a - b)[..., 1:]], dim=-1)
    amount = away.abs().sum(dim=1) / count[:, 0] / spread.clamp_min(LEAST)
    moving = (spread > LEAST).float()
    lost = torch.tensor(TIMING) * ((1 - r) + AMOUNT * amount)
    return (moving * lost).sum() / moving[:, 0].sum().clamp_min(1)
