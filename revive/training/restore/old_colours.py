"""What time and hand make of a picture's colours: toned and stained black and white, hand-tinted, and faded prints."""

from __future__ import annotations

import numpy as np

from revive.portrait.grading import LUMA
from revive.teaching.common.pictures import jpeg

# a tone: Lab's a and b in the middle of the range of light
TONES = {"sepia": (6.0, 20.0), "yellowed": (0.0, 14.0), "cyan": (-6.0, -14.0), "selenium": (7.0, -4.0), "none": (0, 0)}
DYES = {"red": (1.0, 0.72, 0.68), "yellow": (1.0, 0.93, 0.66), "cyan": (0.68, 0.93, 1.0), "even": (1.0, 1.0, 1.0)}


def toned(picture: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A picture (H, W, 3) uint8 in black and white, as a toned, yellowed or stained print of it was scanned."""
    import cv2

    light = picture.astype(np.float32) @ LUMA
    low, high = draw.uniform(0, 50), draw.uniform(190, 255)
    lab = np.zeros(picture.shape, np.float32)
    lab[..., 0] = (low + (high - low) * light / 255) / 2.55
    strength = draw.uniform(0.4, 1.2)
    tone = strength * np.array(TONES[str(draw.choice(list(TONES)))]) + draw.normal(0, 1.5, 2)
    middle = 1 - draw.uniform(0, 1) * (2 * light / 255 - 1) ** 2  # many tones leave black and white alone
    lab[..., 1:] = middle[..., None] * tone
    if draw.random() < 0.5:  # paper yellows at its edges, and where it was wet
        lab += _stain(picture.shape, draw)[..., None] * (-8.0, 1.5, draw.uniform(4, 12))
    colour = 255 * cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
    return _scanned(colour, draw)


def tinted(picture: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """A coloured picture (H, W, 3) uint8 as if somebody had painted some of its colours, thinly, on a toned print."""
    import cv2

    own = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 1:]
    own = cv2.GaussianBlur(own, (0, 0), picture.shape[1] / 60)  # by hand, not to the pixel
    lab = cv2.cvtColor(toned(picture, draw).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    middle, reach = draw.uniform(0.3, 0.7, 2), draw.uniform(0.2, 0.5)
    painted = 1 / (1 + np.exp((np.hypot(x - middle[0], y - middle[1]) - reach) / 0.03))
    lab[..., 1:] += (draw.uniform(0.3, 0.7) * painted)[..., None] * (own - np.median(own.reshape(-1, 2), axis=0))
    return _scanned(255 * cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB), draw)


def faded(picture: np.ndarray, draw: np.random.Generator, left: tuple[float, float] = (0.2, 0.6)) -> np.ndarray:
    """A coloured picture (H, W, 3) uint8 as its dyes fade: the share `left` of its colours, less black, a cast."""
    colour = picture.astype(np.float32)
    light = (colour @ LUMA)[..., None]
    dyes = np.array(DYES[str(draw.choice(list(DYES)))]) ** draw.uniform(0.4, 1.0)
    low, high = draw.uniform(20, 80), draw.uniform(200, 245)
    pale = light + draw.uniform(*left) * (colour - light)
    return _scanned(low * (0.5 + 0.5 * dyes) + (high - low) * dyes * pale / 255, draw)


def _stain(shape: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """(H, W) 0–1, a soft patch or an edge."""
    height, width = shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, width)
    if draw.random() < 0.5:
        edge = np.minimum.reduce([x, y, x.max() - x, y.max() - y])
        return np.exp(-((edge / draw.uniform(0.05, 0.15)) ** 2))
    away = np.hypot(x - draw.uniform(0, 1), y - draw.uniform(0, 1))
    return 1 / (1 + np.exp((away - draw.uniform(0.1, 0.3)) / draw.uniform(0.01, 0.08)))


def _scanned(colour: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """With the noise of a scanner, in all three colours, and compressed."""
    noisy = colour + draw.normal(0, draw.uniform(0, 6), colour.shape[:2])[..., None]
    noisy = noisy + draw.normal(0, draw.uniform(0, 5), colour.shape)
    picture = (noisy + 0.5).clip(0, 255).astype(np.uint8)
    return jpeg(picture, int(draw.integers(45, 96))) if draw.random() < 0.7 else picture
