"""Estimate the light of a photograph from the skin and the whites of the eyes, to colour the drawn teeth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.face import mesh
from revive.portrait.grading import LUMA

CHEEKS = (50, 280, 101, 330, 205, 425, 36, 266, 118, 347)
MONOCHROME = 5.0  # levels; below this the colours of a photograph all lie on one line from dark to bright


@dataclass(frozen=True)
class Light:
    """How a surface of reflectance (r, g, b) looks in this photograph.

    Attributes
    ----------
    level : brightness of a white surface at the face, 0–255
    tint : (3,), colour of the light, of mean luma 1
    tones : (3, 3) or None; for black-and-white and sepia prints, R, G and B as parabolas of the luma
    """

    level: float
    tint: np.ndarray
    tones: np.ndarray | None

    def on(self, reflectance: np.ndarray) -> np.ndarray:
        """(…, 3) reflectance 0–1 as the photograph would show it, float32 0–255."""
        colour = reflectance * self.tint * self.level
        if self.tones is not None:
            luma = colour @ LUMA
            colour = np.stack([np.polyval(tone, luma) for tone in self.tones], axis=-1)
        return np.clip(colour, 0, 255).astype(np.float32)


def read_light(image: np.ndarray, landmarks: np.ndarray) -> Light:
    """The light on the face with these (478, 3) landmarks in an (H, W, 3) uint8 RGB image."""
    reach = max(1, round(0.08 * mesh.eye_distance(landmarks[:, :2])))
    skin = pixels_around(image, landmarks[list(CHEEKS), :2], reach=reach)
    eyes = np.concatenate([_eye_whites(image, landmarks, ring) for ring in (mesh.RIGHT_IRIS, mesh.LEFT_IRIS)])
    bright_skin = np.percentile(skin @ LUMA, 85)
    white = np.percentile(eyes @ LUMA, 85)
    level = np.clip(max(1.15 * bright_skin, 1.15 * white), 60, 250)
    tint = np.median(skin, axis=0)
    tint = tint / (tint @ LUMA)
    tint = 1 + 0.35 * (tint - 1)  # most of the skin's colour is the skin's own
    return Light(float(level), tint, read_tones(image))


def read_tones(image: np.ndarray) -> np.ndarray | None:
    """(3, 3), the tones of a black-and-white or sepia print (see `Light`); None for a coloured picture."""
    pixels = image.reshape(-1, 3)[:: max(1, image.size // 60000)].astype(np.float64)
    luma = pixels @ LUMA
    tones = np.array([np.polyfit(luma, pixels[:, channel], 2) for channel in range(3)])
    residual = pixels - np.stack([np.polyval(tone, luma) for tone in tones], axis=1)
    return tones if residual.std() < MONOCHROME else None


def pixels_around(image: np.ndarray, centres: np.ndarray, *, reach: int) -> np.ndarray:
    """The pixels (n, 3) float64 in squares of 2 reach + 1 about centres (m, 2) of an (H, W, 3) image."""
    height, width = image.shape[:2]
    x, y = np.round(centres).astype(int).T
    offsets = np.arange(-reach, reach + 1)
    xs = np.clip(x[:, None, None] + offsets[None, None], 0, width - 1)
    ys = np.clip(y[:, None, None] + offsets[None, :, None], 0, height - 1)
    return image[ys, xs].reshape(-1, 3).astype(np.float64)


def _eye_whites(image: np.ndarray, landmarks: np.ndarray, iris: tuple[int, ...]) -> np.ndarray:
    centre, edge = landmarks[iris[0], :2], landmarks[list(iris[1:]), :2]
    radius = np.linalg.norm(edge - centre, axis=1).mean()
    aside = np.array([(1.45 * radius, 0), (-1.45 * radius, 0)])
    return pixels_around(image, centre + aside, reach=max(1, round(0.25 * radius)))
