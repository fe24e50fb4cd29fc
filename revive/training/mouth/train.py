"""Train the viseme network on synthetic speech whose sounds are known in time, and on real people who were tracked.

The synthetic voices teach what every sound looks like; the real ones when and how far a mouth opens. A stopped run
resumes from its checkpoint, and the same seed and speech give the same samples.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.face.blendshapes import sides_of
from revive.motion.performance_capture import parting
from revive.motion.viseme_recogniser import RATE, features, loudness, own_loudness
from revive.motion.visemes import CURVES, VISEMES
from revive.teaching.common.checkpoint import Stateful, half_precision, load_checkpoint, save_checkpoint
from revive.teaching.common.learning_rate import scheduler, warmup_cosine
from revive.training.common.training_loop import total_of
from revive.training.mouth.augmentation import SILENCE, augmented_sample
from revive.training.mouth.baselines import compare_talkers
from revive.training.mouth.real_mouths import real_mouths
from revive.training.mouth.synthetic_speech import HELD_OUT, Utterance

_FRAMES = 4 * RATE  # of one sample
STEPS = (2600, 1000)  # of hearing visemes, and of hearing and shaping curves
_BATCH, _TALKERS = 8, 2  # samples of synthetic speech, and of real people, in a step
_CHECKPOINT_EVERY = 50  # steps
_LIPS = VISEMES.index("p b m")
_SHAPES, _TIMING, _AMOUNT = 2.0, 0.25, 0.05  # weights of the curves, and of the timing and amount of real openings
_RIDGE = 1.0  # the penalty of the regression
_LEAST = 0.004  # eye distances, spread of an opening below which there is no movement to follow


def train_mouth(
    data: Path, out: Path, utterances: list[Utterance], *, resume: bool = False, seed: int = 7,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Train, measure, and write `out`/mouth.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/
    out : the work folder, which is there
    utterances : synthetic speech, as from `speak_corpus`
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew

    Returns
    -------
    dict : the figures of `evaluate_visemes` for held-out texts ("texts …") and for the held-out voice ("voice …"), and
        those of `compare_talkers`
    """
    from safetensors.torch import save_file

    if not resume:
        for name in ("visemes", "curves"):
            (out / f"{name}.checkpoint").unlink(missing_ok=True)
    learned, texts, voice = split(utterances)
    talkers = real_mouths(data)
    say(
        f"mouth: {STEPS[0]} steps on {_minutes(learned):.1f} minutes of synthetic speech, then {STEPS[1]} also on "
        f"{_minutes(talkers):.1f} of real people; held out {_minutes(texts):.1f} (texts), {_minutes(voice):.1f} (voice)"
    )
    net = train_network(learned, talkers, seed=seed, folder=out, say=say)
    figures = {f"texts {name}": value for name, value in evaluate_visemes(net, texts).items()}
    figures |= {f"voice {name}": value for name, value in evaluate_visemes(net, voice).items()}
    figures |= {f"unseen talkers, r of {name}": value for name, value in compare_talkers(net, data).items()}
    save_file(half_precision(net), out / "mouth.safetensors")
    return figures


def split(utterances: list[Utterance]) -> tuple[list[Utterance], list[Utterance], list[Utterance]]:
    """To learn from; held-out texts in known voices (every sixteenth); everything that the held-out voice said."""
    voice = [u for u in utterances if u.voice == HELD_OUT]
    rest = [u for u in utterances if u.voice != HELD_OUT]
    return [u for i, u in enumerate(rest) if i % 16], rest[::16], voice


def train_network(
    learned: list[Utterance], talkers: list[Utterance], *, steps: tuple[int, int] = STEPS, seed: int, folder: Path,
    say: Callable[[str], None],
):  # fmt: skip
    """Train a `VisemeNetwork`, first its hearing of visemes, then the curves; goes on from checkpoints in `folder`."""
    import torch

    from revive.motion.viseme_network import VisemeNetwork

    torch.manual_seed(seed)
    net = VisemeNetwork()
    heard_right = torch.nn.CrossEntropyLoss(weight=_weights(learned), ignore_index=-1, label_smoothing=0.03)
    lengths = np.array([len(u.mel) for u in learned], float)

    def batch(draw: np.random.Generator, real: int) -> dict:
        chosen = [learned[k] for k in draw.choice(len(learned), _BATCH, p=lengths / lengths.sum())]
        chosen += [talkers[k] for k in draw.choice(len(talkers), real)] if talkers and real else []
        rows = [augmented_sample(utterance, _FRAMES, draw) for utterance in chosen]
        return {name: torch.from_numpy(np.stack([row[name] for row in rows])) for name in rows[0]}

    def hear(draw: np.random.Generator) -> dict:
        told = batch(draw, 0)
        return {"visemes": heard_right(net(told["heard"])[0].flatten(0, 1), told["viseme"].flatten())}

    def shape(draw: np.random.Generator) -> dict:
        told = batch(draw, _TALKERS)
        logits, curves = net(told["heard"])
        return {
            "visemes": heard_right(logits.flatten(0, 1), told["viseme"].flatten()),
            "curves": _SHAPES * curve_loss(curves, told["curves"]),
            "opening": opening_loss(curves, told["opening"]),
        }

    _train_stage("visemes", net, hear, steps[0], 2e-3, seed, folder, say)
    _train_stage("curves", net, shape, steps[1], 1e-3, seed, folder, say)
    net.eval()
    regress(net, talkers)
    return net


