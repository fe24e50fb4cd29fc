"""The generators run over samples, to be judged or looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from revive.animator.region import Region
from revive.teaching.samples.augmentation import draw_batch
from revive.teaching.samples.region_samples import RegionSample

if TYPE_CHECKING:
    from torch import nn

BATCH = 24  # pictures finished at once


def finish(
    net: nn.Module, region: Region, chosen: list[tuple[RegionSample, int]]
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Runs without augmentation, and what the generator makes of them.

    Returns
    -------
    batch as of `draw_batch`, finished (n, 3, h, w) 0–1, mask (n, 1, h, w) 0–1
    """
    import torch

    from revive.animator.generator import read_colours

    batch = draw_batch(region, chosen, np.random.default_rng(0), augment=False)
    device = next(net.parameters()).device
    t = {key: torch.from_numpy(value).to(device) for key, value in batch.items()}
    with torch.inference_mode():
        colours = read_colours(t["rest"], t["rest_opening"])
        finished, mask = net(t["picture"], t["opening"], t["stretch"], t["shape"], colours, t["share"])
    return batch, finished.clamp(0, 1).cpu().numpy(), mask.cpu().numpy()


def finish_all(
    net: nn.Module, region: Region, samples: list[RegionSample]
) -> Iterator[tuple[dict[str, np.ndarray], np.ndarray]]:
    """Every frame of the samples, at most BATCH at once: the batch, and what the generator makes of it."""
    for sample in samples:
        run = int(sample.run)
        starts = range(0, len(sample.picture), run)
        for at in range(0, len(starts), BATCH // run):
            batch, finished, _ = finish(net, region, [(sample, start) for start in starts[at : at + BATCH // run]])
            yield batch, finished
