"""Laying one set of points on another."""

import numpy as np
import pytest

from revive.face.mesh import flat_similarity


@pytest.mark.parametrize("count", [2, 3, 9])
@pytest.mark.parametrize("angle", [0.0, 14.0, -80.0, 179.0])
def test_a_turn_scale_and_shift_is_found_again(count, angle):
    """Two points are enough, and are never shown upside down."""
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    turn, shift = 74.0 * np.array([[c, -s], [s, c]]), np.array([260.0, 190.0])
    points = np.random.default_rng(count).normal(size=(count, 2))
    laid = flat_similarity(points, points @ turn.T + shift)
    assert np.allclose(laid, np.column_stack([turn, shift]))


def test_of_points_that_do_not_fit_it_is_the_nearest():
    rng = np.random.default_rng(0)
    source, target = rng.normal(size=(2, 7, 2))
    laid = flat_similarity(source, target)

    def away(place: np.ndarray) -> float:
        return float(((source @ place[:, :2].T + place[:, 2] - target) ** 2).sum())

    (a, b, x), (c, d, y) = laid
    assert (a, b) == pytest.approx((d, -c))  # no reflection, one scale
    for step in np.eye(4) * 1e-3:
        for sign in (1, -1):
            r, i, u, v = np.array([a, c, x, y]) + sign * step
            assert away(np.array([[r, -i, u], [i, r, v]])) > away(laid)
