"""Train the upsampler of the portrait decoder: from textures as the finisher makes them to twice their size.

Large pictures are few and of young people before one wall, so it learns on cut-outs: pictures made small, blurred,
grainy and chequered, as the finisher's sometimes are, whose truth is known. A discriminator did not help.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.generator.decoder import TIMES
from revive.generator.frame import HEIGHT, WIDTH
from revive.training.common.training_loop import total_of, train
from revive.training.portrait.decoder import before

STEPS = 1500
CUT_OUTS = 4  # in a batch
SIDE = 96  # pixels of a cut-out's side before it is enlarged
FEATURES, STRUCTURE = 0.25, 0.1  # weights of the terms beside the absolute difference
BLUR, NOISE, CHEQUERS = 1.3, 0.02, 0.06  # at most: pixels before a picture is made small; of 0–1
LEVEL = 5  # the deepest level of the features: detail, not faces
RATE, EMA_DECAY = 5e-4, 0.98
_EVERY = 50  # steps
_EDGE = 8  # pixels more on every side, so that a blur sees what lies beyond


def train_upsampler(
    fine: np.ndarray, *, folder: Path, seed: int, steps: int = STEPS, say: Callable[[str], None] = print
):  # fmt: skip
    """An `Upsampler`, averaged over the steps; resumes from `folder`/upsampler.checkpoint.

    fine : (N, 4, 2 HEIGHT, 2 WIDTH) uint8, textures
    """
    import torch

    from revive.generator.decoder import Upsampler
    from revive.teaching.common.accelerator import autocast, channels_last
    from revive.training.portrait.features import Features, feature_loss

    torch.manual_seed(seed)
    net, features = channels_last(Upsampler()), Features(LEVEL)
    say(f"upsampler: {steps} steps of {CUT_OUTS} cut-outs; {len(fine)} large pictures")

    def loss_at(step: int):
        draw = np.random.default_rng([seed, 6, step])
        top, left = (int(draw.integers(0, most - SIDE + 1)) for most in (HEIGHT, WIDTH))
        given, real = pairs(fine[draw.integers(0, len(fine), CUT_OUTS)], top, left, draw)
        wall = torch.from_numpy(draw.uniform(0.1, 0.9, (CUT_OUTS, 3, 1, 1)).astype(np.float32))
        with autocast(torch.device("cpu")):
            made = net(given, top, left).float()
            seen, meant = features(before(made, wall)), features(before(real, wall))
        losses = reconstruction(made, real)  # in full precision: variances of a flat cut-out are differences
        losses["features"] = FEATURES * feature_loss(seen, meant)
        return total_of(losses.values())

    return train(
        net, loss_at, steps=steps, name="upsampler", checkpoint=folder / "upsampler.checkpoint", say=say, rate=RATE,
        ema_decay=EMA_DECAY, every=_EVERY,
    )  # fmt: skip


def pairs(fine: np.ndarray, top: int, left: int, draw: np.random.Generator):
    """Cut-outs (N, 4, SIDE, SIDE) as the finisher might make them, and their truths (N, 4, 2 SIDE, 2 SIDE), of 0–1."""
    import cv2
    import torch

    chequers = (-1.0) ** np.add.outer(np.arange(SIDE), np.arange(SIDE))[..., None]
    edge = TIMES * _EDGE
    rows, truths = [], []
    for texture in fine:
        texture = (texture[..., ::-1] if draw.random() < 0.5 else texture).transpose(1, 2, 0).astype(np.float32) / 255
        light = (draw.uniform(0.3, 1.05) if draw.random() < 0.5 else 1.0) * draw.uniform(0.92, 1.08, 3)
        texture = np.dstack([(texture[..., :3] * light).clip(0, 1), texture[..., 3:]]).astype(np.float32)
        padded = cv2.copyMakeBorder(texture, edge, edge, edge, edge, cv2.BORDER_REPLICATE)
        piece = padded[TIMES * top : TIMES * (top + SIDE + 2 * _EDGE), TIMES * left : TIMES * (left + SIDE + 2 * _EDGE)]
        blur = float(draw.uniform(0, TIMES * BLUR))
        soft = cv2.GaussianBlur(piece, (0, 0), blur) if blur > 0.3 else piece
        small = cv2.resize(soft, None, fx=1 / TIMES, fy=1 / TIMES, interpolation=cv2.INTER_AREA)
        small = small[_EDGE:-_EDGE, _EDGE:-_EDGE]
        where = cv2.resize(draw.normal(0, draw.uniform(0, CHEQUERS / 2), (6, 6)), (SIDE, SIDE))[..., None]
        rows.append(small + chequers * where + draw.normal(0, draw.uniform(0, NOISE), small.shape))
        truths.append(piece[edge:-edge, edge:-edge])
    return tuple(torch.from_numpy(np.array(part, np.float32).transpose(0, 3, 1, 2)) for part in (rows, truths))


def reconstruction(made, real) -> dict:
    """How far enlarged cut-outs are from their truths."""
    from pytorch_msssim import ssim

    alike = ssim(made[:, :3].clamp(0, 1), real[:, :3], data_range=1.0, win_size=7)
    return {"pixel": ((made - real).square() + 1e-5).sqrt().mean(), "structure": STRUCTURE * (1 - alike)}
