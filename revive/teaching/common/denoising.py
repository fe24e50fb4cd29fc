"""What every diffusion model here is trained on: noise of a drawn level added to a sample, and its velocity.

Ho et al. 2020, "Denoising diffusion probabilistic models"; the velocity of Salimans and Ho 2022, "Progressive
distillation for fast sampling of diffusion models". The schedule and the arithmetic are diffusers'.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

import numpy as np

from revive.motion.dpm_solver import TRAINED_STEPS

if TYPE_CHECKING:
    import torch
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler
    from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler


def make_sampler() -> DPMSolverMultistepScheduler:
    """What samples the embedded diffusion models; gestures are sampled by `motion.dpm_solver`, which does the same."""
    from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler(
        num_train_timesteps=TRAINED_STEPS, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction",
        timestep_spacing="trailing", rescale_betas_zero_snr=False,
    )  # fmt: skip


@functools.cache
def noise_schedule() -> DDPMScheduler:
    """The schedule that the embedded diffusion models are sampled with, for training."""
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    settings = make_sampler().config
    return DDPMScheduler(**{key: settings[key] for key in ("num_train_timesteps", "beta_schedule", "prediction_type")})


def add_noise(
    clean: torch.Tensor, draw: np.random.Generator, schedule: DDPMScheduler | None = None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(timesteps (N,) int64, noisy, velocity) of samples (N, …) float32, at timesteps that are drawn."""
    import torch

    schedule = schedule or noise_schedule()
    timesteps = torch.from_numpy(draw.integers(0, len(schedule), len(clean)))
    noise = torch.from_numpy(draw.standard_normal(clean.shape).astype(np.float32))
    at = cast("torch.IntTensor", timesteps)  # as diffusers annotates any tensor of integers
    return timesteps, schedule.add_noise(clean, noise, at), schedule.get_velocity(clean, noise, at)
