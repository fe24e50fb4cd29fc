"""Drawn people wear what somebody wore, whole, and it goes on where the head ends."""

import pytest
import torch

from revive.generator.encode import head_mask
from revive.generator.loading import load_fresh
from revive.generator.wardrobe import Wardrobe

pytestmark = pytest.mark.slow
HEAD, BODY = slice(4, 10), slice(10, 14)  # of the tiny generator's codes


def test_clothes_are_those_of_somebody_whole(tiny_large):
    pipeline = load_fresh(tiny_large)
    wardrobe, known = pipeline.wardrobe, pipeline.decoder.wardrobe
    code = torch.randn(6, pipeline.decoder.size, generator=torch.Generator().manual_seed(1))
    dressed = wardrobe.dress(code)
    assert all((row == known).all(dim=1).any() for row in dressed[:, BODY])
    others = [i for i in range(code.shape[1]) if not BODY.start <= i < BODY.stop]
    assert torch.equal(dressed[:, others], code[:, others])


def test_of_clothes_alike_those_are_taken_that_go_on_where_the_head_ends(tiny_large, monkeypatch):
    """Two outfits are as far from the drawn one; where head and body meet, one is light, and so is the head."""
    monkeypatch.setattr("revive.generator.wardrobe.LIKEST", 2)
    pipeline = load_fresh(tiny_large)
    decoder = pipeline.decoder
    mask = torch.from_numpy(head_mask(pipeline.frame))
    decoder.head_mean.copy_(0.8 * mask)
    decoder.body_mean.copy_(0.5 * (1 - mask))
    for basis in (decoder.head_basis, decoder.body_basis):
        basis.zero_()
    decoder.body_basis[0] = torch.where((mask > 0) & (mask < 1), 0.3 * (1 - mask), 0)
    decoder.wardrobe.copy_(torch.tensor([[-1.0, 0, 0, 0], [1, 0, 0, 0], [-1, 9, 0, 0], [1, 9, 0, 0]]))
    code = torch.zeros(1, decoder.size)
    assert Wardrobe(decoder, pipeline.frame).dress(code)[0, BODY].tolist() == [1, 0, 0, 0]
    decoder.head_mean.copy_(0.2 * mask)
    assert Wardrobe(decoder, pipeline.frame).dress(code)[0, BODY].tolist() == [-1, 0, 0, 0]


def test_without_a_wardrobe_nothing_changes(tiny):
    pipeline = load_fresh(tiny)
    code = torch.randn(2, pipeline.decoder.size)
    assert torch.equal(pipeline.wardrobe.dress(code), code)
