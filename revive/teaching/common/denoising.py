"""What every diffusion model here learns by: noise of a drawn step laid over the lesson, and the velocity found again.

Ho et al. 2020, "Denoising diffusion probabilistic models"; the velocity of Salimans and Ho 2022, "Progressive
distillation for fast sampling of diffusion models".
"""

from __future__ import annotations

import numpy as np


def noised(clean, draw: np.random.Generator, signal):
    """(step, noisy, velocity) of lessons (N, …) at steps that are drawn.

    `signal` (steps,) is how much of the power is still the lesson's at each step of the noise's schedule.
    """
    import torch

    step = torch.from_numpy(draw.integers(0, len(signal), len(clean)))
    noise = torch.from_numpy(draw.standard_normal(clean.shape).astype(np.float32))
    kept = signal[step].view(-1, *[1] * (clean.dim() - 1))
    return step, kept.sqrt() * clean + (1 - kept).sqrt() * noise, kept.sqrt() * noise - (1 - kept).sqrt() * clean
