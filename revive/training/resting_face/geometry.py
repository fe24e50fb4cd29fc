"""Where the points of a face rest whose mouth smiles or is open: ridge regression on pairs of the same people."""

from __future__ import annotations

import numpy as np

from revive.animator.resting_geometry import LIPS, features, fixed_to_mean
from revive.face.mesh import mirror_points
from revive.training.animator.expression_basis import mirror_scores
from revive.training.resting_face.moments import RestPair

RIDGE = 10.0  # of features of unit spread


def fit_geometry(pairs: list[RestPair], *, ridge: float = RIDGE) -> np.ndarray:
    """(features, 478, 3) float32, what takes `features` of a moment to the way of its points to rest, in eye distances.

    Every pair also counts mirrored; a person of many pairs counts as the root of their number.
    """
    from revive.face.expression_basis import expression_basis

    partner, swapped = mirror_points(expression_basis()["mean"]), mirror_scores()
    people = [pair.expression.person for pair in pairs]
    rows, ways = [], []
    for pair in pairs:
        moment, rest = pair.expression, pair.rest
        weight = 1 / np.sqrt(people.count(moment.person))
        here, there = fixed_to_mean(moment.landmarks), fixed_to_mean(rest.landmarks)
        flip = np.array([-1, 1, 1])
        for a, b, scores in (
            (here, there, moment.scores), (here[partner] * flip, there[partner] * flip, moment.scores[swapped]),
        ):  # fmt: skip
            rows.append(weight * features(a, scores))
            ways.append(weight * (b - a).ravel())
    x, y = np.array(rows), np.array(ways)
    spread = np.maximum(x.std(axis=0), 1e-3)
    spread[-1] = 1.0
    x = x / spread
    solved = np.linalg.solve(x.T @ x + ridge * np.eye(x.shape[1]), x.T @ y) / spread[:, None]
    return solved.reshape(-1, 478, 3).astype(np.float32)


def lips_error(pairs: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Mean distance of the points of the lips between pairs of (478, 3) points, in eye distances."""
    lips = list(LIPS)
    return float(
        np.mean([
            np.linalg.norm((fixed_to_mean(a) - fixed_to_mean(b))[lips, :2], axis=1).mean() for a, b in pairs
        ])
    )  # fmt: skip
