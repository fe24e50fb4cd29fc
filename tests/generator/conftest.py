"""Tiny generators of the embedded one's form, whose weights are drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import numpy as np


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The folder of an untrained generator: a mean face of plausible shape, and noise."""
    return written(tmp_path_factory.mktemp("generator"))


@pytest.fixture(scope="session")
def tiny_large(tmp_path_factory):
    """The same with an upsampler, four outfits and a ranker."""
    return written(tmp_path_factory.mktemp("generator"), ranked=True, scale=2, outfits=4)


def written(folder, *, ranked=False, **settings):
    """`folder`, with an untrained generator of these settings."""
    import numpy as np
    import torch

    from revive.generator.decoder import PortraitDecoder
    from revive.generator.denoiser import PortraitDenoiser
    from revive.generator.frame import ANGLES, CENTRE, COLUMNS, HEIGHT, MESH
    from revive.generator.pipeline import PortraitPipeline
    from revive.generator.ranker import PortraitRanker
    from revive.teaching.common.denoising import make_sampler

    torch.manual_seed(3)
    draw = np.random.default_rng(3)
    decoder = PortraitDecoder(shapes=4, heads=6, bodies=4, widths=(8, 8, 16, 16), **settings)
    face = CENTRE + draw.uniform(-1, 1, (MESH, 2)) * (50, 65)
    ring = CENTRE + 90 * np.column_stack([np.sin(ANGLES), -np.cos(ANGLES)])
    shoulders = np.column_stack([COLUMNS, np.full(len(COLUMNS), HEIGHT - 30)])
    decoder.shape_mean.copy_(torch.from_numpy(np.concatenate([face, ring, shoulders]).ravel()))
    decoder.head_mean.fill_(0.25)
    decoder.body_mean.fill_(0.25)
    for name in ("shape", "head", "body", "background"):
        basis = getattr(decoder, f"{name}_basis")
        basis.copy_(torch.randn(basis.shape) * (0.3 if name == "shape" else 0.1))
    if decoder.wardrobe is not None:
        decoder.wardrobe.copy_(torch.randn(decoder.wardrobe.shape))
    denoiser = PortraitDenoiser(size=decoder.size, width=32, layers=1)
    ranker = PortraitRanker(size=decoder.size, width=16, shared=8) if ranked else None
    PortraitPipeline(denoiser, decoder, make_sampler(), ranker).save_pretrained(folder)
    return folder


@pytest.fixture
def photo() -> np.ndarray:
    """A picture of noise, which every small change of a model shows in."""
    import numpy as np

    return np.random.default_rng(0).integers(0, 255, (70, 50, 3)).astype(np.uint8)
