"""Train the ranker of the portrait generator: which code a description is of, among those of a batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.training.common.training_loop import train
from revive.training.portrait.denoiser_samples import DenoiserSamples

STEPS = 3000
BATCH = 256
SHARPNESS = 14.0  # by which cosines are multiplied before they are compared
NOISE = 0.15  # spreads, added to codes: the drawn ones are not quite those of people
_EVERY = 500  # steps


def train_ranker(
    samples: DenoiserSamples, *, folder: Path, seed: int, steps: int = STEPS, say: Callable[[str], None] = print
):  # fmt: skip
    """A `PortraitRanker`, averaged over the steps; resumes from `folder`/ranker.checkpoint."""
    import torch
    import torch.nn.functional as F

    from revive.generator.ranker import PortraitRanker

    torch.manual_seed(seed)
    net = PortraitRanker(size=samples.own.shape[1] + 1, words=samples.words.shape[-1])
    say(f"ranker: {steps} steps of {BATCH} codes and what is told of them")

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 3, step])
        torch.manual_seed(seed * 1_000_003 + step)
        code, told = samples.batch(BATCH, draw)
        some = told.abs().amax(dim=1) > 0
        code, told = code[some], told[some]
        seen, meant = net.directions(code + NOISE * torch.randn(code.shape), told)
        alike, own = SHARPNESS * seen @ meant.T, torch.arange(len(seen))
        return (F.cross_entropy(alike, own) + F.cross_entropy(alike.T, own)) / 2

    return train(
        net, loss_at, steps=steps, name="ranker", checkpoint=folder / "ranker.checkpoint", say=say, weight_decay=0.02,
        ema_decay=0.995, every=_EVERY,
    )  # fmt: skip
