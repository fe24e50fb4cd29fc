"""Easing curves: smooth movements as functions of time.

Every movement is described in seconds and then sampled at the frames, so it is the same at any frame rate.
"""

from __future__ import annotations

import numpy as np


def eased(x: np.ndarray) -> np.ndarray:
    """0 -> 1 as x goes 0 -> 1 by a minimum-jerk movement (Flash and Hogan, 1985), which is how people move."""
    x = np.clip(x, 0.0, 1.0)
    return x * x * x * (10 - 15 * x + 6 * x * x)


def held(times: np.ndarray, starts: np.ndarray, lasting: np.ndarray, values: np.ndarray) -> np.ndarray:
    """(T, …) going from 0 to each of `values` (N, …) in turn: a move beginning at starts[i], over lasting[i] seconds.

    A move that has not ended when the next one begins continues under it, so the sum stays smooth.
    """
    values = np.asarray(values, float)
    steps = np.diff(values, axis=0, prepend=np.zeros((1, *values.shape[1:])))
    course = np.zeros((len(times), *values.shape[1:]))
    done = np.zeros((len(times) + 1, *values.shape[1:]))  # finished moves, added at the frame after their end
    for start, duration, step in zip(starts, lasting, steps, strict=True):
        first, last = np.searchsorted(times, (start, start + duration))
        part = eased((times[first:last] - start) / duration)
        course[first:last] += part.reshape(-1, *[1] * step.ndim) * step
        done[last] += step
    return course + np.cumsum(done[:-1], axis=0)


def pulses(
    times: np.ndarray, starts: np.ndarray, rises: np.ndarray, falls: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """(T,) sum of movements up to `sizes` in `rises` seconds and back to 0 in `falls` seconds."""
    course = np.zeros(len(times))
    for start, rise, fall, size in zip(starts, rises, falls, sizes, strict=True):
        first, last = np.searchsorted(times, (start, start + rise + fall))
        t = times[first:last] - start
        course[first:last] += size * eased(t / rise) * (1 - eased((t - rise) / fall))
    return course


def wander(times: np.ndarray, rng: np.random.Generator, *, every: float, channels: int, end: float) -> np.ndarray:
    """(T, channels) slow random movement about 0, standard deviation near 1, a new direction `every` seconds.

    The points it goes through are independent draws, so it cannot drift away however long it lasts.
    """
    from scipy.interpolate import CubicSpline

    knots = np.arange(-every, end + 3 * every, every)
    points = rng.standard_normal((len(knots), channels)).clip(-2, 2)
    return CubicSpline(knots + rng.uniform(-0.2, 0.2, len(knots)) * every, points)(times)


def window(times: np.ndarray, duration: float, *, rise: float, fall: float) -> np.ndarray:
    """(T,) 0 at the beginning and at the end, 1 between; in a short clip rise and fall shrink to fit."""
    shrink = min(1.0, duration / (rise + fall))
    return eased(times / (rise * shrink)) * eased((duration - times) / (fall * shrink))
