"""Run the small U-Nets that see a photograph's lightness: one finds scratches, one guesses colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.core.onnx_session import load_network

MULTIPLE = 8  # of which height and width are

# lightness (h, w) float32 of 0–1 -> what the network says of it (channels, h, w)
LightnessNetwork = Callable[[np.ndarray], np.ndarray]


def load_lightness_network(weights: Path) -> LightnessNetwork:
    """The network of these weights, whose graph lies beside them."""
    net = load_network(weights.with_suffix(".onnx"), weights, ("found",))
    return lambda light: net.run(light=light[None, None])[0][0]
