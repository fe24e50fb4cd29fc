"""Train the finisher of the portrait decoder, which makes a linear texture whole, against a discriminator.

The inputs are textures of real people as bases have it that never saw them, so that they are as ghostly as those of
people who never were; and textures of drawn codes, for which there is no truth, only the discriminator. Both are seen
before some wall, through a network that knows photographs (see `features`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.generator.encode import COARSE
from revive.generator.frame import HEIGHT, WIDTH
from revive.teaching.common.accelerator import autocast, channels_last
from revive.teaching.common.checkpoint import Stateful, load_checkpoint, save_checkpoint
from revive.teaching.common.ema import averaged
from revive.teaching.common.learning_rate import scheduler
from revive.training.common.training_loop import total_of

STEPS, ADVERSARIAL_STEPS = 100, 1900  # of reconstruction alone, and against the discriminator
PAIRS, MIXED = 3, 3  # textures in a batch, with and without a truth
ADVERSARY, FEATURES, LOOSE, STRUCTURE = 0.05, 0.25, 2.0, 0.1  # weights of the terms beside the absolute difference
BLUR = 8  # pixels over which a mixed texture must keep its colour
WALL = (0.4, 0.5, 0.57)  # red, green, blue behind the usual portrait, 0–1
RATE, GENTLE_RATE, DISCRIMINATOR_RATE = 1e-3, 4e-4, 5e-4  # the second where it goes on from an earlier one
OUTSIDE = 0.15  # how much a pixel counts where hardly anybody's person is
_EMA_DECAY = 0.995
_EVERY = 50  # steps between checkpoints and sheets


def train_decoder(
    linear: np.ndarray, truth: np.ndarray, invented: Callable[[np.random.Generator, int], np.ndarray], *, folder: Path,
    seed: int, steps: tuple[int, int] = (STEPS, ADVERSARIAL_STEPS), start=None, say: Callable[[str], None] = print,
):  # fmt: skip
    """A `Finisher`, averaged over the steps; resumes from `folder`/decoder.checkpoint.

    Parameters
    ----------
    linear : (N, D) float32, coarse textures as strangers' bases have it
    truth : (N, 4, HEIGHT, WIDTH) uint8
    invented : gives (n, D) coarse textures of people who never were
    start : an earlier `Finisher` to go on from, where the steps are too few to begin anew (400 and 1000 are enough)
    """
    import torch

    from revive.generator.decoder import Finisher
    from revive.training.portrait.features import (
        FeatureDiscriminator,
        Features,
        discriminator_loss,
        feature_loss,
        generator_loss,
    )

    torch.manual_seed(seed)
    features, discriminator = Features(), FeatureDiscriminator()
    net = channels_last(Finisher())
    if start is not None:
        net.load_state_dict(start.state_dict())
    average = averaged(net, _EMA_DECAY, warmup=True)
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=RATE if start is None else GENTLE_RATE, weight_decay=0.01, betas=(0.5, 0.99)
    )
    rates = scheduler(optimizer, lambda step: _rate(step, steps))
    discriminator_optimizer = torch.optim.AdamW(
        discriminator.parameters(), lr=DISCRIMINATOR_RATE, weight_decay=0.01, betas=(0.0, 0.99)
    )
    parts: dict[str, Stateful] = {
        "net": net, "average": average, "optimizer": optimizer, "scheduler": rates, "discriminator": discriminator,
        "discriminator_optimizer": discriminator_optimizer,
    }  # fmt: skip
    checkpoint = folder / "decoder.checkpoint"
    first = load_checkpoint(checkpoint, parts)
    weights = _pixel_weights(truth)
    total = sum(steps)
    say(f"decoder: {total} steps of {PAIRS + MIXED} textures; {len(truth)} of real people")
    started, smooth = time.perf_counter(), {}
    for step in range(first, total):
        draw = np.random.default_rng([seed, step])
        adversarial = step >= steps[0]
        chosen = draw.integers(0, len(truth), PAIRS + (0 if adversarial else MIXED))
        given, real = _pairs(linear[chosen], truth[chosen], draw)
        count = len(given)
        if adversarial:
            given = torch.cat([given, _lit(_pictures(invented(draw, MIXED)), _gains(MIXED, draw))])
        with autocast(torch.device("cpu")):
            made = net(given.contiguous(memory_format=torch.channels_last)).float()
            wall = walls(len(made), draw)
            seen, meant = features(before(made, wall)), features(before(real, wall[:count]))
        losses = _reconstruction(made[:count], real, weights)
        losses["features"] = FEATURES * feature_loss([level[:count] for level in seen], meant)
        if adversarial:
            discriminator.requires_grad_(False)
            losses["adversary"] = ADVERSARY * generator_loss(discriminator(seen))
            discriminator.requires_grad_(True)
            losses["loose"] = LOOSE * _loose(made[count:], given[count:])
        optimizer.zero_grad()
        total_of(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        average.update_parameters(net)
        if adversarial:
            losses["discriminator"] = discriminator_loss(
                discriminator(meant), discriminator([level.detach() for level in seen])
            )
            discriminator_optimizer.zero_grad()
            losses["discriminator"].backward()
            discriminator_optimizer.step()
        values = {name: value.item() for name, value in losses.items()}
        smooth = {name: 0.95 * smooth.get(name, value) + 0.05 * value for name, value in values.items()}
        if (step + 1) % _EVERY == 0 or step + 1 == total:
            save_checkpoint(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (total - step - 1) / 60
            told = ", ".join(f"{name} {value:.3f}" for name, value in smooth.items())
            say(f"decoder: step {step + 1} of {total}: {told}, {left:.0f} minutes left")
    return average.module.eval()


def walls(count: int, draw: np.random.Generator):
    """(count, 3, 1, 1) of 0–1, plain walls of the colours that studios have."""
    import torch

    colours = np.array(WALL) + draw.uniform(-0.12, 0.12, (count, 3)) + draw.uniform(-0.15, 0.15, (count, 1))
    return torch.from_numpy(colours.clip(0, 1).astype(np.float32))[..., None, None]


def before(textures, wall):
    """(N, 3, h, w) of 0–1: premultiplied textures (N, 4, h, w) before a wall each."""
    return textures[:, :3] + (1 - textures[:, 3:]) * wall


def _reconstruction(made, real, weights) -> dict:
    from pytorch_msssim import ssim

    away = ((made - real).square() + 1e-5).sqrt()
    alike = ssim(made[:, :3].clamp(0, 1), real[:, :3], data_range=1.0, win_size=7)
    return {"pixel": (weights * away).mean() / weights.mean(), "structure": STRUCTURE * (1 - alike)}


def _loose(made, given):
    """How far a mixed texture's colours, blurred, have moved from what its code says."""
    import torch.nn.functional as F

    return F.l1_loss(F.avg_pool2d(made, BLUR), F.avg_pool2d(given, BLUR // COARSE))


def _pairs(linear: np.ndarray, truth: np.ndarray, draw: np.random.Generator):
    """A batch of textures and their truths, in the same mirror or none, in the same light."""
    import torch

    given, real = _pictures(linear), torch.from_numpy(truth.astype(np.float32) / 255)
    for i in np.flatnonzero(draw.random(len(given)) < 0.5):
        given[i], real[i] = given[i].flip(-1), real[i].flip(-1)
    gains = _gains(len(given), draw)
    return _lit(given, gains), _lit(real, gains).clamp(0, 1)


def _gains(count: int, draw: np.random.Generator):
    """(count, 3, 1, 1), how bright each picture's colours become, so that few pictures teach many lights."""
    import torch

    gains = draw.uniform(0.92, 1.08, (count, 3)) * draw.uniform(0.85, 1.12, (count, 1))
    return torch.from_numpy(gains.astype(np.float32))[..., None, None]


def _lit(textures, gains):
    import torch

    return torch.cat([textures[:, :3] * gains, textures[:, 3:]], dim=1)


def _pictures(linear: np.ndarray):
    import torch

    return torch.from_numpy(linear.reshape(-1, 4, HEIGHT // COARSE, WIDTH // COARSE).astype(np.float32))


def _pixel_weights(truth: np.ndarray):
    """(1, 1, h, w), how much a pixel counts: where people are."""
    import torch

    usual = torch.from_numpy(truth[:, 3].mean(axis=0, dtype=np.float32) / 255)
    return (OUTSIDE + (1 - OUTSIDE) * usual)[None, None]


def _rate(step: int, steps: tuple[int, int]) -> float:
    """Share of the highest rate: up and level over reconstruction; then from three tenths down along a cosine."""
    if step < steps[0]:
        return min((step + 1) / 50, 1.0)
    share = (step - steps[0]) / max(steps[1], 1)
    return 0.3 * (0.1 + 0.9 * (0.5 + 0.5 * math.cos(math.pi * share)))
