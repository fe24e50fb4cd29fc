"""What every diffusion model here learns by: noise of a drawn step laid over the lesson, and the velocity found again.

Ho et al. 2020, "Denoising diffusion probabilistic models"; the velocity of Salimans and Ho 2022, "Progressive
distillation for fast sampling of diffusion models".
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.training.keeping import follow, keep, load_checkpoint, set_rate

CHECKPOINT_EVERY = 100  # steps


def noised(clean, draw: np.random.Generator, signal):
    """(step, noisy, velocity) of lessons (N, …) at steps that are drawn.

    `signal` (steps,) is how much of the power is still the lesson's at each step of the noise's schedule.
    """
    import torch

    step = torch.from_numpy(draw.integers(0, len(signal), len(clean)))
    noise = torch.from_numpy(draw.standard_normal(clean.shape).astype(np.float32))
    kept = signal[step].view(-1, *[1] * (clean.dim() - 1))
    return step, kept.sqrt() * clean + (1 - kept).sqrt() * noise, kept.sqrt() * noise - (1 - kept).sqrt() * clean


def learn(
    net, loss_at: Callable[[int], object], *, steps: int, name: str, checkpoint: Path, say: Callable[[str], None],
    decay: float = 0.01, kept: float = 0.999, every: int | None = None,
):  # fmt: skip
    """Bring `loss_at(step)` down; gives the running mean of the net's weights.

    Parameters
    ----------
    net : trained in place, on from `checkpoint` where there is one
    decay : of the weights
    kept : of the running mean, at every step
    every : steps between checkpoints and news; None is CHECKPOINT_EVERY
    """
    import torch

    every = every or CHECKPOINT_EVERY
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=decay)
    parts = {"net": net, "mean": mean, "optimizer": optimizer}
    first = load_checkpoint(checkpoint, parts)
    if first:
        say(f"going on from step {first}")
    net.train()
    started, smooth = time.perf_counter(), None
    for step in range(first, steps):
        loss = loss_at(step)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        set_rate(optimizer, 1e-3 * min((step + 1) / 200, 0.52 + 0.48 * math.cos(math.pi * step / steps)))
        optimizer.step()
        follow(mean, net, min(kept, (step + 1) / (step + 10)))
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if (step + 1) % every == 0 or step + 1 == steps:
            keep(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (steps - step - 1)
            say(f"{name}: step {step + 1} of {steps}: loss {smooth:.4f}, {left / 60:.1f} minutes left")
    return mean.eval()
