"""Ridge regression on what is heard around a moment: the plain method that a network has to beat."""

from __future__ import annotations

import numpy as np


def principal(rows: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The mean (D,) of rows (N, D), and what takes them to their `count` principal components, (D, count).

    All components together have a spread of about 1, each as much of it as it has.
    """
    mean = rows.mean(axis=0)
    away = (rows - mean).astype(np.float64)
    values, vectors = np.linalg.eigh(away.T @ away / len(rows))
    chosen = slice(len(values) - count, None)
    return mean, (vectors[:, chosen][:, ::-1] / np.sqrt(values[chosen]).mean()).astype(np.float32)


def windows(rows: np.ndarray, around: range) -> np.ndarray:
    """(T, D) -> (T, len(around) x D): every row beside those at these distances, which end where the rows do."""
    last = len(rows) - 1
    return np.concatenate([rows[np.clip(np.arange(len(rows)) + away, 0, last)] for away in around], axis=1)


def ridge(inputs: np.ndarray, targets: np.ndarray, weights: np.ndarray, penalty: float) -> tuple[np.ndarray, float]:
    """The weights (D,) and the constant of a regression of targets (N,) on inputs (N, D); rows count by `weights`."""
    share = weights / weights.sum()
    middle, usual = share @ inputs, float(share @ targets)
    scale = np.sqrt(share * len(share))[:, None]
    away, goal = (inputs - middle) * scale, (targets - usual) * scale[:, 0]
    square = away.T @ away + penalty * len(inputs) * np.eye(inputs.shape[1], dtype=away.dtype)
    found = np.linalg.solve(square, away.T @ goal)
    return found, usual - float(middle @ found)


def evenly(counts: list[int]) -> np.ndarray:
    """Weights of the rows of several people, (sum of counts,): who speaks longer counts more, by the root of it."""
    return np.concatenate([np.full(count, count**-0.5, np.float32) for count in counts])
