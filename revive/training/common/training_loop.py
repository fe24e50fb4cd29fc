"""One training loop for networks with one loss: AdamW, averaged weights, checkpoints, a line of news now and then.

The news are lines, not a bar: a training of hours is read in a log.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from revive.teaching.common.checkpoint import Stateful, load_checkpoint, save_checkpoint
from revive.teaching.common.ema import averaged
from revive.teaching.common.learning_rate import scheduler, warmup_cosine

if TYPE_CHECKING:
    import torch
    from torch import nn

CHECKPOINT_EVERY = 100  # steps
WARMUP = 200  # steps


def train(
    net: nn.Module, loss_at: Callable[[int], torch.Tensor], *, steps: int, name: str, checkpoint: Path,
    say: Callable[[str], None], rate: float = 1e-3, weight_decay: float = 0.01, ema_decay: float = 0.999,
    every: int | None = None, others: Mapping[str, Stateful] | None = None,
    look: Callable[[int, nn.Module], None] | None = None,
) -> nn.Module:  # fmt: skip
    """Bring `loss_at(step)` down; gives the exponential moving average of the net's weights.

    Parameters
    ----------
    net : trained in place, on from `checkpoint` where there is one
    rate : the highest learning rate; it rises over the first steps, and falls along a cosine
    weight_decay : of AdamW
    ema_decay : of the average, at every step
    every : steps between checkpoints and news; None is CHECKPOINT_EVERY
    others : what else a checkpoint holds, such as a discriminator that `loss_at` trains
    look : told the step and the average whenever there is news
    """
    import torch

    every = every or CHECKPOINT_EVERY
    average = averaged(net, ema_decay, warmup=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=weight_decay)
    rates = scheduler(optimizer, warmup_cosine(steps, WARMUP))
    parts: dict[str, Stateful] = {"net": net, "average": average, "optimizer": optimizer, "scheduler": rates}
    parts |= others or {}
    first = load_checkpoint(checkpoint, parts)
    if first:
        say(f"resuming at step {first}")
    net.train()
    started, smooth = time.perf_counter(), None
    for step in range(first, steps):
        loss = loss_at(step)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        average.update_parameters(net)
        smooth = loss.item() if smooth is None else 0.98 * smooth + 0.02 * loss.item()
        if (step + 1) % every == 0 or step + 1 == steps:
            save_checkpoint(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (steps - step - 1)
            say(f"{name}: step {step + 1} of {steps}: loss {smooth:.4f}, {left / 60:.1f} minutes left")
            if look is not None:
                look(step + 1, average.module)
    return average.module.eval()


def total_of(terms: Iterable[torch.Tensor]) -> torch.Tensor:
    """The sum of at least one term, added one after the other."""
    first, *others = terms
    for term in others:
        first = first + term
    return first
