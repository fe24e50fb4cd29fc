"""Tell whether a photograph has colours of its own: black and white, faded or tinted by hand, or coloured.

A cast is no colour. What toning, yellowed paper or faded dyes do to a black-and-white print follows its light: grey of
one lightness has one hue. So Lab's two colours are explained by lightness first, and only what is left counts. Paper
ages between yellow and blue. Skin, lips and cloth also differ between green and red, which tells colours from stains;
that is measured against the contrast of the picture, because fading takes both alike.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

SIDE = 160  # pixels of the longest side that is looked at; grain and the noise of a scan are gone at it
LEVELS = 25  # of lightness, each of which counts as much: a white wall is one of them, however large it is
RARE = 0.004  # of the picture; a level with less counts less
SHARE = 0.75  # of the picture that has less colour than what is measured
RED_OR_GREEN = 0.020  # of the contrast, from which a picture has colours of its own
STRONG = 0.075  # of the contrast, the colour that a picture which did not fade has
LEAST_CONTRAST = 10.0  # Lab units


class ColourState(Enum):
    """What colours a photograph has."""

    NONE = "black and white"
    WEAK = "faded or tinted"
    FULL = "coloured"


def colour_state(image: np.ndarray) -> ColourState:
    """Of an (H, W, 3) uint8 picture; one that is toned, yellowed or stained all over is black and white."""
    red_or_green, colour = own_colour(image)
    if red_or_green < RED_OR_GREEN:
        return ColourState.NONE
    return ColourState.FULL if colour > STRONG else ColourState.WEAK


def own_colour(image: np.ndarray) -> tuple[float, float]:
    """How far colours lie from the picture's cast, in shares of its contrast: between red and green, and in all."""
    import cv2

    scale = min(SIDE / max(image.shape[:2]), 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    light, colour = lab[..., 0].ravel() / 100, lab[..., 1:].reshape(-1, 2)
    level = (light * LEVELS).astype(int).clip(0, LEVELS - 1)
    weight = 1 / np.maximum(np.bincount(level, minlength=LEVELS)[level], RARE * len(light))
    own = (colour - _cast(light, colour, weight)).reshape(*lab.shape[:2], 2).astype(np.float32)
    own = cv2.GaussianBlur(own, (0, 0), 1.5).reshape(-1, 2)
    low, high = np.percentile(light, (5, 95))
    contrast = max(100 * float(high - low), LEAST_CONTRAST)
    red_or_green, both = (_quantile(part, weight, SHARE) for part in (np.abs(own[:, 0]), np.hypot(*own.T)))
    return red_or_green / contrast, both / contrast


def _cast(light: np.ndarray, colour: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(N, 2), the colour that grey of each lightness (N,) has: a parabola; what lies far from it counts less."""
    powers, counted, fitted = light[:, None] ** np.arange(3), weight, colour
    for _ in range(6):
        weighed = (counted[:, None] * powers).T
        fitted = powers @ np.linalg.lstsq(weighed @ powers, weighed @ colour, rcond=None)[0]
        away = np.hypot(*(colour - fitted).T)
        counted = weight / (1 + (away / (1.5 * max(_quantile(away, weight, 0.5), 0.5))) ** 2)  # Cauchy
    return fitted


def _quantile(values: np.ndarray, weight: np.ndarray, share: float) -> float:
    order = np.argsort(values)
    below = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(below, share * below[-1])])
