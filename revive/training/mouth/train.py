"""Train the viseme network on synthetic speech whose sounds are known in time, and on real people who were tracked.

The synthetic voices teach what every sound looks like; the real ones when and how far a mouth opens. A stopped run
resumes from its checkpoint, and the same seed and speech give the same samples.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.listening.listener import RATE, STEP, hear_all
from revive.motion.visemes import VISEMES
from revive.teaching.common.accelerator import autocast
from revive.teaching.common.checkpoint import Stateful, half_precision, load_checkpoint, save_checkpoint
from revive.teaching.common.learning_rate import scheduler, warmup_cosine
from revive.training.common.training_loop import total_of
from revive.training.mouth.augmentation import SILENCE
from revive.training.mouth.baselines import compare_talkers
from revive.training.mouth.lip_measures import curve_measures
from revive.training.mouth.losses import curve_loss, measure_loss
from revive.training.mouth.offsets import find_offsets
from revive.training.mouth.real_mouths import real_mouths
from revive.training.mouth.ridge import principal, ridge, windows
from revive.training.mouth.samples import Samples, crop, heard_samples
from revive.training.mouth.synthetic_speech import HELD_OUT, Utterance

_FRAMES = 4 * RATE  # of one sample
PIECES = (400, 700)  # of synthetic speech, and of real people, that are heard before the training
STEPS = (900, 700)  # of hearing visemes, and of hearing and shaping curves
_BATCH, _TALKERS = 8, 8  # samples of synthetic speech, and of real people, in a step
_CHECKPOINT_EVERY = 50  # steps
_LIPS = VISEMES.index("p b m")
_SHAPES = 2.0  # weight of the curves of synthetic speech
_COMPONENTS = 192  # of what is heard, from which the linear regression reads the opening
_PENALTY = 1.0  # of that regression


def train_mouth(
    data: Path, out: Path, utterances: list[Utterance], *, resume: bool = False, seed: int = 7,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Train, measure, and write `out`/mouth.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/
    out : the work folder, which is there
    utterances : synthetic speech, as from `synthetic_corpus`
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew

    Returns
    -------
    dict : the figures of `evaluate_visemes` for held-out texts ("texts …") and for the held-out voice ("voice …"), and
        those of `compare_talkers`
    """
    from safetensors.torch import save_file

    from revive.training.mouth.network import torch_reader

    if not resume:
        for name in ("visemes", "curves"):
            (out / f"{name}.checkpoint").unlink(missing_ok=True)
    learned, texts, voice = split(utterances)
    offsets = find_offsets(data)
    say("the picture is ahead of the sound by " + ", ".join(f"{clip} {1000 * s:.0f} ms" for clip, s in offsets.items()))
    talkers = real_mouths(data, offsets)
    say(
        f"mouth: {STEPS[0]} steps on {_minutes(learned):.1f} minutes of synthetic speech, then {STEPS[1]} also on "
        f"{_minutes(talkers):.1f} of real people; held out {_minutes(texts):.1f} (texts), {_minutes(voice):.1f} (voice)"
    )
    spoken = heard_samples(learned, PIECES[0], out / "heard" / "synthetic", seed=seed, say=say)
    seen = heard_samples(talkers, PIECES[1], out / "heard" / "real", seed=seed, say=say)
    net = train_network(spoken, seen, seed=seed, folder=out, say=say)
    figures = {f"texts {name}": value for name, value in evaluate_visemes(net, texts).items()}
    figures |= {f"voice {name}": value for name, value in evaluate_visemes(net, voice).items()}
    compared = compare_talkers(torch_reader(net), data, offsets)
    figures |= {f"unseen talkers, r of {name}": value for name, value in compared.items()}
    save_file(half_precision(net), out / "mouth.safetensors")
    return figures


def split(utterances: list[Utterance]) -> tuple[list[Utterance], list[Utterance], list[Utterance]]:
    """To learn from; held-out texts in known voices (every sixteenth); everything that the held-out voice said."""
    voice = [u for u in utterances if u.voice == HELD_OUT]
    rest = [u for u in utterances if u.voice != HELD_OUT]
    return [u for i, u in enumerate(rest) if i % 16], rest[::16], voice


