"""One way to learn for nets with one loss: AdamW, a running mean of the weights, checkpoints, news."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from pathlib import Path

from revive.teaching.common.checkpoint import follow, keep, load_checkpoint, set_rate

CHECKPOINT_EVERY = 100  # steps


def learn(
    net, loss_at: Callable[[int], object], *, steps: int, name: str, checkpoint: Path, say: Callable[[str], None],
    rate: float = 1e-3, decay: float = 0.01, kept: float = 0.999, every: int | None = None,
):  # fmt: skip
    """Bring `loss_at(step)` down; gives the running mean of the net's weights.

    Parameters
    ----------
    net : trained in place, on from `checkpoint` where there is one
    rate : the highest learning rate; it rises over the first steps, and falls along a cosine
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
        set_rate(optimizer, rate * min((step + 1) / 200, 0.52 + 0.48 * math.cos(math.pi * step / steps)))
        optimizer.step()
        follow(mean, net, min(kept, (step + 1) / (step + 10)))
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if (step + 1) % every == 0 or step + 1 == steps:
            keep(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (steps - step - 1)
            say(f"{name}: step {step + 1} of {steps}: loss {smooth:.4f}, {left / 60:.1f} minutes left")
    return mean.eval()
