"""Train the gesture network, a diffusion model, on synthetic gestures and on those of real people who were tracked.

The first are as many as are wanted and come with words, feeling and habits, or in silence with moments (a smile, a look
around …); the second show how people really move.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.motion.conditioning import CHANNELS, FEELING, STYLE
from revive.motion.gesture_diffusion import LENGTH
from revive.motion.prosody import RATE, Prosody, prosody_of, smoothed
from revive.teaching.common.accelerator import autocast
from revive.teaching.common.checkpoint import half_precision
from revive.teaching.common.denoising import add_noise
from revive.training.common.training_loop import train
from revive.training.gesture.real import real_gestures, real_speech, shares_of
from revive.training.gesture.sample import GestureSample, SpeechCourse
from revive.training.gesture.synthetic import CUT, silent_gesture, synthetic_gesture

_BATCH, _REAL, _SILENT = 36, 10, 11  # samples in a step, how many are of real people, and how many of silent gestures
_SYNTHETIC, _SILENCES = 2000, 1200  # gestures that go with speech, and silent ones
_SECONDS = 10.0 + 2 * CUT  # of each
_REAL_SPEECH = 0.3  # share of them that go with what real people said
_LONGEST = 6.0  # seconds of a speech at a time
_LOUD = 95  # percentile of the loudness that is laid at 0 dB
STEPS, STEPS_ON = 4500, 4000
_DROPOUT = {
    "all": 0.1,
    "words": 0.3,
    "feeling": 0.3,
    "style": 0.5,
}  # how often it is left out, so that the network can do without


def train_gesture(
    data: Path, out: Path, spoken: list[SpeechCourse], *, resume: bool = False, steps: int | None = None, seed: int = 7,
    before: Path | None = None, say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Make the gestures, train, and write `out`/gesture.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/
    out : the work folder, which is there
    spoken : by synthetic voices; the synthetic gestures go with it, and with what is said in the clips
    steps : None for STEPS, or for STEPS_ON after `before`
    before : weights to go on from, of a network with these inputs and channels or fewer

    Returns
    -------
    dict : the mean loss on gestures held out, of speech and of silence
    """
    from safetensors.torch import save_file

    checkpoint = out / "gesture.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    steps = steps or (STEPS if before is None else STEPS_ON)
    say(f"making {_SYNTHETIC + _SILENCES} gestures, about three minutes; then {steps} steps")
    made = synthetic_gestures(spoken, _SYNTHETIC, seed=seed, heard=real_speech(data))
    silent = silent_gestures(_SILENCES, seed=seed)
    real = real_gestures(data)
    net = train_network(
        made[32:], real, silent[32:], steps=steps, seed=seed, before=before, checkpoint=checkpoint, say=say
    )
    figures = {
        "held-out loss": held_out_loss(net, made[:32], seed=seed),
        "held-out loss of moments": held_out_loss(net, silent[:32], seed=seed),
    }
    save_file(half_precision(net), out / "gesture.safetensors")
    return figures


def synthetic_gestures(
    spoken: list[SpeechCourse], count: int, *, seed: int, heard: list[SpeechCourse] | None = None
) -> list[GestureSample]:
    """`count` gestures for these speeches of synthetic voices, and for those `heard` from people."""
    rows = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        speeches = heard if heard and rng.random() < _REAL_SPEECH else spoken
        rows.append(synthetic_gesture(_speech(speeches, rng), rng))
    return rows


def silent_gestures(count: int, *, seed: int) -> list[GestureSample]:
    """`count` gestures in which nobody speaks, with moments."""
    return [silent_gesture(_SECONDS, np.random.default_rng([seed, 2, number])) for number in range(count)]


def _speech(speeches: list[SpeechCourse], rng: np.random.Generator) -> Prosody:
    """Pieces of speeches one after another, with pauses, as long as a sample; now and then nobody speaks."""
    wanted = round(_SECONDS * RATE)
    level, pitch = np.full(0, -100.0), np.zeros(0)
    while len(level) < wanted:
        pause = round(rng.uniform(0.15, 0.9) * RATE)
        level, pitch = np.append(level, np.full(pause, -100.0)), np.append(pitch, np.full(pause, np.nan))
        if rng.random() < 0.95:
            speech = speeches[rng.integers(len(speeches))]
            start = int(rng.integers(0, max(len(speech.level) - round(_LONGEST * RATE), 0) + 1))
            piece = slice(start, start + round(_LONGEST * RATE))
            level = np.append(level, speech.level[piece] - np.percentile(speech.level, _LOUD))
            pitch = np.append(pitch, speech.pitch[piece])
    power = smoothed((10 ** (level[:wanted] / 10)).astype(np.float32), 0.05)
    return prosody_of(10 * np.log10(np.maximum(power, 1e-8)), pitch[:wanted], _SECONDS)


