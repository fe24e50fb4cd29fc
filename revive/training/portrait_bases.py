"""The linear part of the portrait decoder: what shapes and textures have in common, by principal components.

Also who is who in numbers: the code of every portrait, and textures as the bases would have them of strangers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.imagine.decoder import BACKGROUND, COARSE
from revive.imagine.frame import HEIGHT, MESH, OVAL, WIDTH, Frame
from revive.training.portraits import Portraits

FOLDS = 4  # of the portraits; each is also seen through bases that never saw it
FACE = 2.0  # how much more a pixel of the face counts than one of hair and cloth
MOST = 3.0  # spreads, beyond which no code goes


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


def coarse(textures: np.ndarray) -> np.ndarray:
    """(N, 4, h, w) uint8 -> (N, 4 h/2 w/2) float32, 0–1: what the linear basis is about."""
    small = textures.reshape(len(textures), 4, HEIGHT // COARSE, COARSE, WIDTH // COARSE, COARSE)
    return (small.mean(axis=(3, 5), dtype=np.float32) / 255).reshape(len(textures), -1)


def face_weight(frame: Frame) -> np.ndarray:
    """(4 h/2 w/2,) float32, the square root of how much a pixel counts."""
    import cv2

    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillPoly(mask, [np.round(frame.mean[list(OVAL)]).astype(np.int32)], 1.0)
    mask = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 6), (WIDTH // COARSE, HEIGHT // COARSE))
    return np.tile(np.sqrt(1 + (FACE - 1) * mask).ravel(), 4).astype(np.float32)


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
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    plane = np.stack([np.ones((HEIGHT, WIDTH)), x / (WIDTH / 2) - 1, y / (HEIGHT / 2) - 1], axis=-1)
    rows = []
    for picture, matte in zip(portraits.pictures, portraits.mattes, strict=True):
        empty = matte < 8
        if empty.sum() < 500:
            rows.append(np.full(BACKGROUND, np.nan))
            continue
        fitted = np.linalg.lstsq(plane[empty], picture[empty] / 255.0, rcond=None)[0]
        rows.append(fitted.T.ravel())
    found = np.array(rows, np.float32)
    return np.where(np.isnan(found), np.nanmedian(found, axis=0), found)
