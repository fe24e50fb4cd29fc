"""Signal features: mel bands, and the fundamental frequency (YIN).

Both follow librosa, in NumPy (tests compare them): on a new computer librosa compiles for twenty seconds at its first
import, and a clip needs no more of it than this.
"""

from __future__ import annotations

import functools

import numpy as np

MEL_STEP = 200 / 3  # Hz of a mel below BREAK, of Slaney's Auditory Toolbox (1998)
BREAK = 1000.0  # Hz, above which mels are logarithmic
MEL_RATIO = np.log(6.4) / 27.0  # of the frequencies of neighbouring mels there, as a logarithm
TROUGH = 0.1  # YIN accepts a period at once if its difference is below this


def hertz_to_mel(hertz: np.ndarray) -> np.ndarray:
    """Frequencies in Hz, of any shape, in mels."""
    hertz = np.asarray(hertz, np.float64)
    above = BREAK / MEL_STEP + np.log(np.maximum(hertz, BREAK) / BREAK) / MEL_RATIO
    return np.where(hertz < BREAK, hertz / MEL_STEP, above)


def mel_to_hertz(mels: np.ndarray) -> np.ndarray:
    """Mels, of any shape, in Hz."""
    mels = np.asarray(mels, np.float64)
    above = BREAK * np.exp(MEL_RATIO * (np.maximum(mels, BREAK / MEL_STEP) - BREAK / MEL_STEP))
    return np.where(mels < BREAK / MEL_STEP, mels * MEL_STEP, above)


@functools.cache
def mel_filters(rate: int, window: int, bands: int, lowest: float, highest: float) -> np.ndarray:
    """(window // 2 + 1, bands) float32: triangles over the frequencies of a spectrum, each of the same area."""
    low, high = hertz_to_mel(np.array([lowest, highest]))
    edges = mel_to_hertz(np.linspace(low, high, bands + 2))
    away = np.fft.rfftfreq(window, 1 / rate)[:, None] - edges
    steps = np.diff(edges)
    rising, falling = away[:, :-2] / steps[:-1], -away[:, 2:] / steps[1:]
    triangles = np.maximum(0, np.minimum(rising, falling)).astype(np.float32)
    return triangles * (2 / (edges[2:] - edges[:-2])).astype(np.float32)


def mel_power(
    sound: np.ndarray, rate: int, *, window: int, hop: int, bands: int, lowest: float, highest: float
) -> np.ndarray:
    """Power in mel bands, (frames, bands) float32; frame k is the window of samples that starts at k x `hop`.

    sound : (N,) float32, at least one window long
    """
    seen = np.fft.rfft(_windows(sound, window, hop) * _hann(window)).astype(np.complex64)
    return np.abs(seen) ** 2 @ mel_filters(rate, window, bands, lowest, highest)


def yin(sound: np.ndarray, rate: int, *, window: int, hop: int, lowest: float, highest: float) -> np.ndarray:
    """The fundamental frequency in Hz, (frames,): de Cheveigné and Kawahara 2002; also where there is no voice.

    sound : (N,) float32, at least one window long
    lowest, highest : search range in Hz
    """
    shortest, longest = int(rate / highest), min(int(np.ceil(rate / lowest)), window - 1)
    difference = _normalised_difference(_windows(sound, window, hop), shortest, longest)
    deep = _troughs(difference) & (difference < TROUGH)
    period = np.where(deep.any(axis=1), deep.argmax(axis=1), difference.argmin(axis=1))
    rows = np.arange(len(period))
    return rate / (shortest + period + _parabolic_shift(difference)[rows, period])


def _normalised_difference(frames: np.ndarray, shortest: int, longest: int) -> np.ndarray:
    """(frames, periods) how much each frame differs from itself a period later, by the mean of all shorter periods."""
    from scipy.fft import next_fast_len

    size = next_fast_len(2 * frames.shape[1] - 1, real=True)
    seen = np.fft.rfft(frames, size)
    alike = np.fft.irfft(seen.real**2 + seen.imag**2, size)[:, : longest + 1].astype(frames.dtype)
    periods = np.arange(1, longest + 1)
    difference = 2 * (alike[:, :1] - alike[:, 1:]) - np.cumsum(np.square(frames), axis=1)[:, :longest]
    mean = np.cumsum(difference, axis=1) / periods
    chosen = slice(shortest - 1, longest)
    return difference[:, chosen] / (mean[:, chosen] + np.finfo(np.float32).tiny)


def _troughs(values: np.ndarray) -> np.ndarray:
    """(frames, periods) where a value is below the one before and not above the one after."""
    found = np.empty(values.shape, bool)
    found[:, 1:-1] = (values[:, 1:-1] < values[:, :-2]) & (values[:, 1:-1] <= values[:, 2:])
    found[:, 0], found[:, -1] = values[:, 0] < values[:, 1], values[:, -1] < values[:, -2]
    return found


def _parabolic_shift(values: np.ndarray) -> np.ndarray:
    """(frames, periods) from each value to the lowest point of the parabola through it and its neighbours; −1 to 1."""
    before, here, after = values[:, :-2], values[:, 1:-1], values[:, 2:]
    bend, slope = after + before - 2 * here, (after - before) / 2
    inside = np.abs(slope) < np.abs(bend)
    shift = np.zeros_like(values)
    shift[:, 1:-1] = np.where(inside, -slope / np.where(inside, bend, 1), 0)
    return shift


def _windows(sound: np.ndarray, window: int, hop: int) -> np.ndarray:
    """(frames, window), a view."""
    return np.lib.stride_tricks.sliding_window_view(sound, window)[::hop]


@functools.cache
def _hann(window: int) -> np.ndarray:
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
