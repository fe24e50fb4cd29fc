"""The pitch that the gesture network learned from: YIN, in semitones from the speaker's median.

YIN (de Cheveigné and Kawahara 2002) does not decide whether there is a voice, so values that jump, or are far from all
others, count as unvoiced. `pitch_tracking` mistakes a third as many moments (8 % against 24 %), but its smoothed
contour correlates with this one by 0.82 only; until the network is trained again, this is what it must be given.
"""

from __future__ import annotations

import numpy as np

from revive.listening.features import yin
from revive.listening.streaming import map_windows

RATE = 100  # values a second
SAMPLE_RATE = 8000  # Hz
HOP = SAMPLE_RATE // RATE  # samples
WINDOW = 512  # samples, 64 ms: two periods of the lowest voice
LOWEST, HIGHEST = 65.0, 450.0  # Hz
FARTHEST = 10.0  # semitones from the speaker's middle; beyond it an octave was mistaken
STEADY = 1.2  # semitones from one value to the next


def estimate_f0(blocks) -> np.ndarray:
    """(E,) float32 fundamental frequency in Hz, RATE a second, of a sound in blocks (N,) at SAMPLE_RATE."""
    return map_windows(blocks, _yin, window=WINDOW, hop=HOP, frames=None)


def f0_to_semitones(hertz: np.ndarray) -> np.ndarray:
    """(E,) semitones from the middle of the steady values of `estimate_f0`, NaN where there is no steady one."""
    if not len(hertz):
        return np.zeros(0, np.float32)
    high = 12 * np.log2(np.maximum(hertz, 1.0))
    step = np.abs(np.diff(high, prepend=high[:1]))
    voiced = (np.maximum(step, np.append(step[1:], 0)) < STEADY) & (hertz > LOWEST * 1.02) & (hertz < HIGHEST * 0.98)
    if not voiced.any():
        return np.full(len(hertz), np.nan, np.float32)
    high = high - np.median(high[voiced])
    return np.where(voiced & (np.abs(high) < FARTHEST), high, np.nan).astype(np.float32)


def _yin(sound: np.ndarray) -> np.ndarray:
    hertz = yin(sound, SAMPLE_RATE, window=WINDOW, hop=HOP, lowest=LOWEST, highest=HIGHEST)
    return hertz.astype(np.float32)
