"""How alike a voice is from one period to the next: the autocorrelation of Boersma 1993.

"Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound".
"""

from __future__ import annotations

import numpy as np

from revive.voice.phrases import SAMPLE_RATE

PERIODS = 4.5  # of the lowest pitch, in one window
FINER = 4  # times; between samples the autocorrelation is interpolated as sin x / x, by a longer inverse transform
REACH = 0.06  # of the expected period, how far off the true one is looked for
_BLOCK = 256  # windows at once


def periodicity(
    sound: np.ndarray, times: np.ndarray, hertz: np.ndarray, *, lowest: float
) -> tuple[np.ndarray, np.ndarray]:
    """The fundamental frequency near an expected one, and how periodic the sound is there.

    Parameters
    ----------
    sound : (N,) float at SAMPLE_RATE
    times : (T,) seconds, the windows' middles
    hertz : (T,) expected
    lowest : Hz; the window is PERIODS periods of it

    Returns
    -------
    (T,) Hz; and (T,) the autocorrelation at one period, divided by that at 0: 1 is perfectly periodic; NaN where the
    window holds less than two periods, or nothing
    """
    length = round(PERIODS * SAMPLE_RATE / lowest)
    size = 2 ** int(np.ceil(np.log2(1.5 * length)))
    window = np.hanning(length + 2)[1:-1]
    of_window = _autocorrelation(window[None], size)[0]
    padded = np.pad(sound, length)
    starts = np.round(np.asarray(times) * SAMPLE_RATE).astype(int) - length // 2 + length
    starts = starts.clip(0, len(padded) - length)
    found, strength = np.full(len(starts), np.nan), np.full(len(starts), np.nan)
    farthest = length // 2 * FINER
    for block in range(0, len(starts), _BLOCK):
        part = slice(block, block + _BLOCK)
        frames = padded[starts[part, None] + np.arange(length)]
        frames = (frames - frames.mean(1, keepdims=True)) * window
        likeness = _autocorrelation(frames, size)[:, : farthest + 2] / of_window[: farthest + 2]
        lags = SAMPLE_RATE * FINER / hertz[part]
        found[part], strength[part] = _peaks(likeness, lags, farthest)
    return found, strength


def _autocorrelation(frames: np.ndarray, size: int) -> np.ndarray:
    """(F, N) -> (F, size · FINER), 1 at lag 0; all 0 where a frame is silent."""
    power = np.square(np.abs(np.fft.rfft(frames, size)))
    whole = np.fft.irfft(power, size * FINER)
    return whole / np.maximum(whole[:, :1], 1e-12)


def _peaks(likeness: np.ndarray, lags: np.ndarray, farthest: int) -> tuple[np.ndarray, np.ndarray]:
    """The highest point of every row within REACH of its lag (F,): Hz and height, NaN where it lies beyond."""
    place = np.arange(likeness.shape[1])
    near = np.abs(place - lags[:, None]) <= REACH * lags[:, None]
    best = np.where(near, likeness, -np.inf).argmax(1).clip(1, farthest)
    row = np.arange(len(likeness))
    before, at, after = (likeness[row, best + step] for step in (-1, 0, 1))
    bend = np.minimum(before - 2 * at + after, -1e-12)
    off = (0.5 * (before - after) / bend).clip(-0.5, 0.5)
    height = at - 0.25 * (before - after) * off
    good = (lags * (1 + REACH) <= farthest) & (height > 0)
    return np.where(good, SAMPLE_RATE * FINER / (best + off), np.nan), np.where(good, height.clip(0, 1), np.nan)
