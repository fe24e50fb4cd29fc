"""Sound levels, when somebody is speaking, and a distribution of the text's lines over that time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

HOP = 0.01  # seconds a level
FAINTEST = -120.0  # dBFS
PAUSE = 0.12  # seconds; shorter gaps belong to the words (the closure of a p, t or k)


@dataclass(frozen=True)
class Levels:
    """The level of a sound every HOP seconds.

    Attributes
    ----------
    decibels : (T,) float32, RMS in dBFS, at least FAINTEST
    peak : the highest sample, dBFS
    """

    decibels: np.ndarray
    peak: float

    def speaking(self) -> np.ndarray:
        """(T,) bool: speech, as opposed to room noise; gaps under PAUSE are filled."""
        if not len(self.decibels):
            return np.zeros(0, bool)
        loud, room = np.percentile(self.decibels, [95, 5])
        threshold = max(loud - 38, min(room + 10, loud - 12), FAINTEST + 1)
        active = self.decibels > threshold
        for start, end in stretches(~active):
            if start > 0 and end < len(active) and (end - start) * HOP < PAUSE:
                active[start:end] = True
        for start, end in stretches(active):
            if (end - start) * HOP < 0.03:  # a click
                active[start:end] = False
        return active


def measure_levels(blocks: Iterable[np.ndarray], sample_rate: int) -> Levels:
    """The levels of a sound that comes in blocks of any length, (N,) float −1..1."""
    hop = round(sample_rate * HOP)
    levels, rest, peak = [], np.zeros(0, np.float32), 0.0
    for block in blocks:
        peak = max(peak, float(np.abs(block).max(initial=0.0)))
        rest = np.concatenate([rest, block])
        whole = len(rest) // hop * hop
        levels.append(np.square(rest[:whole].reshape(-1, hop)).mean(1))
        rest = rest[whole:]
    if len(rest):
        levels.append(np.square(rest).mean(keepdims=True))
    power = np.concatenate(levels) if levels else np.zeros(0)
    decibels = 10 * np.log10(np.maximum(power, 10 ** (FAINTEST / 10)))
    return Levels(decibels.astype(np.float32), max(20 * np.log10(max(peak, 1e-6)), FAINTEST))


def share_time(lengths: list[float], speaking: np.ndarray) -> list[tuple[float, float]]:
    """Start and end in seconds of every line of text, from the lines' lengths and the times of speech.

    A line gets the share of the speech that it has of the text; a boundary moves to a pause nearby. Silence before the
    first word, after the last and in the pauses at the boundaries belongs to no line.
    """
    if not speaking.any():
        speaking = np.ones(max(len(speaking), 1), bool)
    spoken = np.cumsum(speaking)
    total = spoken[-1]
    first, last = int(np.argmax(speaking)), len(speaking) - int(np.argmax(speaking[::-1]))
    pauses = [(a, b) for a, b in stretches(~speaking) if first < a and b < last]
    borders = np.cumsum(lengths)[:-1] / sum(lengths) * total
    times, start, taken = [], float(first), -1
    for i, border in enumerate(borders):
        reach = 0.35 * min(lengths[i], lengths[i + 1]) / sum(lengths) * total
        near = []
        for n, (a, b) in enumerate(pauses[taken + 1 :], taken + 1):
            off = abs(spoken[a] - border)
            if off < reach:
                near.append((off - 2 * (b - a), n))  # a long pause is a likelier boundary than a short one
        if near:
            taken = min(near)[1]
            end, following = (float(t) for t in pauses[taken])
        else:
            end = following = float(np.searchsorted(spoken, border))
        end, following = min(max(end, start), last), min(max(following, start), last)
        times.append((start * HOP, end * HOP))
        start = following
    times.append((start * HOP, last * HOP))
    return times


def stretches(active: np.ndarray) -> list[tuple[int, int]]:
    """[start, end) of every run of True in (T,) bool."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], active, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
