"""A person's style of moving: five figures, in standard deviations of people."""

from __future__ import annotations

import numpy as np

from revive.listening.peaks import find_peaks
from revive.motion.conditioning import BLINK, CHANNELS, HEAD, RATE, STYLE

USUAL = np.array([1.8, 0.7, 1.25, 3.0, 0.9], np.float32)
SPREAD = np.array([0.55, 0.45, 0.5, 0.4, 0.6], np.float32)
BROWS = ("browInnerUp", "browOuterUpLeft", "browOuterUpRight")
MOST_CHANGE = (0.55, 1.8)  # times as much
SHORTEST = 4.0  # seconds of a face that tell anything of its style


def measure_style(channels: np.ndarray) -> np.ndarray:
    """(len(STYLE),) float32, the style of a gesture (T, len(CHANNELS)) in the channels' own units.

    In the order of STYLE: how fast the head moves, how much of that is nodding, how far it goes, how often the eyes
    blink, and how much the brows move; each the logarithm of what was measured, less the usual, over the usual spread.
    """
    head = channels[:, : len(HEAD)]
    speed = np.abs(np.diff(head, axis=0)) * RATE  # degrees a second
    minutes = len(channels) / RATE / 60
    brows = channels[:, [CHANNELS.index(name) for name in BROWS]]
    measured = np.array(
        [
            speed.sum(axis=1).mean(),
            speed[:, 0].mean() / max(speed[:, 1:].mean(), 1e-3),
            head.std(axis=0).sum(),
            (len(blink_frames(channels[:, CHANNELS.index(BLINK)])) + 0.5) / minutes,
            brows.std(axis=0).sum() / 0.1,
        ]
    )
    return ((np.log(np.maximum(measured, 1e-2)) - USUAL) / SPREAD).clip(-3, 3).astype(np.float32)


def in_style(channels: np.ndarray, style: np.ndarray) -> tuple[np.ndarray, float]:
    """A gesture (T, len(CHANNELS)) whose head and brows move as far as the style has it; times as many blinks.

    The network takes a style up in kind, and less in amount than it is asked to.
    """
    more = np.exp((SPREAD * (style - measure_style(channels))).clip(*np.log(MOST_CHANGE)))
    done = channels.copy()
    for names, gain in ((HEAD, more[STYLE.index("head speed")]), (BROWS, more[STYLE.index("brows")])):
        columns = [CHANNELS.index(name) for name in names]
        middle = channels[:, columns].mean(axis=0)
        done[:, columns] = middle + gain * (channels[:, columns] - middle)
    return done, float(more[STYLE.index("blinking")])


def blink_frames(bumps: np.ndarray, least: float = 0.35) -> np.ndarray:
    """The frames at which the channel of blinks (T,) has its bumps."""
    return find_peaks(np.pad(bumps, 1), height=least, distance=round(0.35 * RATE))[0] - 1
