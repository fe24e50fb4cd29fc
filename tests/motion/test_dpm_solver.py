"""The solver in NumPy does what diffusers' does, and its noise is torch's."""

import numpy as np
import pytest
import torch

from revive.motion.dpm_solver import Solver, gaussian_noise, kept_signal
from revive.motion.gesture_diffusion import noise_levels
from revive.teaching.common.denoising import make_sampler


def velocity(sample, level: int):
    """What a network might say: the same of an array and of a tensor."""
    return 0.7 * sample / (1 + sample * sample) + np.cos(level)


@pytest.mark.parametrize("steps", [1, 2, 10])
def test_every_step_is_that_of_diffusers(steps):
    levels = noise_levels(steps)
    sampler, solver = make_sampler(), Solver(levels)
    sampler.set_timesteps(timesteps=levels)
    theirs = torch.randn(50, 21, generator=torch.Generator().manual_seed(1))
    ours = theirs.numpy()
    for step, level in zip(sampler.timesteps, levels, strict=True):
        theirs = sampler.step(velocity(theirs, level), step, theirs, return_dict=False)[0]
        ours = solver.step(velocity(ours, level), ours)
        assert np.abs(ours - theirs.numpy()).max() < 1e-5
    assert ours.dtype == np.float32 and ours.std() > 0.1


def test_the_schedule_is_that_of_diffusers():
    assert np.abs(kept_signal() - make_sampler().alphas_cumprod.numpy()).max() < 1e-6


def test_nothing_but_the_prediction_is_left_at_the_end():
    solver = Solver([999, 400])
    clean = np.full((6, 3), 0.3, np.float32)
    sample = gaussian_noise(1, 6, 3)
    for level in (999, 400):
        signal, noise = np.sqrt(kept_signal()[level]), np.sqrt(1 - kept_signal()[level])
        sample = solver.step((signal * sample - clean) / noise, sample)  # the velocity that speaks of `clean`
    assert np.abs(sample - clean).max() < 1e-5


@pytest.mark.parametrize("shape", [(128, 21), (7, 3), (16, 1), (33, 5)])
@pytest.mark.parametrize("seed", [0, 7, 2**32 + 5])
def test_noise_is_torchs(shape, seed):
    theirs = torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).numpy()
    assert np.abs(gaussian_noise(seed, *shape) - theirs).max() < 1e-6
