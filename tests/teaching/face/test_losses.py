"""What the generators are asked for."""

import pytest
import torch

from revive.teaching.face.losses import pixel_weights


def test_the_inside_of_the_mouth_counts_more():
    opening = torch.zeros(1, 1, 96, 112)
    opening[..., 40:50, 40:70] = 1
    weight = pixel_weights(opening)
    assert weight[0, 0, 45, 55] > weight[0, 0, 37, 55] > weight[0, 0, 5, 5]
    assert weight.mean() == pytest.approx(1)
