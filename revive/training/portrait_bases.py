"""The linear part of the portrait decoder: what shapes and textures have in common, by principal components.

Also who is who in numbers: the code of every portrait, and textures as the bases would have them of strangers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.generator.encode import COARSE, MOST, Seen, background_of
from revive.generator.frame import HEIGHT, MESH, WIDTH
from revive.training.portraits import Portraits

FOLDS = 4  # of the portraits; each is also seen through bases that never saw it


@dataclass(frozen=True)
class Basis:
    """`mean` (D,), `rows` (K, D) and `spread` (K,): what is known is mean + (code * spread) @ rows.

    weight : (D,), how much each number counted; 1 where all count alike
    """

    mean: np.ndarray
    rows: np.ndarray
    spread: np.ndarray
    weight: np.ndarray

    def code(self, known: np.ndarray) -> np.ndarray:
        """(N, K) of (N, D)."""
        return ((known - self.mean) * self.weight) @ (self.rows * self.weight).T / self.spread

    def said(self, code: np.ndarray) -> np.ndarray:
        """(N, D) of (N, K)."""
        return self.mean + (code * self.spread) @ self.rows


def fit_basis(known: np.ndarray, count: int, weight: np.ndarray | None = None) -> Basis:
    """The first `count` principal components of (N, D), by the N x N products."""
    weight = np.ones(known.shape[1], np.float32) if weight is None else weight
    mean = known.mean(axis=0)
    away = (known - mean) * weight
    power, mixed = np.linalg.eigh(away @ away.T)
    power, mixed = power[::-1][:count], mixed[:, ::-1][:, :count]
    rows = (mixed.T @ away) / np.sqrt(power)[:, None]
    return Basis(mean, (rows / weight).astype(np.float32), np.sqrt(power / len(known)).astype(np.float32), weight)


def mean_shape(shapes: np.ndarray) -> np.ndarray:
    """(POINTS, 2) of (N, POINTS, 2), the same on both sides."""
    mean = shapes.mean(axis=0)
    return (mean + mirrored_shapes(mean[None], mirror_order(mean))[0]) / 2


def mirror_order(mean: np.ndarray) -> np.ndarray:
    """(POINTS,) which point is where each one is in a mirror."""
    from scipy.optimize import linear_sum_assignment

    order = np.empty(len(mean), int)
    for part in (slice(0, MESH), slice(MESH, None)):
        flipped_part = mean[part] * [-1, 1] + [WIDTH - 1, 0]
        apart = ((mean[part][:, None] - flipped_part[None]) ** 2).sum(axis=-1)
        order[part] = part.start + linear_sum_assignment(apart)[1]
    return order


def mirrored_shapes(shapes: np.ndarray, order: np.ndarray) -> np.ndarray:
    """(N, POINTS, 2) as a mirror shows them."""
    return (shapes * [-1, 1] + [WIDTH - 1, 0])[:, order]


def strangers(known: np.ndarray, learn: np.ndarray, count: int, weight: np.ndarray, mirrored: np.ndarray) -> np.ndarray:
    """(N, D) as bases have it that were fitted without the one they show; mirrored ones help to fit."""
    fold = np.arange(len(known)) % FOLDS
    seen = np.empty_like(known)
    for number in range(FOLDS):
        others = learn & (fold != number)
        basis = fit_basis(np.concatenate([known[others], mirrored[others]]), count, weight)
        seen[fold == number] = basis.said(basis.code(known[fold == number]).clip(-MOST, MOST))
    return seen


def flipped(textures: np.ndarray) -> np.ndarray:
    """Coarse textures (N, D) as a mirror shows them; the mean shape is the same on both sides."""
    pictures = textures.reshape(len(textures), 4, HEIGHT // COARSE, WIDTH // COARSE)
    return np.ascontiguousarray(pictures[..., ::-1]).reshape(len(textures), -1)


def backgrounds(portraits: Portraits) -> np.ndarray:
    """(N, BACKGROUND) float32: colour in the middle, 0–1, and its change to the right and to the foot."""
    seen = zip(portraits.pictures, portraits.mattes, portraits.shapes, strict=True)
    found = np.array([background_of(Seen(*one)) for one in seen])
    return np.where(np.isnan(found), np.nanmedian(found, axis=0), found)
