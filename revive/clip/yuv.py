"""Frames as the encoders take them: YUV 4:2:0 planes of BT.709 in video range, half of RGB's bytes.

OpenCV converts a frame in less than half the time that ffmpeg's own scaler needs.
"""

from __future__ import annotations

import functools

import numpy as np

RED, BLUE = 0.2126, 0.0722  # shares of the lightness in BT.709; the rest is green


def yuv420(frame: np.ndarray) -> np.ndarray:
    """The planes of a frame (H, W, 3) uint8 RGB, H and W even: (H * 3 / 2, W) uint8, as ffmpeg has them in memory.

    First the rows of Y, then all of U and all of V, which are half as wide and half as high.
    """
    import cv2

    height, width = frame.shape[:2]
    whole = cv2.transform(frame, _matrix())
    half = cv2.resize(whole, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    planes = np.empty(height * width * 3 // 2, np.uint8)
    light, blue, red = np.split(planes, [height * width, height * width * 5 // 4])
    light.reshape(height, width)[:] = whole[..., 0]
    blue.reshape(half.shape[:2])[:] = half[..., 1]
    red.reshape(half.shape[:2])[:] = half[..., 2]
    return planes.reshape(-1, width)


@functools.cache
def _matrix() -> np.ndarray:
    """(3, 4) float32, what turns red, green and blue, 0–255, into Y of 16–235 and U and V of 16–240."""
    light = np.array([RED, 1 - RED - BLUE, BLUE])
    blue = ([0, 0, 1] - light) / (2 * (1 - BLUE))
    red = ([1, 0, 0] - light) / (2 * (1 - RED))
    return np.column_stack([np.stack([219 * light, 224 * blue, 224 * red]) / 255, [16, 128, 128]]).astype(np.float32)
