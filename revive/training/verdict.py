"""Whether what was learned of a person is better than what was there: measured on moments that were held back.

Each part (mouth, eyes) is judged by itself. It is kept only if its loss on the held-back frames fell by `MARGIN`, at
least half of these frames came nearer to the truth, and their structural similarity is no worse.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.animator.region import Region
from revive.training.animator import finish, finished_rounds
from revive.training.lessons import Lesson
from revive.training.losses import weights_of
from revive.training.metrics import psnr, ssim

MARGIN = 0.02  # of the loss
NO_WORSE = 0.0005  # of the similarity
SHOWN = {"mouth": 5, "eye": 3}  # rows of a sheet
CELL = (224, 192)  # pixels of a picture on a sheet


def judge(shipped, taught, region: Region, held: list[Lesson]) -> dict:
    """How both generators do on the same held-back frames.

    Returns
    -------
    dict : before and after, each with loss (mean weighted distance to the truth, in spreads of the skin's brightness),
        psnr (dB) and ssim; nearer, the share of frames whose loss fell; frames; kept
    """
    before, after = measure(shipped, region, held), measure(taught, region, held)
    nearer = float((after[:, 0] < before[:, 0]).mean())
    first, last = (dict(zip(("loss", "psnr", "ssim"), map(_rounded, rows.mean(axis=0)), strict=True))
                   for rows in (before, after))  # fmt: skip
    kept = last["loss"] <= (1 - MARGIN) * first["loss"] and nearer >= 0.5 and last["ssim"] >= first["ssim"] - NO_WORSE
    return {"before": first, "after": last, "nearer": _rounded(nearer), "frames": len(before), "kept": kept}


def distance(net, region: Region, held: list[Lesson]) -> float:
    """The mean loss on a few of the held-back frames: quick enough to be watched while it learns."""
    return float(np.mean([loss for lesson in held for loss in _losses(*next(finished_rounds(net, region, [lesson])))]))


def measure(net, region: Region, held: list[Lesson]) -> np.ndarray:
    """(frames, 3): loss, PSNR and SSIM of the finished region in every frame of the lessons."""
    rows = []
    for batch, finished in finished_rounds(net, region, held):
        for loss, made, truth in zip(_losses(batch, finished), finished, batch["truth"], strict=True):
            pictures = (255 * made.transpose(1, 2, 0), 255 * truth.transpose(1, 2, 0))
            rows.append((loss, psnr(*pictures), float(ssim(*pictures).mean())))
    return np.array(rows)


def _losses(batch: dict[str, np.ndarray], finished: np.ndarray) -> list[float]:
    """Of each picture, the weighted distance to the truth."""
    import torch

    from revive.animator.generator import read_colours

    opening, rest, rest_opening = (torch.from_numpy(batch[name]) for name in ("opening", "rest", "rest_opening"))
    spread = read_colours(rest, rest_opening)[:, 3, None, None, None].numpy()
    away = weights_of(opening).numpy() * np.abs(finished - batch["truth"]) / spread
    return [float(loss) for loss in away.mean(axis=(1, 2, 3))]


def write_sheet(path: Path, rows: list[np.ndarray]) -> None:
    """Rows of `sample_rows` as one PNG, marked: it shows what AI drew."""
    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    write_picture(np.vstack(rows), path, Provenance("photograph"), seen=False)


def sample_rows(shipped, taught, region: Region, held: list[Lesson]) -> list[np.ndarray]:
    """Pictures of held-back frames side by side: the photograph, before, after, and what was really there.

    The frames are spread from the least to the most opened.
    """
    import cv2

    places = [(lesson, first) for lesson in held for first in range(0, len(lesson.picture), int(lesson.run))]
    opened = np.array([float(lesson.opening[first].mean()) for lesson, first in places])
    order = np.argsort(opened, kind="stable")
    shown = order[np.linspace(0, len(order) - 1, min(SHOWN[region.name], len(order))).astype(int)]
    rows = []
    for k in shown:
        batch, before, _ = finish(shipped, region, [places[k]])
        _, after, _ = finish(taught, region, [places[k]])
        cells = [batch["rest"][0], before[0], after[0], batch["truth"][0]]
        cells = [np.clip(255 * cell.transpose(1, 2, 0), 0, 255).astype(np.uint8) for cell in cells]
        rows.append(np.hstack([cv2.resize(cell, CELL, interpolation=cv2.INTER_CUBIC) for cell in cells]))
    return rows


def _rounded(value: float) -> float:
    return round(float(value), 4)
