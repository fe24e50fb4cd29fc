"""Colourise a black-and-white photograph: plausible colours of skin, hair, lips and cloth; a guess, only on request."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.face.matte import foreground

WEIGHTS = Path(__file__).parent.parent / "weights" / "colour.safetensors"
BEHIND = 0.2  # of the colours that is left behind people, where nothing tells them


def colourise(image: np.ndarray, *, strength: float = 1.0, net=None) -> np.ndarray:
    """An (H, W, 3) uint8 picture in guessed colours, faint behind the people; its light stays as it is.

    Parameters
    ----------
    strength : 0–1.5, how strong the colours are; 0 is black and white
    net : another `ColourNet` than the shipped one
    """
    import cv2

    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    found = guess(lab[..., 0] / 100, net or load_net())
    height, width = image.shape[:2]
    shown = strength * (BEHIND + (1 - BEHIND) * foreground(image))[..., None]
    lab[..., 1:] = shown * cv2.resize(found, (width, height), interpolation=cv2.INTER_CUBIC)
    return (255 * cv2.cvtColor(lab, cv2.COLOR_LAB2RGB).clip(0, 1) + 0.5).astype(np.uint8)


def guess(light: np.ndarray, net) -> np.ndarray:
    """(h, w, 2) float32, Lab's a and b for a lightness (H, W) of 0–1, at the network's own size."""
    import cv2
    import torch

    from revive.restore.colour_net import COLOURS, SIDE
    from revive.restore.unet import MULTIPLE

    scale = SIDE / max(light.shape)
    size = tuple(max(round(side * scale / MULTIPLE), 1) * MULTIPLE for side in light.shape[::-1])
    small = cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    with torch.inference_mode():
        found = net(torch.from_numpy(small)[None, None])[0]
    return COLOURS * found.permute(1, 2, 0).numpy()


@cached_model()
def load_net(path: Path = WEIGHTS):
    """The trained `ColourNet`, once."""
    from revive.core.network_blocks import with_weights
    from revive.restore.colour_net import ColourNet

    return with_weights(ColourNet(), path)