def train_network(
    spoken: Samples, seen: Samples, *, steps: tuple[int, int] = STEPS, seed: int, folder: Path,
    say: Callable[[str], None],
):  # fmt: skip
    """Train a `VisemeNetwork`, first its hearing of visemes, then the curves; goes on from checkpoints in `folder`.

    Parameters
    ----------
    spoken, seen : pieces of synthetic speech, whose visemes and curves are known, and of real people who were tracked
    """
    import torch

    from revive.training.mouth.network import VisemeNetwork

    torch.manual_seed(seed)
    net = VisemeNetwork()
    heard_right = torch.nn.CrossEntropyLoss(weight=_weights(spoken["viseme"]), ignore_index=-1, label_smoothing=0.03)

    def batch(draw: np.random.Generator, real: int) -> dict[str, torch.Tensor]:
        rows = [crop(spoken, k, _FRAMES, draw, step=STEP) for k in draw.integers(0, len(spoken["heard"]), _BATCH)]
        rows += [crop(seen, k, _FRAMES, draw, step=STEP) for k in draw.integers(0, len(seen["heard"]), real)]
        told = {name: torch.from_numpy(np.stack([row[name] for row in rows])) for name in rows[0]}
        return {name: part.float() if part.is_floating_point() else part.long() for name, part in told.items()}

    def predicted(heard: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        with autocast(heard.device):
            logits, curves = net(heard)
        return logits.float(), curves.float()

    def hear(draw: np.random.Generator) -> dict[str, torch.Tensor]:
        told = batch(draw, 0)
        return {"visemes": heard_right(predicted(told["heard"])[0].flatten(0, 1), told["viseme"].flatten())}

    def shape(draw: np.random.Generator) -> dict[str, torch.Tensor]:
        told = batch(draw, _TALKERS)
        logits, curves = predicted(told["heard"])
        return {
            "visemes": heard_right(logits.flatten(0, 1), told["viseme"].flatten()),
            "curves": _SHAPES * curve_loss(curves, told["curves"]),
            "measures": measure_loss(curves, told["measures"]),
        }

    _train_stage("visemes", net, hear, steps[0], 2e-3, seed, folder, say)
    _train_stage("curves", net, shape, steps[1], 1e-3, seed, folder, say)
    net.eval()
    set_opening(net, seen)
    return net


def set_opening(net, seen: Samples) -> None:
    """Set what the net does not learn by descent: the linear regression of the opening, on pieces of real people.

    What is predicted moves less than what was seen, as everything uncertain is drawn to the mean; so it is scaled to
    the spread that real mouths have.
    """
    import torch

    net.parting.copy_(torch.from_numpy(curve_measures()[:, 0]))
    heard = np.array(seen["heard"][::2]).astype(np.float32)
    opening = np.array(seen["measures"][::2, :, 0]).reshape(len(heard), -1, STEP).mean(axis=2)
    known = ~np.isnan(opening)
    mean, into = principal(heard[::4].reshape(-1, heard.shape[-1]), _COMPONENTS)
    kernel = net.opening.kernel_size[0]
    reach = kernel // 2 * net.opening.dilation[0]
    around = range(-reach, reach + 1, net.opening.dilation[0])
    rows = np.concatenate(
        [windows((row - mean) @ into, around)[there] for row, there in zip(heard, known, strict=True)]
    )
    targets = opening[known].astype(np.float32)
    weights, constant = ridge(rows, targets, np.ones(len(rows), np.float32), _PENALTY)
    scale = targets.std() / (rows @ weights).std()
    kernels = into @ weights.reshape(kernel, -1).T * scale
    with torch.no_grad():
        net.opening.weight.copy_(torch.from_numpy(kernels)[None])
        net.opening.bias.fill_(float(targets.mean() + (constant - targets.mean()) * scale - (mean @ kernels).sum()))


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
            logits = net(torch.from_numpy(hear_all(mel))[None])[0][0]
        heard = logits[: len(viseme)].argmax(-1).numpy()
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


def _weights(visemes: np.ndarray):
    """Rare visemes count more, by the root of their rarity."""
    import torch

    known = np.array(visemes)
    count = np.bincount(known[known >= 0].astype(int), minlength=len(VISEMES)) + 1.0
    weight = np.sqrt(count.mean() / count).clip(0.4, 2.5)
    return torch.tensor(weight, dtype=torch.float32)


def _minutes(utterances: list[Utterance]) -> float:
    return sum(len(u.mel) for u in utterances) / RATE / 60
