"""Train the denoiser of the portrait generator: from words to a code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.teaching.common.accelerator import autocast
from revive.teaching.common.denoising import add_noise
from revive.teaching.portrait.losses import code_weights
from revive.training.common.training_loop import train
from revive.training.portrait.denoiser_samples import DenoiserSamples

STEPS = 6000
BATCH = 128
_EMA_DECAY = 0.998
_EVERY = 500  # steps


def train_denoiser(
    samples: DenoiserSamples, *, folder: Path, seed: int, steps: int = STEPS, say: Callable[[str], None] = print
):  # fmt: skip
    """A `PortraitDenoiser`, averaged over the steps; resumes from `folder`/denoiser.checkpoint."""
    import torch

    from revive.generator.denoiser import PortraitDenoiser

    torch.manual_seed(seed)
    size, (people, ways) = samples.own.shape[1] + 1, samples.grey.shape
    net = PortraitDenoiser(size=size)
    say(f"denoiser: {steps} steps of {BATCH} codes of {people} people, each told in {ways} ways")
    weights = code_weights(size)

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 1, step])
        torch.manual_seed(seed * 1_000_003 + step)
        clean, told = samples.batch(BATCH, draw)
        timesteps, noisy, velocity = add_noise(clean, draw)
        with autocast(torch.device("cpu")):
            found = net(noisy, timesteps, told).float()
        return (weights * (found - velocity).square()).mean()

    return train(
        net, loss_at, steps=steps, name="denoiser", checkpoint=folder / "denoiser.checkpoint", say=say,
        weight_decay=0.02, ema_decay=_EMA_DECAY, every=_EVERY,
    )  # fmt: skip
