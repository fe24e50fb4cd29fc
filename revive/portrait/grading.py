"""Apply the light and the background that a description asks for to the photograph, once, before animation.

The colour changes are gentle on purpose: a family should not notice a filter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revive.face.matte import person_matte

# light -> (gain of red, green, blue; gamma, below 1 lifts the shadows; saturation; warmth of a soft side light 0-1)
LIGHTS = {
    "morning light": ((1.05, 1.01, 0.94), 0.92, 1.0, 0.35),
    "golden hour": ((1.13, 1.00, 0.80), 0.97, 1.12, 0.60),
    "candlelight": ((1.10, 0.90, 0.66), 1.18, 1.00, 0.50),
    "cool": ((0.92, 0.99, 1.09), 1.00, 0.90, 0.0),
    "black and white": ((1.0, 1.0, 1.0), 1.0, 0.0, 0.0),
    "sepia": ((1.07, 0.98, 0.80), 1.0, 0.0, 0.0),
}
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def relight(image: np.ndarray, light: str) -> np.ndarray:
    """An (H, W, 3) uint8 RGB image in one of the lights above; "as it is" returns it unchanged."""
    if light not in LIGHTS:
        return image
    gain, gamma, saturation, side = LIGHTS[light]
    colour = (image.astype(np.float32) / 255) ** gamma
    grey = (colour @ LUMA)[..., None]
    colour = grey + saturation * (colour - grey)
    height, width = image.shape[:2]
    # light from the upper left, as from a window; brightness in the middle stays what it was
    across = np.linspace(1, -1, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0.6, -0.6, height, dtype=np.float32)[:, None, None]
    colour = colour * np.asarray(gain, np.float32) * (1 + 0.16 * side * (across + down))
    before = (image.astype(np.float32) / 255 @ LUMA).mean()
    after = (colour @ LUMA).mean()
    if light != "candlelight":  # the others keep the picture's own brightness
        colour *= before / max(after, 1e-6)
    return (colour.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def set_background(image: np.ndarray, people: Sequence[np.ndarray], background: str) -> np.ndarray:
    """Blur or dim the background behind the people with these landmarks; "as it is" returns the image unchanged."""
    import cv2

    if background == "as it is":
        return image
    matte = np.maximum.reduce([person_matte(image, landmarks) for landmarks in people])[..., None]
    reach = max(image.shape[:2])
    if background == "softened":
        # the person is taken out before blurring, so that no halo of hair and collar bleeds into the background
        away = 1 - matte
        sigma = reach / 45
        spread = cv2.GaussianBlur(image * away, (0, 0), sigma)
        weight = cv2.GaussianBlur(away, (0, 0), sigma)
        weight = weight[..., None]  # GaussianBlur drops the last axis of one channel
        behind = spread / np.maximum(weight, 1e-3)
        trust = np.clip(weight * 8, 0, 1)
        behind = trust * behind + (1 - trust) * cv2.GaussianBlur(image, (0, 0), sigma)
    else:
        behind = image * np.float32(0.45)
    return (matte * image + (1 - matte) * behind + 0.5).clip(0, 255).astype(np.uint8)
