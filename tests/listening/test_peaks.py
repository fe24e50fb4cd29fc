"""Peaks are those that scipy.signal finds."""

import numpy as np
import pytest
from scipy import signal

from revive.listening.peaks import find_peaks


def curve(seed: int) -> np.ndarray:
    """Smooth hills, some with flat tops."""
    draw = np.random.default_rng(seed)
    return np.clip(np.convolve(draw.standard_normal(900), np.hanning(15) / 4, "same"), -1, 0.8)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("asked", [{}, {"prominence": 0.3}, {"height": 0.4}, {"height": 0.1, "prominence": 0.6}])
def test_they_are_those_of_scipy(seed, asked):
    values = curve(seed) + 1e-6 * np.arange(900)  # of two equal ones either may be kept
    places, rises = find_peaks(values, distance=9, **asked)
    theirs, told = signal.find_peaks(values, distance=9, **{"prominence": 0} | asked)
    assert places.tolist() == theirs.tolist() and len(places) > 3
    assert rises == pytest.approx(told["prominences"])


def test_a_flat_top_counts_as_its_middle():
    values = np.array([0, 1, 1, 1, 0, 2, 2, 0, 3], float)
    assert find_peaks(values, distance=1)[0].tolist() == signal.find_peaks(values)[0].tolist() == [2, 5]


@pytest.mark.parametrize("values", [[], [1.0], [1, 2], [2, 1, 2], [1, 1, 1, 1]])
def test_where_there_are_none(values):
    places, rises = find_peaks(np.array(values, float), distance=3)
    assert len(places) == len(rises) == 0
