"""How well the viseme network follows people it never learned from, beside plain loudness and ridge regression."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.listening.listener import RATE, loudness, own_loudness
from revive.motion.mouth import smooth
from revive.motion.viseme_recogniser import VisemeReader, read_mouth
from revive.training.evaluate.motion import correlation, predict_opening
from revive.training.mouth.lip_measures import REST, WIDE
from revive.training.mouth.real_mouths import HELD_OUT, LEARN, measures_of, mel_of
from revive.training.mouth.ridge import ridge

CONTEXT = np.arange(-0.16, 0.17, 0.04)  # seconds about a picture that the regression sees
PENALTY = 3.0  # of the regression, for inputs of spread 1
QUIETEST = -40.0  # dB
FEWEST_OPEN = 0.03  # eye distances between rest and wide open, below which a mouth hardly opens
FARTHEST = 0.3  # seconds between the sound and the picture of a film

Talker = tuple[np.ndarray, np.ndarray, np.ndarray]  # mel spectrogram, opening of each picture, and its seconds


def compare_talkers(
    read: VisemeReader, data: Path, offsets: dict[str, float] | None = None, clips: tuple[str, ...] = HELD_OUT
) -> dict[str, float]:
    """Mean correlation with the tracked opening, over the clips: of a network, and of the baselines.

    Clips whose mouth hardly opens are left out: there is nothing to follow. "in step" is the network's where sound and
    picture of each film are laid upon one another, "shuffled" with every sound moved by half its length; all others
    take the films as they are. `offsets` are those that `find_offsets` gave for the clips that were learned from.
    """
    learned = _regression([read_talker(data, clip, (offsets or {}).get(clip, 0.0)) for clip in LEARN])
    rows = [row for clip in clips if (row := _compare(read, read_talker(data, clip), learned))]
    return dict(zip(("mouth", "in step", "loudness", "ridge", "shuffled"), np.mean(rows, axis=0).tolist(), strict=True))


def read_talker(data: Path, clip: str, offset: float = 0.0) -> Talker:
    """A clip whose picture is `offset` seconds ahead of its sound."""
    folder = data / "talking" / clip
    measures, fps = measures_of(folder)
    return mel_of(folder), measures[:, 0], (np.arange(len(measures)) + 0.5) / fps + offset


def _compare(read: VisemeReader, talker: Talker, learned: np.ndarray) -> list[float] | None:
    mel, gap, times = talker
    seen = ~np.isnan(gap)
    if np.ptp(np.percentile(gap[seen], (REST, WIDE))) < FEWEST_OPEN:
        return None
    rate = 1 / float(np.diff(times).mean())
    made = predict_opening(read_mouth(read, mel), rate=rate, frames=len(times))
    moved = np.roll(made, len(made) // 2)
    guesses = (_loudness(mel, times), _seen(mel, times) @ learned, moved)
    shifts = range(-round(FARTHEST * rate), round(FARTHEST * rate) + 1)
    best = max(correlation(np.roll(made, shift), gap, seen) for shift in shifts)
    return [correlation(made, gap, seen), best, *(correlation(guess, gap, seen) for guess in guesses)]


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


def _regression(talkers: list[Talker]) -> np.ndarray:
    """The weights of a regression on what `_seen` gives; everybody's openings have mean 0 and spread 1."""
    inputs, targets = [], []
    for mel, gap, times in talkers:
        known = ~np.isnan(gap)
        inputs.append(_seen(mel, times)[known][:, 1:])
        targets.append((gap[known] - gap[known].mean()) / gap[known].std())
    x, y = np.concatenate(inputs), np.concatenate(targets)
    weights, constant = ridge(x, y, np.ones(len(x)), PENALTY)
    return np.append(constant, weights)