def train_network(
    made: list[GestureSample], real: list[GestureSample], silent: list[GestureSample], *, steps: int, seed: int,
    checkpoint: Path, say: Callable[[str], None], before: Path | None = None,
):  # fmt: skip
    """Train a `GestureNetwork`; goes on from `checkpoint` where there is one. Gives the average of its weights."""
    import torch

    from revive.training.gesture.network import GestureNetwork

    torch.manual_seed(seed)
    net = GestureNetwork()
    if before is not None:
        net.load_state_dict(widened(before, net))
    vectors = embedded([sample.words for sample in (*made, *real, *silent)])
    shares = shares_of(real) if real else None
    count = _BATCH - (_REAL if real else 0) - (_SILENT if silent else 0)

    def loss_at(step: int):
        draw = np.random.default_rng([seed, step])
        rows = [made[i] for i in draw.integers(0, len(made), count)]
        rows += [real[i] for i in draw.choice(len(real), _REAL, p=shares)] if real else []
        rows += [silent[i] for i in draw.integers(0, len(silent), _SILENT)] if silent else []
        return denoising_loss(net, rows, vectors, draw)

    return train(net, loss_at, steps=steps, name="gesture", checkpoint=checkpoint, say=say)


def widened(path: Path, net) -> dict:
    """The weights of a file for a net that may have more channels and inputs, which change nothing at first.

    A channel and an input that are new stand behind the old ones, as in CHANNELS and INPUTS. A new channel is read by
    the net's own first weights: were these 0 as well, neither they nor those it is drawn by would ever learn.
    """
    from safetensors.torch import load_file

    weights = {name: tensor.float() for name, tensor in load_file(path).items()}
    full = {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}
    channels, inputs = weights["leave.weight"].shape[0], weights["enter.weight"].shape[1]
    first = weights.pop("enter.weight")
    full["enter.weight"][:, len(CHANNELS) :] = 0
    full["enter.weight"][:, :channels] = first[:, :channels]
    full["enter.weight"][:, len(CHANNELS) : len(CHANNELS) + inputs - channels] = first[:, channels:]
    for name in ("leave.weight", "leave.bias"):
        full[name].zero_()
        full[name][:channels] = weights.pop(name)
    return full | weights


def embedded(sentences: list[str]) -> dict[str, np.ndarray]:
    """The sentence embeddings of all different sentences."""
    from revive.direction.encoder import sentence_encoder

    different = sorted(set(sentences) - {""})
    encoder = sentence_encoder()
    rows = [encoder.encode(different[i : i + 256]) for i in range(0, len(different), 256)]
    return {"": np.zeros(384, np.float32), **dict(zip(different, np.concatenate(rows) if rows else [], strict=True))}


def denoising_loss(net, rows: list[GestureSample], vectors: dict[str, np.ndarray], draw: np.random.Generator):
    """How far the net is from the velocities of these samples at timesteps that are drawn."""
    import torch

    batch = [_window(sample, vectors, draw) for sample in rows]
    clean, told, words, style, known = (torch.from_numpy(np.stack(column)) for column in zip(*batch, strict=True))
    timesteps, noisy, velocity = add_noise(clean, draw)
    with autocast(noisy.device):
        found = net(noisy, timesteps, told, words, style).float()
    away = (found - velocity).square()
    return (away * known[:, None]).sum() / (known.sum() * clean.shape[1])


def held_out_loss(net, rows: list[GestureSample], *, seed: int) -> float:
    """`denoising_loss` of these samples, the mean of eight draws."""
    import torch

    vectors = embedded([sample.words for sample in rows])
    with torch.inference_mode():
        return float(np.mean([
            denoising_loss(net, rows, vectors, np.random.default_rng([seed, 1, i])).item() for i in range(8)
        ]))  # fmt: skip


def _window(sample: GestureSample, vectors: dict[str, np.ndarray], draw: np.random.Generator) -> tuple[np.ndarray, ...]:
    """A window of a sample, mirrored or not, with all or some of what is known of it."""
    start = int(draw.integers(0, max(len(sample.channels) - LENGTH, 0) + 1))
    clean, told = sample.channels[start : start + LENGTH].copy(), sample.conditioning[start : start + LENGTH].copy()
    if draw.random() < 0.5:
        clean = mirrored(clean)
    without = {name: draw.random() < share for name, share in _DROPOUT.items()}
    words = vectors[sample.words]
    if without["words"] or without["all"]:
        words = np.zeros_like(words)
    if without["feeling"] or without["all"]:
        told[:, FEELING] = 0
    style = np.append(sample.style, 1).astype(np.float32)
    if without["style"] or without["all"]:
        style = np.zeros(len(STYLE) + 1, np.float32)
    return clean.astype(np.float32), told.astype(np.float32), words, style, sample.known


def mirrored(channels: np.ndarray) -> np.ndarray:
    """A gesture (T, len(CHANNELS)) as a mirror shows it."""
    order = [CHANNELS.index(_other_side(name)) for name in CHANNELS]
    sign = np.array([-1 if name in ("yaw", "roll", "gaze right") else 1 for name in CHANNELS], np.float32)
    return channels[:, order] * sign


def _other_side(name: str) -> str:
    if name.endswith("Left"):
        return name.removesuffix("Left") + "Right"
    return name.removesuffix("Right") + "Left" if name.endswith("Right") else name
