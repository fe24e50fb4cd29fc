"""Where the points of a face would be with its lips closed and at ease: a linear map, learned from pairs."""

from __future__ import annotations

import numpy as np

from revive.face import mesh
from revive.face.blendshapes import BLENDSHAPES
from revive.face.expression_basis import expression_basis

LIPS = (*mesh.OUTER_LIPS, *mesh.MOUTH_RING)
LOWER_SCORES = [i for i, name in enumerate(BLENDSHAPES) if name.startswith(("mouth", "jaw", "cheek", "nose"))]
FROM, WHOLLY = 0.2, 0.6  # eye distances below the eyes from which a point goes, and goes all the way


def fixed_to_mean(landmarks: np.ndarray) -> np.ndarray:
    """Points (478, 3) laid on the mean face by those that expressions hardly move; in eye distances."""
    mean, stable = expression_basis()["mean"], list(mesh.STABLE)
    scale, rotation, shift = mesh.similarity(landmarks[stable].astype(np.float64), mean[stable])
    return scale * landmarks @ rotation.T + shift


def features(laid: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """What the way to rest depends on: scores of the lower face, the lips' points less the mean's, and 1.

    laid : (478, 3), as `fixed_to_mean` gives them
    scores : (52,)
    """
    lips = list(LIPS)
    away = (laid - expression_basis()["mean"])[lips, :2]
    return np.concatenate([scores[LOWER_SCORES], away.ravel(), [1.0]])


def lower_share() -> np.ndarray:
    """(478, 1), 0–1, how much each point belongs to the lower face, which goes to rest."""
    return np.clip((expression_basis()["mean"][:, 1:2] - FROM) / (WHOLLY - FROM), 0, 1)


def resting_landmarks(landmarks: np.ndarray, scores: np.ndarray, geometry: np.ndarray) -> np.ndarray:
    """(478, 3), the points with the lips closed and at ease, in pixels as `landmarks`; eyes and brows stay.

    geometry : (features, 478, 3)
    """
    mean, stable = expression_basis()["mean"], list(mesh.STABLE)
    source = landmarks.astype(np.float64)
    scale, rotation, _ = mesh.similarity(mean[stable], source[stable])
    way = np.tensordot(features(fixed_to_mean(source), scores), geometry.astype(np.float64), axes=1)
    rested = source + scale * (lower_share() * way) @ rotation.T
    upper, lower = list(mesh.UPPER_INNER_LIP), list(mesh.LOWER_INNER_LIP)
    middle = (rested[upper] + rested[lower]) / 2
    rested[upper] = rested[lower] = middle
    return rested
