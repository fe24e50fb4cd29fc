"""Teach the mouth to hear: train the viseme network on synthetic speech whose sounds are known in time.

The speech is made on the spot (see `spoken`) and kept only as features in the work folder, where the checkpoint also
lies: a run that was stopped goes on from there, and the same seed and speech give the same lessons.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.motion.visemes import RATE, VISEMES, features, loudness, own_loudness
from revive.training.mel_augmentation import SILENCE, lesson
from revive.training.spoken import HELD_OUT, Utterance, speak_corpus

_FRAMES = 4 * RATE  # of one lesson
_BATCH = 8  # lessons
_CHECKPOINT_EVERY = 50  # steps
_LIPS = VISEMES.index("p b m")


def train_visemes(
    *,
    work: Path,
    out: Path,
    speech_minutes: float = 15,
    steps: int = 2600,
    seed: int = 7,
    threads: int = 2,
    say: Callable[[str], None] = print,
) -> dict[str, float]:
    """Make the speech, train, measure, and write the weights as float16.

    Parameters
    ----------
    work : folder for the features and the checkpoint; used again if it is there
    out : the .safetensors file to write
    speech_minutes : how much speech to make; it takes about half of that time on one core
    steps : of 8 lessons of 4 s each; about 0.2 s a step on one core
    say : told what is going on, one line at a time

    Returns
    -------
    dict : the figures of `measure` for held-out texts ("texts …") and for the held-out voice ("voice …")
    """
    import torch
    from safetensors.torch import save_file

    torch.set_num_threads(threads)
    say(f"making {speech_minutes:g} minutes of speech, about {speech_minutes / 2:.0f} minutes of work; kept in {work}")
    utterances = list(speak_corpus(work / "spoken", minutes=speech_minutes, seed=seed))
    pupils, texts, voice = split(utterances)
    say(
        f"training on {_minutes(pupils):.1f} minutes; "
        f"held out {_minutes(texts):.1f} (texts) and {_minutes(voice):.1f} (voice)"
    )
    net = fit(pupils, steps=steps, seed=seed, checkpoint=work / "visemes.checkpoint", say=say)
    figures = {f"texts {name}": value for name, value in measure(net, texts).items()}
    figures |= {f"voice {name}": value for name, value in measure(net, voice).items()}
    save_file({name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}, out)
    for name, value in figures.items():
        say(f"{name}: {value:.3f}")
    return figures


def split(utterances: list[Utterance]) -> tuple[list[Utterance], list[Utterance], list[Utterance]]:
    """To learn from; held-out texts in known voices (every sixteenth); everything that the held-out voice said."""
    voice = [u for u in utterances if u.voice == HELD_OUT]
    rest = [u for u in utterances if u.voice != HELD_OUT]
    return [u for i, u in enumerate(rest) if i % 16], rest[::16], voice


def fit(pupils: list[Utterance], *, steps: int, seed: int, checkpoint: Path, say: Callable[[str], None]):
    """Train a `VisemeNet`; goes on from `checkpoint` where there is one."""
    import torch

    from revive.motion.viseme_net import VisemeNet

    torch.manual_seed(seed)
    net = VisemeNet()
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.02)
    first = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(kept["net"])
        optimizer.load_state_dict(kept["optimizer"])
        first = kept["step"]
        say(f"going on from step {first}")
    loss_of = torch.nn.CrossEntropyLoss(weight=_weights(pupils), ignore_index=-1, label_smoothing=0.03)
    lengths = np.array([len(u.mel) for u in pupils], float)
    started, smooth = time.perf_counter(), None
    net.train()
    for step in range(first, steps):
        draw = np.random.default_rng([seed, step])
        torch.manual_seed(seed * 1_000_003 + step)
        chosen = draw.choice(len(pupils), _BATCH, p=lengths / lengths.sum())
        heard, viseme = zip(*(lesson(pupils[k], _FRAMES, draw) for k in chosen), strict=True)
        logits = net(torch.from_numpy(np.stack(heard).astype(np.float32)))
        loss = loss_of(logits.flatten(0, 1), torch.from_numpy(np.concatenate(viseme)))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, steps)
        optimizer.step()
        smooth = loss.item() if smooth is None else 0.95 * smooth + 0.05 * loss.item()
        if (step + 1) % _CHECKPOINT_EVERY == 0 or step + 1 == steps:
            _keep(checkpoint, net, optimizer, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (steps - step - 1)
            say(f"step {step + 1} of {steps}: loss {smooth:.3f}, {left / 60:.1f} minutes left")
    return net.eval()


def measure(net, utterances: list[Utterance]) -> dict[str, float]:
    """How well visemes are heard in clean speech.

    accuracy : share of frames given their own viseme
    lips recall, lips precision : closures of the lips (p, b, m) that are heard, and heard ones that are there, when
        their middles may lie 80 ms apart
    silence precision : share of the frames taken for silence that are
    """
    import torch

    right = frames = silent = rightly_silent = 0
    found = truly = good = heard_closures = 0
    for utterance in utterances:
        mel, viseme = utterance.mel, utterance.viseme
        with torch.inference_mode():
            logits = net(torch.from_numpy(features(mel, own_loudness(loudness(mel))))[None])[0]
        heard = logits.argmax(-1).numpy()
        right, frames = right + int((heard == viseme).sum()), frames + len(heard)
        silent += int((heard == SILENCE).sum())
        rightly_silent += int(((heard == SILENCE) & (viseme == SILENCE)).sum())
        there, noticed = _middles(viseme == _LIPS), _middles(heard == _LIPS)
        apart = np.abs(there[:, None] - noticed[None]) if len(there) and len(noticed) else np.full((1, 1), np.inf)
        near = 0.08 * RATE
        found, truly = found + int((apart.min(1) <= near).sum()), truly + len(there)
        good, heard_closures = good + int((apart.min(0) <= near).sum()), heard_closures + len(noticed)
    return {
        "accuracy": right / max(frames, 1),
        "lips recall": found / max(truly, 1),
        "lips precision": good / max(heard_closures, 1),
        "silence precision": rightly_silent / max(silent, 1),
    }


def _middles(runs: np.ndarray) -> np.ndarray:
    """The middle frame of every run of True that lasts 20 ms or more."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], runs.astype(int), [0]]))).reshape(-1, 2)
    edges = edges[edges[:, 1] - edges[:, 0] >= 0.02 * RATE]
    return edges.mean(1)


def _rate(step: int, steps: int) -> float:
    """The learning rate: up over the first twenty-fifth, then down along a cosine."""
    return 2e-3 * min((step + 1) / max(steps // 25, 1), 0.5 + 0.5 * math.cos(math.pi * step / steps))


def _weights(utterances: list[Utterance]):
    """Rare visemes count more, by the root of their rarity."""
    import torch

    count = np.bincount(np.concatenate([u.viseme for u in utterances]), minlength=len(VISEMES)) + 1.0
    weight = np.sqrt(count.mean() / count).clip(0.4, 2.5)
    return torch.tensor(weight, dtype=torch.float32)


def _keep(checkpoint: Path, net, optimizer, step: int) -> None:
    """Write the checkpoint whole or not at all."""
    import torch

    part = checkpoint.with_suffix(".part")
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, part)
    part.replace(checkpoint)


def _minutes(utterances: list[Utterance]) -> float:
    return sum(len(u.mel) for u in utterances) / RATE / 60
