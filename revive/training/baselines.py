"""How well a mouth follows people never learned from, beside what plain loudness and ridge regression do."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.motion.mouth import smooth
from revive.motion.viseme_recogniser import RATE, loudness, own_loudness, read_mouth
from revive.training.motion_evaluation import correlation, predict_opening
from revive.training.tracked import HELD_OUT, LEARN, REST, WIDE, mel_of, opening_of

CONTEXT = np.arange(-0.16, 0.17, 0.04)  # seconds about a picture that the regression sees
RIDGE = 3.0  # its penalty, for inputs of spread 1
QUIETEST = -40.0  # dB
FEWEST_OPEN = 0.03  # eye distances between rest and wide open, below which a mouth hardly opens


def compare_talkers(net, data: Path, clips: tuple[str, ...] = HELD_OUT) -> dict[str, float]:
    """Mean correlation with the tracked opening, over the clips: of a `VisemeNetwork`, and of the baselines.

    Clips whose mouth hardly opens are left out: there is nothing to follow. "shuffled" is the network's with every
    sound moved by half its length.
    """
    learned = _ridge([_read(data, clip) for clip in LEARN])
    rows = []
    for clip in clips:
        mel, gap, times = _read(data, clip)
        seen = ~np.isnan(gap)
        if np.ptp(np.percentile(gap[seen], (REST, WIDE))) < FEWEST_OPEN:
            continue
        rate = 1 / float(np.diff(times).mean())
        made = predict_opening(read_mouth(net, mel), rate=rate, frames=len(times))
        moved = np.roll(made, len(made) // 2)
        guesses = (made, _loudness(mel, times), _seen(mel, times) @ learned, moved)
        rows.append([correlation(guess, gap, seen) for guess in guesses])
    return dict(zip(("mouth", "loudness", "ridge", "shuffled"), np.mean(rows, axis=0).tolist(), strict=True))


def _read(data: Path, clip: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    folder = data / "talking" / clip
    gap, fps = opening_of(folder)
    return mel_of(folder), gap, (np.arange(len(gap)) + 0.5) / fps


def _loudness(mel: np.ndarray, times: np.ndarray) -> np.ndarray:
    level = loudness(mel)
    relative = smooth(np.maximum(level - own_loudness(level), QUIETEST), 0.15)
    return np.interp(times, (np.arange(len(relative)) + 0.5) / RATE, relative)


def _seen(mel: np.ndarray, times: np.ndarray) -> np.ndarray:
    """(n, 1 + bands x context): what the regression sees at each picture; the first column is 1."""
    zero = own_loudness(loudness(mel))
    bands = np.maximum(mel.astype(np.float64) - zero, -70) / 20
    ticks = (np.arange(len(bands)) + 0.5) / RATE
    columns = [np.interp(times + offset, ticks, band) for offset in CONTEXT for band in bands.T]
    return np.column_stack([np.ones(len(times)), *columns])


def _ridge(talkers: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    """The weights of a regression on what `_seen` gives; everybody's openings have mean 0 and spread 1."""
    inputs, targets = [], []
    for mel, gap, times in talkers:
        known = ~np.isnan(gap)
        inputs.append(_seen(mel, times)[known])
        targets.append((gap[known] - gap[known].mean()) / gap[known].std())
    x, y = np.concatenate(inputs), np.concatenate(targets)
    penalty = RIDGE * len(x) * np.eye(x.shape[1])
    penalty[0, 0] = 0
    return np.linalg.solve(x.T @ x + penalty, x.T @ y)
