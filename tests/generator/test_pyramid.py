"""Fusing pictures: no seam, nothing twice, and the sharpest counts in fine detail."""

import cv2
import numpy as np

from revive.generator.pyramid import fused


def _stripes(period: int) -> np.ndarray:
    row = 128 + 60 * np.sin(2 * np.pi * np.arange(96) / period)
    return np.repeat(np.repeat(row[None], 96, axis=0)[..., None], 3, axis=2).astype(np.float32)


def test_one_picture_stays_as_it_is():
    picture = _stripes(6)
    assert np.abs(fused([picture], np.ones((1, 96, 96))) - picture).max() < 0.01


def test_two_walls_meet_without_a_step():
    dark, light = (np.full((96, 96, 3), level, np.float32) for level in (60.0, 180.0))
    left = np.zeros((96, 96))
    left[:, :48] = 1
    found = fused([dark, light], np.stack([left, 1 - left]))[48, :, 0]
    assert found[0] < 85 and found[-1] > 150
    assert np.abs(np.diff(found)).max() < 12


def test_fine_detail_is_that_of_the_sharpest_not_a_mean():
    sharp = _stripes(4)
    soft = cv2.GaussianBlur(sharp, (0, 0), 4)
    weights = np.stack([np.full((96, 96), 0.7), np.full((96, 96), 0.3)])
    mean = 0.7 * sharp + 0.3 * soft
    inner = (slice(20, 76), slice(20, 76))
    found = fused([sharp, soft], weights, sharpest=2)
    assert found[inner].std() > 0.9 * sharp[inner].std() > mean[inner].std() * 1.2
