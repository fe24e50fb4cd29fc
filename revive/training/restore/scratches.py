"""Train the scratch detector on undamaged portraits and faces, with damage drawn on them and aged afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.restore.lightness_network import LightnessNetwork
from revive.teaching.common.accelerator import channels_last
from revive.teaching.common.checkpoint import half_precision
from revive.teaching.common.pictures import read_grey
from revive.training.common.training_loop import train
from revive.training.restore.damage import aged, damaged, furnished

WIDTHS = (16, 32, 64, 96)  # channels of the network
STEPS, BATCH, SIDE = 1100, 10, 128  # pixels of a sample
HELD_OUT = 12  # every twelfth picture is kept apart
RARE = 3.0  # how much more a damaged pixel counts: one in twenty is
MOVED = 40  # pictures of moving faces, of each clip
_EMA_DECAY = 0.995
_EVERY = 100


def train_scratches(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, steps: int = STEPS,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Train, measure on pictures held out, and write `out`/scratches.safetensors (float16).

    Parameters
    ----------
    data : folder with portraits/ and talking/
    out : the work folder
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew

    Returns
    -------
    dict : see `evaluate`
    """
    from safetensors.torch import save_file

    from revive.training.common.unet import lightness_network

    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "scratches.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    pictures = read_pictures(data)
    net = train_network(
        [p for i, p in enumerate(pictures) if i % HELD_OUT], checkpoint=checkpoint, seed=seed, steps=steps, say=say
    )
    save_file(half_precision(net), out / "scratches.safetensors")
    return evaluate(lightness_network(net), pictures[::HELD_OUT])


def read_pictures(data: Path) -> list[np.ndarray]:
    """The light, (h, w) float32 of 0–1, of portraits and of a few frames of every talking clip."""
    paths = sorted((data / "portraits" / "images").glob("*.jpg"))
    for clip in sorted((data / "talking").glob("clip*")):
        frames = sorted(clip.glob("*.jpg"))
        paths += frames[:: max(len(frames) // MOVED, 1)]
    return [read_grey(path).astype(np.float32) / 255 for path in paths]


def train_network(
    pictures: list[np.ndarray], *, checkpoint: Path, seed: int, steps: int, say: Callable[[str], None]
):  # fmt: skip
    """The network, averaged over the steps; resumes from the checkpoint."""
    import torch
    import torch.nn.functional as F

    from revive.training.common.unet import UNet

    torch.manual_seed(seed)
    net = channels_last(UNet(WIDTHS))
    say(f"scratches: {steps} steps of {BATCH} pieces of {SIDE} pixels, from {len(pictures)} pictures")

    def loss_at(step: int):
        draw = np.random.default_rng([seed, step])
        samples = [sample(pictures[draw.integers(len(pictures))], draw) for _ in range(BATCH)]
        light, goal = (torch.from_numpy(np.stack(part)[:, None]) for part in zip(*samples, strict=True))
        found = net(light.contiguous(memory_format=torch.channels_last))
        share = found.sigmoid()
        overlap = 1 - (2 * (share * goal).sum() + 1) / (share.sum() + goal.sum() + 1)
        weight = torch.where(goal > 0, RARE, 1.0)
        return F.binary_cross_entropy_with_logits(found, goal, weight=weight) + 0.3 * overlap

    return train(
        net,
        loss_at,
        steps=steps,
        name="scratches",
        checkpoint=checkpoint,
        say=say,
        rate=2e-3,
        ema_decay=_EMA_DECAY,
        every=_EVERY,
    )


def sample(picture: np.ndarray, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A piece of a picture (SIDE, SIDE) of 0–1, damaged and aged, and where it is damaged, 0 or 1, float32."""
    import cv2

    scale = float(draw.uniform(0.7, 1.8))
    if SIDE / scale > min(picture.shape):
        scale = SIDE / min(picture.shape) * 1.001
    wide = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    top, left = (int(draw.integers(0, side - SIDE + 1)) for side in wide.shape)
    piece = wide[top : top + SIDE, left : left + SIDE].clip(0, 1)
    if draw.random() < 0.5:
        piece = piece[:, ::-1]
    torn, mask = damaged(furnished(np.ascontiguousarray(piece), draw), draw)
    return aged(torn, draw), mask.astype(np.float32)


def evaluate(net: LightnessNetwork, pictures: list[np.ndarray]) -> dict[str, float]:
    """Of damage drawn on pictures that were held out.

    found : share of damaged pixels that are marked, or are within a pixel of a mark
    right : share of marks that are damage, or within a pixel of it
    false : share of the pixels of sound pictures that are marked
    """
    import cv2

    from revive.restore.scratches import SURE, scratch_probability

    draw = np.random.default_rng(0)
    near = np.ones((3, 3), np.uint8)
    sums = np.zeros(6)
    for picture in pictures:
        for sound in (False, True):
            torn, mask = (picture, np.zeros(picture.shape, bool)) if sound else damaged(picture, draw)
            seen = (255 * aged(torn, draw)).astype(np.uint8)
            marks = scratch_probability(np.repeat(seen[..., None], 3, axis=2), net) > SURE
            if sound:
                sums[4:] += marks.sum(), marks.size
                continue
            wide_marks, wide_mask = (cv2.dilate(m.astype(np.uint8), near) > 0 for m in (marks, mask))
            sums[:4] += (mask & wide_marks).sum(), mask.sum(), (marks & wide_mask).sum(), marks.sum()
    return {
        "found": round(sums[0] / max(sums[1], 1), 4), "right": round(sums[2] / max(sums[3], 1), 4),
        "false": round(sums[4] / sums[5], 5),
    }  # fmt: skip
