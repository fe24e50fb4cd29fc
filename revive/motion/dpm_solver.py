"""DPM-Solver++ in NumPy: from noise to a sample in few steps.

Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models": the multistep solver
of second order, on the noise schedule of Nichol and Dhariwal 2021, for networks that predict the velocity. Steps and
noise are those of diffusers' DPMSolverMultistepScheduler and of torch (tests compare them), so a seed gives the same
sample as there; importing the two takes longer than all else that a clip needs.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence

import numpy as np

TRAINED_STEPS = 1000  # of the noise's schedule
MOST_NOISE = 0.999  # share of the variance that one of them may add
ALIKE = 16  # values of torch's noise that are drawn together


class Solver:
    """Denoises one sample at falling timesteps; at the end no noise is left.

    timesteps : at least one, from TRAINED_STEPS - 1 down to 0
    """

    def __init__(self, timesteps: Sequence[int]) -> None:
        signal = kept_signal()[list(timesteps)]
        self._alpha = np.append(np.sqrt(signal), 1.0)
        self._sigma = np.append(np.sqrt(1 - signal), 0.0)
        with np.errstate(divide="ignore"):
            self._log_ratio = np.log(self._alpha) - np.log(self._sigma)  # half of the log signal-to-noise ratio
        self._step = 0
        self._before: np.ndarray | None = None  # what the last step predicted

    def step(self, velocity: np.ndarray, sample: np.ndarray) -> np.ndarray:
        """The sample at the next timestep, from what the network predicts of it at this one; arrays of one shape."""
        here, after = self._step, self._step + 1
        clean = self._alpha[here] * sample - self._sigma[here] * velocity
        width = self._log_ratio[after] - self._log_ratio[here]
        slope = 0.0
        if self._before is not None and np.isfinite(width):  # the last step is of first order
            slope = width / (self._log_ratio[here] - self._log_ratio[here - 1]) * (clean - self._before) / 2
        self._step, self._before = after, clean
        ratio = self._sigma[after] / self._sigma[here]
        return (ratio * sample - self._alpha[after] * np.expm1(-width) * (clean + slope)).astype(np.float32)


@functools.cache
def kept_signal() -> np.ndarray:
    """(TRAINED_STEPS,) float64, the share of the variance that is signal at every timestep: the cosine schedule."""
    left = [math.cos((t / TRAINED_STEPS + 0.008) / 1.008 * math.pi / 2) ** 2 for t in range(TRAINED_STEPS + 1)]
    return np.cumprod([max(after / before, 1 - MOST_NOISE) for before, after in itertools.pairwise(left)])


def gaussian_noise(seed: int, *shape: int) -> np.ndarray:
    """Noise of spread 1 of a shape, float32: what torch draws from this seed, for at least ALIKE values."""
    draw = np.random.RandomState(seed & 0xFFFFFFFF)
    count = math.prod(shape)
    noise = np.empty(count, np.float32)
    whole = count - count % ALIKE
    noise[:whole] = _box_muller(_uniform(draw, count)[:whole])
    if whole < count:  # the last ones are drawn anew
        noise[-ALIKE:] = _box_muller(_uniform(draw, ALIKE))
    return noise.reshape(shape)


def _uniform(draw: np.random.RandomState, count: int) -> np.ndarray:
    """(count,) float32, 0 to 1, of 24 random bits each."""
    return (draw.randint(0, 2**32, count, np.uint32) & 0xFFFFFF).astype(np.float32) / np.float32(2**24)


def _box_muller(uniform: np.ndarray) -> np.ndarray:
    """Normal values out of as many uniform ones, a multiple of ALIKE."""
    radius, angle = uniform.reshape(-1, 2, ALIKE // 2).swapaxes(0, 1)
    radius, angle = np.sqrt(-2 * np.log(1 - radius)), np.float32(2 * math.pi) * angle
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()
