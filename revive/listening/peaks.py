"""Peaks of a curve, as scipy.signal finds them (tests compare): importing it takes as long as preparing a sentence."""

from __future__ import annotations

import numpy as np


def find_peaks(
    values: np.ndarray, *, distance: int, height: float = -np.inf, prominence: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Places and prominences of the peaks of a curve, (N,) each, in order.

    Parameters
    ----------
    values : (T,); a flat top counts as its middle, and the ends are no peaks
    distance : how many places two peaks lie apart at least; where they do not, the higher one counts
    height : of a peak at least
    prominence : how much a peak rises over the higher one of the lowest points on both sides, up to a higher place
    """
    if not len(values):
        return np.empty(0, int), np.empty(0)
    starts = np.append(0, np.flatnonzero(np.diff(values)) + 1)
    ends = np.append(starts[1:], len(values)) - 1
    tops = values[starts]
    rising = np.diff(tops) > 0
    found = np.flatnonzero(rising[:-1] & ~rising[1:]) + 1
    found = found[tops[found] >= height]
    found = _apart((starts[found] + ends[found]) // 2, values, distance)
    rises = _prominences(values, found)
    return found[rises >= prominence], rises[rises >= prominence]


def _apart(peaks: np.ndarray, values: np.ndarray, distance: int) -> np.ndarray:
    """The peaks without those that are less than `distance` from a higher one that is kept."""
    kept = np.ones(len(peaks), bool)
    for i in np.argsort(values[peaks])[::-1]:
        if kept[i]:
            near = np.abs(peaks - peaks[i]) < distance
            near[i] = False
            kept[near] = False
    return peaks[kept]


def _prominences(values: np.ndarray, peaks: np.ndarray) -> np.ndarray:
    """How much each peak rises over its surroundings."""
    rises = np.empty(len(peaks))
    for i, peak in enumerate(peaks):
        sides = values[peak::-1], values[peak:]
        lowest = [side[: _first_above(side, float(values[peak]))].min() for side in sides]
        rises[i] = values[peak] - max(lowest)
    return rises


def _first_above(values: np.ndarray, height: float) -> int:
    """The first place that is higher, the length of `values` where there is none."""
    size = 256  # places looked at together; a higher one is usually near
    for start in range(0, len(values), size):
        above = np.flatnonzero(values[start : start + size] > height)
        if len(above):
            return start + int(above[0])
    return len(values)
