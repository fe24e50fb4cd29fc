"""How each blendshape score moves the points of the face mesh: a linear basis, learned from tracked films."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parents[1] / "weights" / "expression_basis.safetensors"


@functools.cache
def expression_basis() -> dict[str, np.ndarray]:
    """The shipped basis: mean (478, 3), basis (52, 478, 3) in eye distances, triangles (852, 3)."""
    from safetensors.numpy import load_file

    tensors = load_file(WEIGHTS)
    return {
        "mean": tensors["mean"].astype(np.float64),
        "basis": tensors["basis"].astype(np.float64),
        "triangles": tensors["triangles"].astype(np.int32),
    }
