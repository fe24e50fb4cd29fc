"""Teeth and tongue drawn for a mouth that was closed when the photograph was taken.

Drawn in the frame of the mean face (lengths in eye distances, x to the picture's right, y down, the closed lips at
y = 0), as brightness and coverage; the photograph's light gives them their colour later. Sizes follow the mean
widths of adult teeth (Wheeler's dental anatomy), an eye distance taken as 63 mm; places and brightness were set by
what the mouths of people who were filmed show on the average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

HALF_WIDTH, ABOVE, BELOW = 0.5, 0.25, 0.35  # what a drawing covers, in eye distances
UPPER_WIDTHS = (0.135, 0.105, 0.12, 0.11, 0.11, 0.16)  # from the midline: incisors, canine, premolars, molar
LOWER_WIDTHS = (0.086, 0.095, 0.108, 0.112, 0.115, 0.17)
UPPER_EDGES = (0.0, -0.012, -0.004, -0.018, -0.022, -0.03)  # how much higher than the first incisor each one ends
ENAMEL, GUM, TONGUE, CAVITY = (0.98, 0.93, 0.86), (0.62, 0.34, 0.33), (0.60, 0.37, 0.36), (0.30, 0.11, 0.10)
LOWER_EDGE = 0.045  # where the lower incisors end, below the closed lips


@dataclass(frozen=True)
class Drawing:
    """Colour (h, w, 3) float32 as reflectance 0–1, coverage (h, w) float32, and pixels in an eye distance."""

    colour: np.ndarray
    coverage: np.ndarray
    scale: float

    def corners(self) -> np.ndarray:
        """Three points of the drawing (pixels) for an affine map: x = 0, x = 0.5 and y = 0.35."""
        return np.array([(HALF_WIDTH, ABOVE), (2 * HALF_WIDTH, ABOVE), (HALF_WIDTH, ABOVE + BELOW)]) * self.scale


def draw_upper_teeth(scale: float, *, edge: float) -> Drawing:
    """The upper row; the first incisors end `edge` below the closed lips."""
    x, y = _plane(scale)
    tooth, across, side = _arch(x, UPPER_WIDTHS, radius=0.40)
    end = edge + np.array(UPPER_EDGES)[tooth] - 0.40 * x**2 - 0.020 * np.abs(across) ** 5
    coverage = _soft(end - y, scale)
    gum = edge - 0.155 + 0.02 * across**2 - 0.1 * x**2
    shade = _tooth_shade(across, side) * (0.90 + 0.10 * np.clip((y - gum) / 0.1, 0, 1))
    colour = _blend(np.array(ENAMEL), np.array(GUM), _soft(gum - y, scale)) * shade[..., None]
    return Drawing(colour.astype(np.float32), (coverage * (np.abs(x) < 0.395)).astype(np.float32), scale)


def draw_lower_teeth(scale: float) -> Drawing:
    """The lower row, for the jaw: its edge lies just behind the upper one's when the mouth is closed."""
    x, y = _plane(scale)
    tooth, across, side = _arch(x, LOWER_WIDTHS, radius=0.36)
    end = LOWER_EDGE - 0.010 * (tooth == 2) + 0.10 * x**2 + 0.010 * np.abs(across) ** 5
    coverage = _soft(y - end, scale)
    gum = end + 0.12 - 0.02 * across**2
    shade = 0.75 * _tooth_shade(across, side) * (1 - 0.35 * np.clip((y - end) / 0.12, 0, 1))
    colour = _blend(np.array(ENAMEL), np.array(GUM), _soft(y - gum, scale)) * shade[..., None]
    return Drawing(colour.astype(np.float32), (coverage * (np.abs(x) < 0.355)).astype(np.float32), scale)


def draw_tongue(scale: float) -> Drawing:
    """The tongue, for the jaw, lying behind the lower teeth."""
    x, y = _plane(scale)
    top = -0.10 + 0.9 * x**2 + 0.012 * np.exp(-((x / 0.03) ** 2))  # a shallow groove along the middle
    coverage = np.clip((y - top) / 0.05, 0, 1)
    shade = (0.62 + 0.40 * np.exp(-(((y - top - 0.09) / 0.06) ** 2))) * np.clip(1.15 - 1.3 * np.abs(x), 0.2, 1)
    colour = np.array(TONGUE) * shade[..., None]
    return Drawing(colour.astype(np.float32), (coverage * np.clip((0.33 - np.abs(x)) / 0.05, 0, 1)).astype(np.float32),
                   scale)  # fmt: skip


def _plane(scale: float) -> tuple[np.ndarray, np.ndarray]:
    width, height = round(2 * HALF_WIDTH * scale), round((ABOVE + BELOW) * scale)
    x = (np.arange(width) + 0.5) / scale - HALF_WIDTH
    y = (np.arange(height) + 0.5) / scale - ABOVE
    return np.meshgrid(x, y)


def _arch(x: np.ndarray, widths: tuple[float, ...], *, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each pixel: which tooth from the midline, where across it (−1…1), and how far it turns aside (0…1)."""
    angle = np.arcsin(np.clip(np.abs(x) / radius, 0, 0.999))
    along = angle * radius
    ends = np.cumsum(widths)
    tooth = np.minimum(np.searchsorted(ends, along), len(widths) - 1)
    width = np.array(widths)[tooth]
    across = np.clip((along - ends[tooth] + width / 2) / (width / 2), -1, 1)
    return tooth, across, 1 - np.cos(angle)


def _tooth_shade(across: np.ndarray, side: np.ndarray) -> np.ndarray:
    rounded = 1 - 0.10 * across**2
    between = 1 - 0.14 * np.exp(-(((1 - np.abs(across)) / 0.09) ** 2))
    return rounded * between * (1 - 0.75 * np.clip(side, 0, 1))


def _soft(inside: np.ndarray, scale: float) -> np.ndarray:
    """1 where `inside` (eye distances) is positive, with an edge one pixel wide."""
    return np.clip(inside * scale + 0.5, 0, 1)


def _blend(first: np.ndarray, second: np.ndarray, share: np.ndarray) -> np.ndarray:
    return first + share[..., None] * (second - first)
