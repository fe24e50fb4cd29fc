"""Train the colouriser on portraits made grey as old film saw them, and the colours they had.

A conditional GAN after Isola et al. 2017. What is behind a person cannot be known from its light; so the background is
another one in most samples, and the network learns to leave it nearly grey rather than to guess the studio's blue.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.restore.colour import COLOURS, SIDE, guess
from revive.restore.lightness_network import LightnessNetwork
from revive.teaching.common.accelerator import channels_last
from revive.teaching.common.checkpoint import Stateful, half_precision, load_checkpoint, save_checkpoint
from revive.teaching.common.ema import averaged
from revive.teaching.common.learning_rate import scheduler, warmup_cosine
from revive.training.common.portraits import Portraits, read_portraits
from revive.training.common.training_loop import total_of

STEPS, ADVERSARIAL_STEPS = 560, 160  # of reconstruction alone, and against the discriminator
BATCH = 8
RATE, DISCRIMINATOR_RATE = 1e-3, 4e-4
WIDTH, HEIGHT = 88, SIDE  # pixels of a sample
ADVERSARY = 0.02  # weight beside the mean distance of the colours
BEHIND = 0.25  # how much a pixel of the background counts
ELSEWHERE = 0.8  # how often the background is another one
_EMA_DECAY = 0.995
_EVERY = 40
WARMUP = 100  # steps


def train_colouriser(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, steps: tuple[int, int] = (STEPS, ADVERSARIAL_STEPS),
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Train, measure on portraits held out, and write `out`/colour.safetensors (float16).

    Parameters
    ----------
    data : folder with portraits/
    out : the work folder
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew (what was found is kept)

    Returns
    -------
    dict : see `evaluate`
    """
    from safetensors.torch import save_file

    from revive.training.common.unet import lightness_network

    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "colour.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    portraits = read_portraits(data, out / "portraits.npz", say=say)
    coloured = ~portraits.grey()
    learned = np.flatnonzero(coloured & ~portraits.held_out())
    net = train_network(portraits, learned, checkpoint=checkpoint, seed=seed, steps=steps, say=say)
    figures = evaluate(lightness_network(net), portraits, np.flatnonzero(coloured & portraits.held_out()))
    save_file(half_precision(net), out / "colour.safetensors")
    return figures


