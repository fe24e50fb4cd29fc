"""Teach the portrait decoder to make a linear texture whole: against a discriminator, in the frame of the mean shape.

The inputs are textures of real people as bases have it that never saw them, so that they are as ghostly as those of
people who never were; and textures of mixed codes, for which there is no truth, only the discriminator.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.imagine.decoder import COARSE
from revive.imagine.frame import HEIGHT, WIDTH
from revive.training.keeping import follow, keep, load_checkpoint, set_rate

STEPS, CONTEST = 500, 1300  # of reconstruction alone, and of the contest with the discriminator
PAIRS, MIXED = 5, 3  # textures in a batch, with and without a truth
ADVERSARY, FEATURES, LOOSE, STRUCTURE = 0.6, 6.0, 4.0, 0.1  # weights of the terms beside the absolute difference
BLUR = 8  # pixels over which a mixed texture must keep its colour
OUTSIDE = 0.15  # how much a pixel counts where hardly anybody's person is
_KEPT = 0.995
_EVERY = 100  # steps between checkpoints and sheets


def train_decoder(
    linear: np.ndarray, truth: np.ndarray, mix: Callable[[np.random.Generator, int], np.ndarray], *, folder: Path,
    seed: int, steps: tuple[int, int] = (STEPS, CONTEST), say: Callable[[str], None] = print,
):  # fmt: skip
    """A `Finisher`, the running mean of its weights; goes on from `folder`/decoder.checkpoint.

    Parameters
    ----------
    linear : (N, D) float32, coarse textures as strangers' bases have it
    truth : (N, 4, HEIGHT, WIDTH) uint8
    mix : gives (n, D) coarse textures of people who never were
    """
    import torch

    from revive.imagine.decoder import Finisher

    torch.manual_seed(seed)
    net, judge = Finisher().to(memory_format=torch.channels_last), make_judge()
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01, betas=(0.5, 0.99))
    judging = torch.optim.AdamW(judge.parameters(), weight_decay=0.01, betas=(0.0, 0.99))
    kept = {"net": net, "mean": mean, "judge": judge, "optimizer": optimizer, "judging": judging}
    checkpoint = folder / "decoder.checkpoint"
    first = load_checkpoint(checkpoint, kept)
    matter = _matter(truth)
    total = sum(steps)
    say(f"decoder: {total} steps of {PAIRS + MIXED} textures; {len(truth)} of real people")
    started, smooth = time.perf_counter(), {}
    for step in range(first, total):
        draw = np.random.default_rng([seed, step])
        contest = step >= steps[0]
        chosen = draw.integers(0, len(truth), PAIRS + (0 if contest else MIXED))
        given, real = _pairs(linear[chosen], truth[chosen], draw)
        count = len(given)
        if contest:
            given = torch.cat([given, _pictures(mix(draw, MIXED))])
        made = net(given.contiguous(memory_format=torch.channels_last))
        losses = _reconstruction(made[:count], real, matter)
        if contest:
            losses |= _deceive(judge, made, real, matter)
            losses["loose"] = LOOSE * _loose(made[count:], given[count:])
        optimizer.zero_grad()
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        set_rate(optimizer, 1e-3 * _course(step, steps))
        optimizer.step()
        follow(mean, net, min(_KEPT, (step + 1) / (step + 10)))
        if contest:
            losses["judge"] = _judge_once(judge, judging, made.detach(), real, matter, draw)
        values = {name: value.item() for name, value in losses.items()}
        smooth = {name: 0.95 * smooth.get(name, value) + 0.05 * value for name, value in values.items()}
        if (step + 1) % _EVERY == 0 or step + 1 == total:
            keep(checkpoint, kept, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (total - step - 1) / 60
            told = ", ".join(f"{name} {value:.3f}" for name, value in smooth.items())
            say(f"decoder: step {step + 1} of {total}: {told}, {left:.0f} minutes left")
    return mean.eval()


def make_judge():
    """Three scales of a patch discriminator that knows where in the frame it looks."""
    import torch

    from revive.training.discriminator import PatchDiscriminator

    return torch.nn.ModuleList([PatchDiscriminator(before=6) for _ in range(3)])


def _verdicts(judge, textures):
    import torch
    import torch.nn.functional as F

    n, _, h, w = textures.shape
    y, x = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
    seen = torch.cat([2 * textures - 1, x.expand(n, 1, h, w), y.expand(n, 1, h, w)], dim=1)
    found = []
    for scale in judge:
        found.append(scale(seen))
        seen = F.avg_pool2d(seen, 2)
    return found


def _reconstruction(made, real, matter) -> dict:
    from pytorch_msssim import ssim

    away = ((made - real).square() + 1e-5).sqrt()
    alike = ssim(made[:, :3].clamp(0, 1), real[:, :3], data_range=1.0, win_size=7)
    return {"pixel": (matter * away).mean() / matter.mean(), "structure": STRUCTURE * (1 - alike)}


def _deceive(judge, made, real, matter) -> dict:
    from revive.training.discriminator import deceive_loss, feature_loss

    judge.requires_grad_(False)
    told = _verdicts(judge, made)
    pairs = [[layer[: len(real)] for layer in scale] for scale in told]
    losses = {
        "adversary": ADVERSARY * deceive_loss(told, matter),
        "features": FEATURES * feature_loss(_verdicts(judge, real), pairs),
    }
    judge.requires_grad_(True)
    return losses


def _judge_once(judge, judging, made, real, matter, draw: np.random.Generator):
    from revive.training.discriminator import judge_loss

    real, made = _shaken(real, draw), _shaken(made, draw)
    loss = judge_loss(_verdicts(judge, real), _verdicts(judge, made), matter)
    judging.zero_grad()
    loss.backward()
    set_rate(judging, 8e-4)
    judging.step()
    return loss.detach()


def _shaken(textures, draw: np.random.Generator):
    """The same few ways to change a picture for real and made ones, so that few real ones last longer.

    After Zhao et al. 2020, "Differentiable augmentation for data-efficient GAN training".
    """
    import torch

    n = len(textures)
    gain = torch.from_numpy(draw.uniform(0.85, 1.15, (n, 3, 1, 1)).astype(np.float32))
    colour = textures[:, :3] * gain
    return torch.cat([colour, textures[:, 3:]], dim=1)


def _loose(made, given):
    """How far a mixed texture's colours, blurred, have moved from what its code says."""
    import torch.nn.functional as F

    return F.l1_loss(F.avg_pool2d(made, BLUR), F.avg_pool2d(given, BLUR // COARSE))


def _pairs(linear: np.ndarray, truth: np.ndarray, draw: np.random.Generator):
    """A batch of textures and their truths, in the same mirror or none, in the same light."""
    import torch

    given, real = _pictures(linear), torch.from_numpy(truth.astype(np.float32) / 255)
    for i in range(len(given)):
        if draw.random() < 0.5:
            given[i], real[i] = given[i].flip(-1), real[i].flip(-1)
        gain = torch.from_numpy(draw.uniform(0.85, 1.15, (3, 1, 1)).astype(np.float32) * float(draw.uniform(0.8, 1.15)))
        given[i, :3] *= gain
        real[i, :3] *= gain
    return given, real.clamp(0, 1)


def _pictures(linear: np.ndarray):
    import torch

    return torch.from_numpy(linear.reshape(-1, 4, HEIGHT // COARSE, WIDTH // COARSE).astype(np.float32))


def _matter(truth: np.ndarray):
    """(1, 1, h, w), how much a pixel counts: where people are."""
    import torch

    usual = torch.from_numpy(truth[:, 3].mean(axis=0, dtype=np.float32) / 255)
    return (OUTSIDE + (1 - OUTSIDE) * usual)[None, None]


def _course(step: int, steps: tuple[int, int]) -> float:
    """Of the highest learning rate: up, down along a cosine over reconstruction, and a quarter of it in the contest."""
    if step < steps[0]:
        return min((step + 1) / 50, 1.0)
    share = (step - steps[0]) / max(steps[1], 1)
    return 0.3 * (0.1 + 0.9 * (0.5 + 0.5 * math.cos(math.pi * share)))
