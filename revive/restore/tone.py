"""Correct fading and noise: stretch the tones to their full range, smooth grain and compression a little."""

from __future__ import annotations

import numpy as np

from revive.portrait.grading import LUMA
from revive.restore.colour_state import ColourState, colour_state

KEPT = 0.15  # of what fading took that is left faded: a print is not a screen
ENDS = (0.3, 99.7)  # percentiles that count as black and white
CAST = 0.6  # of a colour cast that is taken back
GRAINY = 2.2  # levels of noise from which it is worth smoothing
BLOCKY = 1.25  # how much larger steps at every eighth pixel are than elsewhere, from which compression shows


def refresh(image: np.ndarray) -> np.ndarray:
    """An (H, W, 3) uint8 picture with black and white where they were before it faded.

    The tone of a black-and-white print, such as sepia, stays; where there are colours, a cast over them is taken back.
    """
    import cv2

    if colour_state(image) is ColourState.NONE:
        lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
        lab[..., 0] = (_stretched(lab[..., 0].astype(np.float32), lab[..., 0]) + 0.5).clip(0, 255).astype(np.uint8)
        return cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
    colour = image.astype(np.float32)
    ends = np.percentile(colour.reshape(-1, 3), ENDS, axis=0)
    drift = (ends - ends.mean(axis=1, keepdims=True)).mean(axis=0)  # what black and white have in common is a cast
    colour -= CAST * drift
    return (_stretched(colour, colour @ LUMA) + 0.5).clip(0, 255).astype(np.uint8)


def _stretched(values: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Values as they would be if this light went from black to white."""
    low, high = np.percentile(light, ENDS)
    black, white = low * KEPT, 255 - (255 - high) * KEPT
    return black + (white - black) / max(high - low, 1.0) * (values - low)


def noise_of(image: np.ndarray) -> float:
    """The noise in levels, by what no edge and no slope leaves (Immerkær 1996, "Fast noise variance estimation")."""
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    rest = cv2.filter2D(image.astype(np.float32), -1, kernel)
    return float(np.median(np.abs(rest)) / 0.6745)


def blocks_of(image: np.ndarray) -> float:
    """How much larger the steps between neighbours are at every eighth pixel than at the others; 1 is not at all."""
    light = image.mean(axis=2)
    ratios = []
    for step in (np.abs(np.diff(light, axis=0)).mean(axis=1), np.abs(np.diff(light, axis=1)).mean(axis=0)):
        sums = [step[offset::8].mean() for offset in range(8)] if len(step) >= 16 else [1.0]
        ratios.append(max(sums) / max(float(np.median(sums)), 1e-6))
    return float(np.mean(ratios))


def calm(image: np.ndarray) -> np.ndarray:
    """The picture with less grain and fewer compression blocks; unchanged if there is little of either.

    Non-local means (Buades et al. 2005): what repeats is kept, what does not is noise.
    """
    import cv2

    noise, blocky = noise_of(image), blocks_of(image) > BLOCKY
    if noise < GRAINY and not blocky:
        return image
    much = float(np.clip(0.8 * noise, 2.5 if blocky else 0.0, 12.0))
    return cv2.fastNlMeansDenoisingColored(np.ascontiguousarray(image), None, much, much, 5, 15)
