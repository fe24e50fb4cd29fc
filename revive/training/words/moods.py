"""Fit the head that reads the mood of a message: logistic regression on the language model's hidden states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.drafting.mood import MoodHead, readings
from revive.drafting.request import MOODS
from revive.teaching.manner.messages import WrittenMessage

DECAYS, FOLDS = (1e-4, 3e-4, 1e-3, 3e-3), 5  # of the weights; the one that does best on folds of the learned part


def train_mood(
    split: dict[str, list[WrittenMessage]], path: Path, model, tokenizer, *, say: Callable[[str], None] = print
) -> dict[str, float]:
    """Fit on what is not held out, write the head, and give its accuracy on what is: "all" and each language."""
    learned, held = split["learned"] + split["stopped"], split["held"]
    taught, asked = (readings(model, tokenizer, [one.text for one in part]) for part in (learned, held))
    moods = tuple(MOODS)
    labels = np.array([moods.index(one.request.mood) for one in learned])
    fold = np.random.default_rng(0).permutation(len(learned)) % FOLDS

    def right(decay: float) -> float:
        found = 0
        for one in range(FOLDS):
            head = fit_head(taught[fold != one], labels[fold != one], moods, decay)
            found += int((head.read(taught[fold == one]).argmax(1) == labels[fold == one]).sum())
        return found / len(learned)

    scores = {decay: right(decay) for decay in DECAYS}
    decay = max(scores, key=lambda one: scores[one])
    head = fit_head(taught, labels, moods, decay)
    head.save(path)
    truth = np.array([moods.index(one.request.mood) for one in held])
    hits = head.read(asked).argmax(1) == truth if held else np.zeros(0)
    figures = {"folds": round(scores[decay], 4)}
    for language in ("all", "en", "zh"):
        rows = [language in ("all", one.request.language) for one in held]
        if any(rows):
            figures[language] = round(float(hits[rows].mean()), 4)
    say(f"moods: {figures} right")
    return figures


def fit_head(taught: np.ndarray, labels: np.ndarray, moods: tuple[str, ...], decay: float) -> MoodHead:
    """Multinomial logistic regression of readings (N, D) and labels (N,)."""
    import torch

    mean = taught.mean(axis=0)
    spread = (taught.std(axis=0) + 1e-6) * np.sqrt(taught.shape[1])
    rows, truth = torch.from_numpy((taught - mean) / spread).float(), torch.from_numpy(labels)
    weight = torch.zeros(rows.shape[1], len(moods), requires_grad=True)
    bias = torch.zeros(len(moods), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def away():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(rows @ weight + bias, truth) + decay * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(away)
    return MoodHead(moods, mean, spread.astype(np.float32), weight.detach().numpy(), bias.detach().numpy())