def regress(net, talkers: list[Utterance]) -> None:
    """Set the net's plain regression: ridge, on the real people as they are."""
    import torch

    inputs, targets = [], []
    for talker in talkers:
        heard = torch.from_numpy(features(talker.mel, own_loudness(loudness(talker.mel))))[None]
        with torch.inference_mode():
            seen = net.around(heard)[0].double().numpy()
        opening = talker.opening[: len(talker.opening) // 2 * 2].astype(float).reshape(-1, 2).mean(axis=1)
        known = ~np.isnan(opening)
        inputs.append(seen[: len(opening)][known])
        targets.append(opening[known])
    net.parting.copy_(torch.from_numpy(curve_parting()))
    if not inputs:
        return
    x, y = np.concatenate(inputs), np.concatenate(targets)
    away = x - x.mean(axis=0)
    weights = np.linalg.solve(away.T @ away + _RIDGE * len(x) * np.eye(x.shape[1]), away.T @ (y - y.mean()))
    with torch.no_grad():
        net.opening.weight.copy_(torch.from_numpy(weights).view_as(net.opening.weight))
        net.opening.bias.fill_(float(y.mean() - x.mean(axis=0) @ weights))


def _train_stage(name: str, net, losses_of, steps: int, rate: float, seed: int, folder: Path, say) -> None:
    """One stage of `train_network`: `losses_of` gives the losses for a draw; `rate` is the highest learning rate."""
    import torch

    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.02)
    rates = scheduler(optimizer, warmup_cosine(steps, steps // 25, floor=0.0))
    checkpoint = folder / f"{name}.checkpoint"
    parts: dict[str, Stateful] = {"net": net, "optimizer": optimizer, "scheduler": rates}
    first = load_checkpoint(checkpoint, parts)
    if first:
        say(f"{name}: resuming at step {first}")
    started, smooth = time.perf_counter(), {}
    net.train()
    for step in range(first, steps):
        torch.manual_seed(seed * 1_000_003 + step)
        losses = losses_of(np.random.default_rng([seed, step]))
        optimizer.zero_grad()
        total_of(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        smooth = {part: 0.95 * smooth.get(part, loss.item()) + 0.05 * loss.item() for part, loss in losses.items()}
        if (step + 1) % _CHECKPOINT_EVERY == 0 or step + 1 == steps:
            save_checkpoint(checkpoint, parts, step + 1)
            left = (time.perf_counter() - started) / (step + 1 - first) * (steps - step - 1)
            told = ", ".join(f"{part} {value:.3f}" for part, value in smooth.items())
            say(f"{name}: step {step + 1} of {steps}: {told}, {left / 60:.1f} minutes left")


def curve_loss(curves, target):
    """Mean distance of the curves (N, frames, len(CURVES)) from the target where it is known."""
    import torch

    known = ~target.isnan()
    away = torch.nn.functional.smooth_l1_loss(curves, target.nan_to_num(), beta=0.1, reduction="none")
    return (away * known).sum() / known.sum().clamp_min(1) / 0.1


def opening_loss(curves, opening):
    """How far the mouth's opening is from the one that was seen (N, frames), in time and in amount."""
    import torch

    known = ~opening.isnan()
    count = known.sum(dim=1).clamp_min(2)
    made, seen = curves @ torch.from_numpy(curve_parting()), opening.nan_to_num()

    def centred(track):
        return (track - ((track * known).sum(dim=1) / count)[:, None]) * known

    a, b = centred(made), centred(seen)
    spread = (b.square().sum(dim=1) / count).sqrt()
    r = (a * b).sum(dim=1) / (a.square().sum(dim=1) * b.square().sum(dim=1) + 1e-8).sqrt()
    away = ((made - seen).abs() * known).sum(dim=1) / count / spread.clamp_min(_LEAST)
    moving = (spread > _LEAST).float()
    return (moving * (_TIMING * (1 - r) + _AMOUNT * away)).sum() / moving.sum().clamp_min(1)


def curve_parting() -> np.ndarray:
    """(len(CURVES),) float32, how far a curve of 1 parts the lips in eye distances."""
    return np.array([parting()[sides_of(name)].sum() for name in CURVES], np.float32)


def evaluate_visemes(net, utterances: list[Utterance]) -> dict[str, float]:
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
            logits = net(torch.from_numpy(features(mel, own_loudness(loudness(mel))))[None])[0][0]
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


def _weights(utterances: list[Utterance]):
    """Rare visemes count more, by the root of their rarity."""
    import torch

    count = np.bincount(np.concatenate([u.viseme for u in utterances]), minlength=len(VISEMES)) + 1.0
    weight = np.sqrt(count.mean() / count).clip(0.4, 2.5)
    return torch.tensor(weight, dtype=torch.float32)


def _minutes(utterances: list[Utterance]) -> float:
    return sum(len(u.mel) for u in utterances) / RATE / 60
