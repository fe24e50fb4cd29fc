"""Sample gestures by diffusion over overlapping windows, so that a gesture can have any length.

Every window denoises its part of the same noisy gesture; their weighted mean is taken before each step, as in Bar-Tal
et al. 2023, "MultiDiffusion". There are no seams, and memory grows only by the gesture itself.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import Network, load_network
from revive.core.progress import Progress
from revive.core.weights import FOLDER
from revive.motion.conditioning import CHANNELS, FEELING, SCALE, STYLE, WORDS, Conditioning
from revive.motion.dpm_solver import TRAINED_STEPS, Solver, gaussian_noise

WEIGHTS = FOLDER / "gesture.safetensors"
GRAPH = FOLDER / "gesture.onnx"
GRAPH_INPUTS = ("noisy", "step", "told", "words", "style")
STEPS = 10
GUIDANCE = 1.6  # classifier-free guidance scale; 1 is none
LENGTH, STRIDE = 128, 88  # frames of a window, and between the starts of two windows
AT_ONCE = 16  # windows


def sample_gesture(
    told: Conditioning, *, seed: int, guidance: float = GUIDANCE, net: Network | None = None, loop: bool = False,
    progress: Progress | None = None,
) -> np.ndarray:  # fmt: skip
    """(T, len(CHANNELS)) float32, in the channels' own units: one gesture, conditioned on `told`.

    In a `loop` the windows go round: the last frames pass into the first as any frame into the next.
    `progress` is updated at every step, and may cancel it. The same seed gives the same gesture on one machine.
    """
    net = net or load_gesture_network()
    count = len(told.frames)
    starts = window_starts(count, loop=loop)
    length = count if loop else starts[-1] + LENGTH
    places = (np.array(starts)[:, None] + np.arange(LENGTH)) % length  # the frames of every window
    frames = np.pad(told.frames, ((0, length - count), (0, 0)), mode="edge").astype(np.float32)
    words = np.zeros(WORDS, np.float32) if told.words is None else told.words
    style = np.zeros(len(STYLE) + 1) if told.style is None else np.append(told.style, 1)
    unasked = frames.copy()
    unasked[:, FEELING.start :] = 0  # the speech is known in both passes
    weight = window_weight()[:, None]
    total = np.zeros((length, 1), np.float32)
    for place in places:
        np.add.at(total, place, weight)  # a window may be longer than a loop
    levels = noise_levels()
    solver = Solver(levels)
    gesture = gaussian_noise(seed, length, len(CHANNELS))
    for number, step in enumerate(levels):
        found = np.zeros_like(gesture)
        for i in range(0, len(starts), AT_ONCE):
            if progress:
                progress.update((number + i / len(starts)) / STEPS)
            here = places[i : i + AT_ONCE]
            noisy, asked, plain = (whole[here] for whole in (gesture, frames, unasked))
            (velocity,) = net.run(
                noisy=np.concatenate([noisy, noisy]), step=np.full(2 * len(here), step, np.int64),
                told=np.concatenate([asked, plain]), words=_with_and_without(words, len(here)),
                style=_with_and_without(style, len(here)),
            )  # fmt: skip
            guided, free = velocity[: len(here)], velocity[len(here) :]
            for place, one in zip(here, free + np.float32(guidance) * (guided - free), strict=True):
                np.add.at(found, place, weight * one)
        gesture = solver.step(found / total, gesture)
    return gesture[:count] * SCALE


def _with_and_without(condition: np.ndarray, count: int) -> np.ndarray:
    """(2 count, n) float32: so many times the condition (n,), and as many times nothing."""
    return np.repeat(np.stack([condition, np.zeros_like(condition)]).astype(np.float32), count, axis=0)


def window_starts(count: int, *, loop: bool = False) -> list[int]:
    """The starts of the windows that cover `count` frames, at least one; in a loop they lie evenly around it."""
    if loop:
        windows = -(-count // STRIDE)
        return [round(number * count / windows) for number in range(windows)]
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


@cached_model()
def load_gesture_network(path: Path = WEIGHTS) -> Network:
    """The trained network, once: the velocity (N, LENGTH, len(CHANNELS)) for GRAPH_INPUTS.

    noisy : (N, LENGTH, len(CHANNELS)) float32, of spread about 1
    step : (N,) int64, of the schedule's TRAINED_STEPS
    told : (N, LENGTH, len(INPUTS)) float32
    words : (N, WORDS) float32, zeros where there are none
    style : (N, len(STYLE) + 1) float32, the last 1 where the style is known; else zeros
    """
    return load_network(GRAPH, path, ("velocity",))
