"""Colourise a black-and-white photograph: plausible colours of skin, hair, lips and cloth; a guess, only on request."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.weights import FOLDER
from revive.face.matte import foreground
from revive.restore.lightness_network import MULTIPLE, LightnessNetwork, load_lightness_network

WEIGHTS = FOLDER / "colour.safetensors"
SIDE = 128  # pixels of the longest side at which colours are guessed; they are softer than light
COLOURS = 110.0  # Lab units that count as 1
BEHIND = 0.2  # of the colours that is left behind people, where nothing tells them


def colourise(image: np.ndarray, *, strength: float = 1.0, net: LightnessNetwork | None = None) -> np.ndarray:
    """An (H, W, 3) uint8 picture in guessed colours, faint behind the people; its light stays as it is.

    Parameters
    ----------
    strength : 0–1.5, how strong the colours are; 0 is black and white
    net : another than the shipped one
    """
    import cv2

    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    found = guess(lab[..., 0] / 100, net or load_net())
    height, width = image.shape[:2]
    shown = strength * (BEHIND + (1 - BEHIND) * foreground(image))[..., None]
    lab[..., 1:] = shown * cv2.resize(found, (width, height), interpolation=cv2.INTER_CUBIC)
    return (255 * cv2.cvtColor(lab, cv2.COLOR_LAB2RGB).clip(0, 1) + 0.5).astype(np.uint8)


def guess(light: np.ndarray, net: LightnessNetwork) -> np.ndarray:
    """(h, w, 2) float32, Lab's a and b for a lightness (H, W) of 0–1, at the network's own size."""
    import cv2

    scale = SIDE / max(light.shape)
    size = tuple(max(round(side * scale / MULTIPLE), 1) * MULTIPLE for side in light.shape[::-1])
    small = cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return COLOURS * net(small).transpose(1, 2, 0)


@cached_model()
def load_net(path: Path = WEIGHTS) -> LightnessNetwork:
    """The trained network, once; what it says are colours, Lab's a and b, in units of COLOURS."""
    return load_lightness_network(path)
