"""Teach gestures: a diffusion model learns from gestures laid out by hand and from real people who were tracked.

The first are as many as are wanted and come with words, feeling and habits; the second show how people really move.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.motion.conditioning import CHANNELS, SPEECH_INPUTS, STYLE
from revive.motion.gesture_diffusion import LENGTH, make_scheduler
from revive.motion.prosody import Prosody, prosody_of, smoothed
from revive.motion.viseme_recogniser import RATE as MEL_RATE
from revive.motion.viseme_recogniser import loudness
from revive.training.choreography import CUT, Lesson, choreograph
from revive.training.denoising import noised
from revive.training.keeping import half
from revive.training.learning import learn
from revive.training.spoken import Utterance
from revive.training.watched import watch_gestures

_BATCH, _REAL = 32, 6  # lessons in a step, and how many of them are of real people
_LESSONS = 2000  # laid out by hand
_SECONDS = 10.0 + 2 * CUT  # of each
_WITHOUT = {"all": 0.1, "words": 0.3, "feeling": 0.3, "style": 0.5}  # how often it is not told, to do without it


def train_gesture(
    data: Path, out: Path, utterances: list[Utterance], *, resume: bool = False, steps: int = 4500, seed: int = 7,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Lay out the lessons, train, and write `out`/gesture.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/
    out : the work folder, which is there
    utterances : speech whose loudness and pitch the gestures laid out by hand go with

    Returns
    -------
    dict : the mean loss on lessons held out
    """
    from safetensors.torch import save_file

    checkpoint = out / "gesture.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    say(f"laying out {_LESSONS} gestures, about two minutes; then {steps} steps")
    made = lay_out(utterances, _LESSONS, seed=seed)
    real = watch_gestures(data)
    net = fit(made[32:], real, steps=steps, seed=seed, checkpoint=checkpoint, say=say)
    figures = {"held-out loss": held_out_loss(net, made[:32], seed=seed)}
    save_file(half(net), out / "gesture.safetensors")
    return figures


def lay_out(utterances: list[Utterance], count: int, *, seed: int) -> list[Lesson]:
    """`count` gestures laid out by hand, to speech of these utterances."""
    rows = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        rows.append(choreograph(_speech(utterances, rng), rng))
    return rows


def _speech(utterances: list[Utterance], rng: np.random.Generator) -> Prosody:
    """Utterances one after another, with pauses, as long as a lesson; now and then nobody speaks."""
    wanted = round(_SECONDS * MEL_RATE)
    level, pitch = np.full(0, -100.0), np.zeros(0)
    while len(level) < wanted:
        pause = round(rng.uniform(0.15, 0.9) * MEL_RATE)
        level, pitch = np.append(level, np.full(pause, -100.0)), np.append(pitch, np.full(pause, np.nan))
        if rng.random() < 0.95:
            utterance = utterances[rng.integers(len(utterances))]
            level, pitch = np.append(level, loudness(utterance.mel)), np.append(pitch, utterance.pitch)
    power = smoothed((10 ** (level[:wanted] / 10)).astype(np.float32), 0.05)
    return prosody_of(10 * np.log10(np.maximum(power, 1e-8)), pitch[:wanted], _SECONDS)


def fit(
    made: list[Lesson], real: list[Lesson], *, steps: int, seed: int, checkpoint: Path, say: Callable[[str], None],
):  # fmt: skip
    """Train a `GestureNetwork`; goes on from `checkpoint` where there is one. Gives the running mean of its weights."""
    import torch

    from revive.motion.gesture_network import GestureNetwork

    torch.manual_seed(seed)
    net = GestureNetwork()
    vectors = embedded([lesson.words for lesson in (*made, *real)])

    def loss_at(step: int):
        draw = np.random.default_rng([seed, step])
        rows = [made[i] for i in draw.integers(0, len(made), _BATCH - (_REAL if real else 0))]
        rows += [real[i] for i in draw.integers(0, len(real), _REAL)] if real else []
        return denoising_loss(net, rows, vectors, draw)

    return learn(net, loss_at, steps=steps, name="gesture", checkpoint=checkpoint, say=say)


def embedded(sentences: list[str]) -> dict[str, np.ndarray]:
    """The sentence embeddings of all different sentences."""
    from revive.direction.encoder import sentence_encoder

    different = sorted(set(sentences) - {""})
    encoder = sentence_encoder()
    rows = [encoder.encode(different[i : i + 256]) for i in range(0, len(different), 256)]
    return {"": np.zeros(384, np.float32), **dict(zip(different, np.concatenate(rows) if rows else [], strict=True))}


def denoising_loss(net, rows: list[Lesson], vectors: dict[str, np.ndarray], draw: np.random.Generator):
    """How far the net is from the velocities of these lessons at steps that are drawn."""
    import torch

    batch = [_cut(lesson, vectors, draw) for lesson in rows]
    clean, told, words, style, known = (torch.from_numpy(np.stack(column)) for column in zip(*batch, strict=True))
    step, noisy, velocity = noised(clean, draw, _signal())
    away = (net(noisy, step, told, words, style) - velocity).square()
    return (away * known[:, None]).sum() / (known.sum() * clean.shape[1])


@functools.cache
def _signal():
    """(TRAINED_STEPS,), how much of the power is still the gesture's at each step of the noise's schedule."""
    return make_scheduler().alphas_cumprod.float()


def held_out_loss(net, rows: list[Lesson], *, seed: int) -> float:
    """`denoising_loss` of these lessons, the mean of eight draws."""
    import torch

    vectors = embedded([lesson.words for lesson in rows])
    with torch.inference_mode():
        return float(np.mean([
            denoising_loss(net, rows, vectors, np.random.default_rng([seed, 1, i])).item() for i in range(8)
        ]))  # fmt: skip


def _cut(lesson: Lesson, vectors: dict[str, np.ndarray], draw: np.random.Generator) -> tuple[np.ndarray, ...]:
    """A window of a lesson, mirrored or not, told all or some of what is known of it."""
    start = int(draw.integers(0, max(len(lesson.channels) - LENGTH, 0) + 1))
    clean, told = lesson.channels[start : start + LENGTH].copy(), lesson.told[start : start + LENGTH].copy()
    if draw.random() < 0.5:
        clean = mirrored(clean)
    without = {name: draw.random() < share for name, share in _WITHOUT.items()}
    words = vectors[lesson.words]
    if without["words"] or without["all"]:
        words = np.zeros_like(words)
    if without["feeling"] or without["all"]:
        told[:, len(SPEECH_INPUTS) :] = 0
    style = np.append(lesson.style, 1).astype(np.float32)
    if without["style"] or without["all"]:
        style = np.zeros(len(STYLE) + 1, np.float32)
    return clean.astype(np.float32), told.astype(np.float32), words, style, lesson.known


def mirrored(channels: np.ndarray) -> np.ndarray:
    """A gesture (T, len(CHANNELS)) as a mirror shows it."""
    order = [CHANNELS.index(_other_side(name)) for name in CHANNELS]
    sign = np.array([-1 if name in ("yaw", "roll", "gaze right") else 1 for name in CHANNELS], np.float32)
    return channels[:, order] * sign


def _other_side(name: str) -> str:
    if name.endswith("Left"):
        return name.removesuffix("Left") + "Right"
    return name.removesuffix("Right") + "Left" if name.endswith("Right") else name
