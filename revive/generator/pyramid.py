"""Fuse aligned pictures by Laplacian pyramids (Burt & Adelson 1983, "A multiresolution spline"): no seam, no ghost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEVELS = 5
PEAKED = 8  # power of the weights in the finest bands, so that nearly all comes from one picture


def fused(pictures: Sequence[np.ndarray], weights: np.ndarray, *, sharpest: int = 0) -> np.ndarray:
    """(h, w, channels) float32: in each band of detail the pictures weighted, as softly as the band is coarse.

    Parameters
    ----------
    pictures : (h, w, channels) float32 each
    weights : (n, h, w), ≥ 0
    sharpest : in so many of the finest bands the picture with the most weight counts nearly alone
    """
    import cv2

    bands = [_bands(picture) for picture in pictures]
    total = [
        np.sum([share[number][..., None] * bands[number][level] for number in range(len(pictures))], axis=0)
        for level, share in enumerate(_shares(weights, sharpest))
    ]
    found = total[-1]
    for band in reversed(total[:-1]):
        found = cv2.pyrUp(found, dstsize=band.shape[1::-1]) + band
    return found


def _bands(picture: np.ndarray) -> list[np.ndarray]:
    """The Laplacian pyramid, the finest band first."""
    import cv2

    bands = []
    for _ in range(LEVELS):
        smaller = cv2.pyrDown(picture)
        bands.append(picture - cv2.pyrUp(smaller, dstsize=picture.shape[1::-1]))
        picture = smaller
    return [*bands, picture]


def _shares(weights: np.ndarray, sharpest: int) -> list[np.ndarray]:
    """(n, h, w) of each band; the sum over n is 1."""
    import cv2

    smooth = [[weight.astype(np.float32)] for weight in weights]
    for weight in smooth:
        for _ in range(LEVELS):
            weight.append(cv2.pyrDown(weight[-1]))
    shares = []
    for level in range(LEVELS + 1):
        share = np.stack([weight[level] for weight in smooth])
        share = share / np.maximum(share.max(axis=0), 1e-6)
        share = share ** (PEAKED if level < sharpest else 1)
        shares.append(share / share.sum(axis=0))
    return shares
