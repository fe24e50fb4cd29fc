"""Sample gestures by diffusion over overlapping windows, so that a gesture can have any length.

Every window denoises its part of the same noisy gesture; their weighted mean is taken before each step, as in Bar-Tal
et al. 2023, "MultiDiffusion". There are no seams, and memory grows only by the gesture itself.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import cast

import numpy as np

from revive.core.model_cache import cached_model, model_device
from revive.core.progress import Progress
from revive.motion.conditioning import CHANNELS, SCALE, SPEECH_INPUTS, STYLE, WORDS, Conditioning

WEIGHTS = Path(__file__).parent.parent / "weights" / "gesture.safetensors"
STEPS = 10
GUIDANCE = 1.6  # classifier-free guidance scale; 1 is none
LENGTH, STRIDE = 128, 88  # frames of a window, and between the starts of two windows
AT_ONCE = 16  # windows
TRAINED_STEPS = 1000  # of the noise's schedule


def sample_gesture(
    told: Conditioning, *, seed: int, guidance: float = GUIDANCE, net=None, progress: Progress | None = None
):
    """(T, len(CHANNELS)) float32, in the channels' own units: one gesture, conditioned on `told`.

    `progress` is updated at every step, and may cancel it. The same seed gives the same gesture on one machine.
    """
    import torch

    net = net or load_gesture_network()
    device = next(net.parameters()).device
    count = len(told.frames)
    starts = window_starts(count)
    length = starts[-1] + LENGTH
    frames = torch.from_numpy(np.pad(told.frames, ((0, length - count), (0, 0)), mode="edge"))
    words = torch.zeros(WORDS) if told.words is None else torch.from_numpy(told.words)
    style = torch.zeros(len(STYLE) + 1)
    if told.style is not None:
        style = torch.from_numpy(np.append(told.style, 1).astype(np.float32))
    frames, words, style = frames.to(device), words.to(device), style.to(device)
    unasked = frames.clone()
    unasked[:, len(SPEECH_INPUTS) :] = 0  # the speech is known in both passes
    weight = torch.from_numpy(window_weight())[:, None].to(device)
    total = torch.zeros(length, 1, device=device)
    for start in starts:
        total[start : start + LENGTH] += weight
    scheduler = make_scheduler()
    scheduler.set_timesteps(timesteps=noise_levels())
    gesture = torch.randn(length, len(CHANNELS), generator=torch.Generator().manual_seed(seed)).to(device)
    with torch.inference_mode():
        for number, step in enumerate(scheduler.timesteps):
            found = torch.zeros_like(gesture)
            for i in range(0, len(starts), AT_ONCE):
                if progress:
                    progress.update((number + i / len(starts)) / STEPS)
                here = starts[i : i + AT_ONCE]
                noisy, asked, plain = (
                    torch.stack([t[s : s + LENGTH] for s in here]) for t in (gesture, frames, unasked)
                )
                n = len(here)
                velocity = net(
                    noisy.repeat(2, 1, 1), step.repeat(2 * n).to(device), torch.cat([asked, plain]),
                    torch.cat([words.repeat(n, 1), torch.zeros(n, WORDS, device=device)]),
                    torch.cat([style.repeat(n, 1), torch.zeros(n, len(STYLE) + 1, device=device)]),
                )  # fmt: skip
                velocity = velocity[n:] + guidance * (velocity[:n] - velocity[n:])
                for start, one in zip(here, velocity, strict=True):
                    found[start : start + LENGTH] += weight * one
            gesture = scheduler.step(found / total, step, gesture, return_dict=False)[0]
    return gesture[:count].cpu().numpy() * SCALE


def window_starts(count: int) -> list[int]:
    """The starts of the windows that cover `count` frames, at least one."""
    return list(range(0, max(count - LENGTH, 0) + STRIDE, STRIDE)) if count > LENGTH else [0]


def window_weight() -> np.ndarray:
    """(LENGTH,) float32, highest in the middle of a window and near 0 at its ends."""
    return np.hanning(LENGTH + 2)[1:-1].astype(np.float32) + np.float32(1e-3)


def noise_levels(steps: int = STEPS) -> list[int]:
    """The scheduler's timesteps at which a gesture is denoised, closest together where there is most noise.

    Postures and moods are decided there: ten such steps move the head nearly as far as a hundred even ones, and ten
    even ones only three quarters as far.
    """
    return [round((TRAINED_STEPS - 1) * (1 - (step / steps) ** 2)) for step in range(steps)]


def make_scheduler():
    """The noise schedule of sampling and training."""
    with _without_compiler():
        from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler(
        num_train_timesteps=TRAINED_STEPS, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction",
        timestep_spacing="trailing", rescale_betas_zero_snr=False,
    )  # fmt: skip


@contextlib.contextmanager
def _without_compiler() -> Iterator[None]:
    """Prevent the import of torch's compiler inside the `with` block; diffusers only decorates classes for it.

    The compiler takes as long to import as everything else that a clip needs. It can be imported afterwards.
    """
    if "torch._dynamo" in sys.modules:
        yield
        return
    cast("dict[str, ModuleType | None]", sys.modules)["torch._dynamo"] = (
        None  # Python's way of saying that there is none
    )
    try:
        yield
    finally:
        sys.modules.pop("torch._dynamo", None)


@cached_model()
def load_gesture_network(path: Path = WEIGHTS):
    """The trained `GestureNetwork`, once."""
    from revive.core.network_blocks import with_weights
    from revive.motion.gesture_network import GestureNetwork

    return with_weights(GestureNetwork(), path).to(model_device())
