"""Teach the denoiser what words ask of a code: people who are like real ones in what is told, and mixed in the rest.

A code is split in what its traits explain, by regression, and what is the person's own. Those of seven hundred people
would be learned by heart; so every lesson has the traits of one, and an own part mixed of two.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.training.denoising import learn, noised
from revive.training.portrait_captions import Shown, caption

STEPS = 6000
BATCH = 128
SAYINGS = 16  # captions of each portrait; a quarter of them as if it were black and white
OWN = (0.2, 0.9)  # least and most that one person's own part counts in a mixture
_PENALTY = 3.0  # of the regression on traits, in people
_HAIR = ("white", "grey", "black", "dark", "dark brown", "brown", "blonde", "bald")
_CLOTHES = ("black", "dark grey", "grey", "white", "dark blue", "blue", "red", "brown", "purple")
_TIES = ("blue", "red", "yellow")
_WITHOUT = 0.12  # how often nothing is said
_KEPT = 0.998
_EVERY = 500  # steps


def train_denoiser(
    codes: np.ndarray, shown: list[Shown], *, folder: Path, seed: int, steps: int = STEPS,
    say: Callable[[str], None] = print,
):  # fmt: skip
    """A `PortraitDenoiser`, the running mean of its weights; goes on from `folder`/denoiser.checkpoint.

    Parameters
    ----------
    codes : (2 N, K) float32 of shape, texture and background; the second half mirrored
    shown : what each of the N shows
    """
    import torch

    from revive.imagine.denoiser import PortraitDenoiser
    from revive.imagine.pipeline import embedded
    from revive.motion.diffusion import make_scheduler

    torch.manual_seed(seed)
    count = len(shown)
    net = PortraitDenoiser(size=codes.shape[1] + 1)
    say(f"denoiser: {steps} steps of {BATCH} codes of {count} people, each told in {SAYINGS} ways")
    draw = np.random.default_rng([seed, 0])
    said = [caption(one, draw, grey=one.grey or k % 4 == 0) for one in shown for k in range(SAYINGS)]
    words = np.concatenate([embedded(said[i : i + 1024]) for i in range(0, len(said), 1024)])
    words = words.reshape(count, SAYINGS, -1)
    explained, own = part(codes, shown)
    signal = make_scheduler().alphas_cumprod.float()

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 1, step])
        torch.manual_seed(seed * 1_000_003 + step)
        clean, told = _batch(explained, own, shown, words, draw)
        level, noisy, velocity = noised(clean, draw, signal)
        return (net(noisy, level, told) - velocity).square().mean()

    return learn(
        net, loss_at, steps=steps, name="denoiser", checkpoint=folder / "denoiser.checkpoint", say=say, decay=0.02,
        kept=_KEPT, every=_EVERY,
    )  # fmt: skip


def part(codes: np.ndarray, shown: list[Shown]) -> tuple[np.ndarray, np.ndarray]:
    """(2 N, K) each: what traits explain of codes, and what is left, the person's own."""
    rows = np.tile(traits(shown), (2, 1))
    penalty = _PENALTY * np.eye(rows.shape[1])
    penalty[0, 0] = 0
    explained = rows @ np.linalg.solve(rows.T @ rows + penalty, rows.T @ codes)
    return explained.astype(np.float32), (codes - explained).astype(np.float32)


def traits(shown: list[Shown]) -> np.ndarray:
    """(N, traits): 1, then everything that a caption may tell, as numbers of about the same spread."""
    rows = []
    for one in shown:
        man, age, smile = float(one.man), (one.age - 50) / 12, 2 * one.smile - 1
        row = [1.0, man, age, age * age, smile, man * age, man * smile, one.glasses, one.long_hair, one.moustache]
        for value, choices in ((one.hair, _HAIR), (one.clothes, _CLOTHES), (one.tie, _TIES)):
            row += [value == choice for choice in choices]
        row += [man * (one.hair == "bald"), one.background == "dark blue"]
        rows.append(np.array(row, float))
    return np.array(rows)


def _batch(explained: np.ndarray, own: np.ndarray, shown: list[Shown], words: np.ndarray, draw: np.random.Generator):
    """Codes with their "colour", (BATCH, K + 1), and the embedding of a caption of each, (BATCH, 384)."""
    import torch

    from revive.training.portrait import mix

    count = len(shown)
    sexes = [np.flatnonzero([one.man == man for one in shown]) for man in (False, True)]
    rows, told = [], []
    for _ in range(BATCH):
        alike = sexes[int(draw.random() > 0.35)]  # only a sixth are women
        i, j = (int(draw.choice(alike)) for _ in range(2))
        side, other_side = count * draw.integers(0, 2, 2)
        mixed = mix(own[i + side], own[j + other_side], float(draw.uniform(*OWN)))
        k = int(draw.integers(SAYINGS))
        grey = shown[i].grey or k % 4 == 0
        rows.append(np.append(explained[i + side] + mixed, -1.0 if grey else 1.0))
        told.append(np.zeros(384) if draw.random() < _WITHOUT else words[i, k])
    return tuple(torch.from_numpy(np.array(part, np.float32)) for part in (rows, told))
