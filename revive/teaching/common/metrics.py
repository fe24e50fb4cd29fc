"""How near one picture is to another: peak signal-to-noise ratio and structural similarity (Wang et al. 2004)."""

from __future__ import annotations

import numpy as np

PSNR_LIMIT = 100.0  # dB; said of pictures that are the same


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """In dB, of two pictures of values 0–255; at most `PSNR_LIMIT`."""
    error = float(np.square(np.asarray(picture, np.float64) - truth).mean())
    return PSNR_LIMIT if error == 0 else min(PSNR_LIMIT, 10 * np.log10(255**2 / error))


def ssim(picture: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(H, W), structural similarity about each pixel of two (H, W, 3) pictures of 0–255; its mean is the SSIM."""
    from skimage.metrics import structural_similarity

    first, second = np.asarray(picture, np.float32), np.asarray(truth, np.float32)
    return structural_similarity(
        first, second, channel_axis=2, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
        full=True,
    )[1].mean(axis=2)  # fmt: skip