def train_network(
    portraits: Portraits, learned: np.ndarray, *, checkpoint: Path, seed: int, steps: tuple[int, int],
    say: Callable[[str], None],
):  # fmt: skip
    """A `ColourNet`, averaged over the steps; resumes from the checkpoint."""
    import torch

    from revive.training.common.discriminator import PatchDiscriminator
    from revive.training.restore.colour_network import ColourNet

    torch.manual_seed(seed)
    net = channels_last(ColourNet())
    discriminator = PatchDiscriminator(before=3)
    average = averaged(net, _EMA_DECAY, warmup=True)
    total = sum(steps)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    rates = scheduler(optimizer, warmup_cosine(total, WARMUP))
    discriminator_optimizer = torch.optim.AdamW(
        discriminator.parameters(), lr=DISCRIMINATOR_RATE, weight_decay=0.01, betas=(0.0, 0.99)
    )
    parts: dict[str, Stateful] = {
        "net": net, "average": average, "optimizer": optimizer, "scheduler": rates, "discriminator": discriminator,
        "discriminator_optimizer": discriminator_optimizer,
    }  # fmt: skip
    first = load_checkpoint(checkpoint, parts)
    say(f"colour: {total} steps of {BATCH} portraits, drawn from {len(learned)}")
    started, smooth = time.perf_counter(), {}
    for step in range(first, total):
        draw = np.random.default_rng([seed, step])
        light, colours, weights = _batch(portraits, draw.choice(learned, BATCH), draw)
        made = net(light.contiguous(memory_format=torch.channels_last))
        away = torch.nn.functional.smooth_l1_loss(made, colours, beta=0.05, reduction="none").sum(1, keepdim=True)
        losses = {"colour": (weights * away).sum() / weights.sum()}
        if step >= steps[0]:
            discriminator.requires_grad_(False)
            losses["adversary"] = -ADVERSARY * discriminator(torch.cat([light, made], dim=1))[-1].mean()
            discriminator.requires_grad_(True)
        optimizer.zero_grad()
        total_of(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        average.update_parameters(net)
        if step >= steps[0]:
            verdicts = [discriminator(torch.cat([light, shown], dim=1))[-1] for shown in (colours, made.detach())]
            losses["discriminator"] = torch.relu(1 - verdicts[0]).mean() + torch.relu(1 + verdicts[1]).mean()
            discriminator_optimizer.zero_grad()
            losses["discriminator"].backward()
            discriminator_optimizer.step()
        smooth = {name: 0.95 * smooth.get(name, v.item()) + 0.05 * v.item() for name, v in losses.items()}
        if (step + 1) % _EVERY == 0 or step + 1 == total:
            save_checkpoint(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (total - step - 1) / 60
            told = ", ".join(f"{name} {value:.4f}" for name, value in smooth.items())
            say(f"colour: step {step + 1} of {total}: {told}, {left:.1f} minutes left")
    return average.module.eval()


def evaluate(net: LightnessNetwork, portraits: Portraits, rows: np.ndarray) -> dict[str, float]:
    """Mean distance in Lab's colours on people, of the guess, of the mean colour everywhere and of grey.

    colour, mean colour, grey : Lab units, each pixel of the person counted once
    colourful : how strong the guessed colours are, of the true ones
    """
    import cv2

    truths, guesses, people = [], [], []
    for row in rows:
        lab = cv2.cvtColor(portraits.pictures[row].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        found = guess(lab[..., 0] / 100, net)
        guesses.append(cv2.resize(found, lab.shape[1::-1]))
        truths.append(lab[..., 1:])
        people.append(portraits.mattes[row] > 200)
    true = np.concatenate([t[p] for t, p in zip(truths, people, strict=True)])
    made = np.concatenate([g[p] for g, p in zip(guesses, people, strict=True)])

    def error(other: np.ndarray) -> float:
        return round(float(np.linalg.norm(true - other, axis=1).mean()), 3)

    strong = np.linalg.norm(made, axis=1).mean() / np.linalg.norm(true, axis=1).mean()
    return {"colour": error(made), "mean colour": error(true.mean(axis=0)), "grey": error(np.zeros(2)),
            "colourful": round(float(strong), 3)}  # fmt: skip


def _batch(portraits: Portraits, rows: np.ndarray, draw: np.random.Generator):
    """Lightness (N, 1, h, w), colours (N, 2, h, w), and how much each pixel counts (N, 1, h, w)."""
    import torch

    samples = [_sample(portraits.pictures[row], portraits.mattes[row], draw) for row in rows]
    return tuple(torch.from_numpy(np.stack(part)) for part in zip(*samples, strict=True))


def _sample(picture: np.ndarray, matte: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, ...]:
    import cv2

    colour, person = picture.astype(np.float32) / 255, matte.astype(np.float32)[..., None] / 255
    if draw.random() < ELSEWHERE:
        colour = person * colour + (1 - person) * _backdrop(colour.shape, draw)
    place = _place(colour.shape, draw)
    colour = cv2.warpAffine(colour, place, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    person = cv2.warpAffine(person, place, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    lab = cv2.cvtColor(np.ascontiguousarray(colour.clip(0, 1)), cv2.COLOR_RGB2LAB)
    light = _as_film(colour, lab[..., 0] / 100, draw)
    weights = BEHIND + (1 - BEHIND) * person
    return light[None].astype(np.float32), lab[..., 1:].transpose(2, 0, 1) / COLOURS, weights[None].astype(np.float32)


def _place(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """(2, 3), a part of the picture, turned and mirrored a little."""
    import cv2

    scale = float(draw.uniform(0.5, 1.15)) * HEIGHT / shape[0]
    middle = (shape[1] * draw.uniform(0.4, 0.6), shape[0] * draw.uniform(0.4, 0.6))
    place = cv2.getRotationMatrix2D(middle, float(draw.normal(0, 5)), scale)
    place[:, 2] += np.array([WIDTH / 2, HEIGHT / 2]) - middle
    if draw.random() < 0.5:
        place[0] = [0, 0, WIDTH - 1] - place[0]
    return place


def _backdrop(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """(h, w, 3) 0–1, something of any colour behind somebody: soft patches, with or without texture."""
    import cv2

    count = int(draw.integers(1, 6))
    small = draw.uniform(0, 1, (count + 1, count, 3)) * draw.uniform(0.3, 1) + draw.uniform(-0.1, 0.4)
    soft = cv2.resize(small.astype(np.float32), shape[1::-1], interpolation=cv2.INTER_CUBIC)
    rough = cv2.resize(draw.normal(0, 1, (shape[0] // 4, shape[1] // 4, 1)).astype(np.float32), shape[1::-1])
    return (soft + draw.uniform(0, 0.12) * rough[..., None]).clip(0, 1)


def _as_film(colour: np.ndarray, plain: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """(h, w) 0–1, the light as another film, print or scan would have it; often just the light."""
    import cv2

    light = plain
    if draw.random() < 0.5:  # old film saw little red, or little blue
        share = draw.dirichlet([2.0, 4.0, 2.0]).astype(np.float32)
        mixed = (colour.clip(0, 1) @ share) ** (1 / 2.2 if draw.random() < 0.2 else 1.0)
        light = 0.5 * plain + 0.5 * mixed
    low, high = draw.uniform(0, 0.15), draw.uniform(0.85, 1.0)
    light = low + (high - low) * light.clip(0, 1) ** draw.uniform(0.8, 1.25)
    if draw.random() < 0.4:
        light = cv2.GaussianBlur(light, (0, 0), float(draw.uniform(0.4, 1.5)))
    return (light + draw.normal(0, draw.uniform(0, 0.03), light.shape)).clip(0, 1)
