"""Teach the denoiser what words ask of a code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.training.denoising import noised
from revive.training.learning import learn
from revive.training.portrait_captions import Shown
from revive.training.portrait_lessons import SAYINGS, make_lessons

STEPS = 6000
BATCH = 128
COLOUR = 20.0  # how much more the one number of colour or grey counts than each of the others
_KEPT = 0.998
_EVERY = 500  # steps


def train_denoiser(
    codes: np.ndarray, shown: list[Shown], counts: dict[str, int], *, folder: Path, seed: int, steps: int = STEPS,
    say: Callable[[str], None] = print,
):  # fmt: skip
    """A `PortraitDenoiser`, the running mean of its weights; goes on from `folder`/denoiser.checkpoint.

    Parameters
    ----------
    codes : (2 N, K) float32, the parts of `counts` in a row; the second half mirrored
    shown : what each of the N shows
    """
    import torch

    from revive.generator.denoiser import PortraitDenoiser
    from revive.generator.pipeline import embedded
    from revive.motion.gesture_diffusion import make_scheduler

    torch.manual_seed(seed)
    net = PortraitDenoiser(size=codes.shape[1] + 1)
    say(f"denoiser: {steps} steps of {BATCH} codes of {len(shown)} people, each told in {SAYINGS} ways")
    lessons = make_lessons(codes, shown, counts, embedded, np.random.default_rng([seed, 0]))
    matter = torch.ones(codes.shape[1] + 1)
    matter[-1] = COLOUR
    signal = make_scheduler().alphas_cumprod.float()

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 1, step])
        torch.manual_seed(seed * 1_000_003 + step)
        clean, told = lessons.batch(BATCH, draw)
        level, noisy, velocity = noised(clean, draw, signal)
        return (matter * (net(noisy, level, told) - velocity).square()).mean()

    return learn(
        net, loss_at, steps=steps, name="denoiser", checkpoint=folder / "denoiser.checkpoint", say=say, decay=0.02,
        kept=_KEPT, every=_EVERY,
    )  # fmt: skip
