"""Samples are augmented: the same is done to what is drawn and to what was there."""

import numpy as np

from revive.animator.region import REGIONS
from revive.teaching.samples.augmentation import draw_batch
from revive.teaching.samples.region_samples import RegionSample


def test_augmentation_treats_warp_and_truth_alike():
    """Where the warp is the truth, it still is afterwards: light, grain, compression, turn and mirror are shared."""
    rng = np.random.default_rng(2)
    for region in REGIONS:
        width, height = region.size
        picture = rng.integers(0, 255, (3, height, width, 3), np.uint8)
        shape = rng.normal(0, 0.3, (3, 2 * len(region.shape), 2)).astype(np.float32)
        sample = RegionSample(
            picture, picture, np.zeros((3, height, width), np.uint8), np.zeros((3, height, width, 2), np.int8), shape,
            picture[0], np.zeros((height, width), np.uint8), np.array(3),
        )  # fmt: skip
        for _ in range(8):
            batch = draw_batch(region, [(sample, 0)], rng)
            assert np.allclose(batch["picture"], batch["truth"])
            assert batch["picture"].min() >= 0 and batch["picture"].max() <= 1
            assert batch["shape"].shape == shape.shape
