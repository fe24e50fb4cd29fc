"""How each blendshape score moves the points of the face mesh: a linear basis, learned from tracked films."""

from __future__ import annotations

import functools

import numpy as np

from revive.core.weights import FOLDER, check_weights
from revive.face import mesh

MIDDLE = slice(3, 6)  # of the nine pairs of points between the lips: those whose mean is `mesh.inner_lip_gap`
WEIGHTS = FOLDER / "expression_basis.safetensors"


@functools.cache
def expression_basis() -> dict[str, np.ndarray]:
    """The shipped basis: mean (478, 3), basis (52, 478, 3) in eye distances, triangles (852, 3)."""
    from safetensors.numpy import load_file

    tensors = load_file(check_weights(WEIGHTS))
    return {
        "mean": tensors["mean"].astype(np.float64),
        "basis": tensors["basis"].astype(np.float64),
        "triangles": tensors["triangles"].astype(np.int32),
    }


@functools.cache
def lip_parting() -> np.ndarray:
    """(52, 9), how far a score of 1 parts each pair of points of the inner lips, in eye distances."""
    down = expression_basis()["basis"][..., 1]
    return down[:, list(mesh.LOWER_INNER_LIP)] - down[:, list(mesh.UPPER_INNER_LIP)]


@functools.cache
def gap_parting() -> np.ndarray:
    """(52,), how far a score of 1 parts the middle of the lips (`mesh.inner_lip_gap`), in eye distances."""
    return lip_parting()[:, MIDDLE].mean(axis=1)
