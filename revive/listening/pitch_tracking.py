"""The pitch of a voice over time: the fundamental frequency in Hz, and where there is no voice.

Boersma 1993, "Accurate short-term analysis of the fundamental frequency": the highest peaks of the autocorrelation are
candidates, and the path through them (Viterbi) that leaps least decides the pitch and whether there is a voice. The
sound is read in blocks; of an hour only its candidates are kept, 20 MB.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator

import numpy as np

from revive.listening.streaming import map_windows

RATE = 100  # values a second
SAMPLE_RATE = 8000  # Hz
HOP = SAMPLE_RATE // RATE  # samples
WINDOW = 280  # samples, 35 ms; a longer one blurs a pitch that glides
LOWEST, HIGHEST = 60.0, 600.0  # Hz
HUM = 80.0  # Hz; mains hum lies below, and of a voice no more than the lowest tone of a few
RINGING = 800  # samples after which nothing is left in the filter that takes the hum away
CANDIDATES = 6  # periods that are considered at a time
BLOCK = 2 * SAMPLE_RATE  # samples looked at together, whatever the blocks given, so that memory is bounded
FINER = 4  # times; between samples the autocorrelation is interpolated, by a longer inverse transform
SIZE = 512  # of the transform: a window, and the longest period and its neighbours without wrapping round

# What a path gains and costs, in autocorrelation (0–1)
VOICELESS = 0.35  # gained by a moment without a voice
OCTAVE = 0.01  # for every octave lower: of a true period every multiple is one too
LEAP = 0.7  # for an octave between two values
CHANGE = 0.4  # between voice and no voice
FAINT, FAINTEST = 25.0, 35.0  # dB below the loud moments: from the one to the other it needs to be more periodic


def track_f0(blocks: Iterable[np.ndarray]) -> np.ndarray:
    """The fundamental frequency of a sound, (E,) float32 in Hz, NaN where there is no voice.

    Value k is that at (k + 0.5) / RATE seconds.

    blocks : the sound, (N,) float32 each, at SAMPLE_RATE
    """
    found = map_windows(_without_hum(blocks), _candidates, window=WINDOW, hop=HOP, frames=None)
    if not len(found):
        return np.zeros(0, np.float32)
    hertz, strength, level = np.split(found, [CANDIDATES, 2 * CANDIDATES], axis=1)
    path = _best_path(hertz, strength, np.percentile(level, 95) - level[:, 0])
    chosen = np.take_along_axis(hertz, np.maximum(path, 1)[:, None] - 1, 1)[:, 0]
    return np.where(path > 0, chosen, np.nan).astype(np.float32)


def _without_hum(blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """The sound above HUM, in blocks of BLOCK at most."""
    before = np.zeros(RINGING)
    for block in blocks:
        for start in range(0, len(block), BLOCK):
            sound = np.concatenate([before, block[start : start + BLOCK]])
            size = 2 ** math.ceil(math.log2(len(sound)))
            filtered = np.fft.irfft(np.fft.rfft(sound, size) * _high_pass(size), size)
            before = sound[-RINGING:]
            yield filtered[RINGING : len(sound)].astype(np.float32)


@functools.cache
def _high_pass(size: int) -> np.ndarray:
    """(size // 2 + 1,) complex, the response of a Butterworth filter of fourth order above HUM."""
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size))  # of one sample
    edge = 2 * np.pi * HUM / SAMPLE_RATE
    response = np.ones(len(delay), complex)
    for angle in (np.pi / 8, 3 * np.pi / 8):  # of each pair of poles
        width = math.sin(edge) * math.cos(angle)
        below = 1 + width - 2 * math.cos(edge) * delay + (1 - width) * delay**2
        response *= (1 + math.cos(edge)) / 2 * (1 - delay) ** 2 / below
    return response


def _candidates(sound: np.ndarray) -> np.ndarray:
    """(frames, 2 · CANDIDATES + 1) float32: Hz and autocorrelation (0 for none) of each, and the level in dB."""
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    frames = (frames - frames.mean(1, keepdims=True)) * _hann()
    own = _autocorrelation(frames)
    shortest, longest = int(SAMPLE_RATE * FINER / HIGHEST), int(np.ceil(SAMPLE_RATE * FINER / LOWEST))
    periods = np.arange(shortest, longest + 1)
    near = slice(shortest - 1, longest + 2)
    alike = own[:, near] / np.maximum(own[:, :1], 1e-12) / _window_autocorrelation()[near]
    before, here, after = alike[:, :-2], alike[:, 1:-1], alike[:, 2:]
    peak = np.where((here > before) & (here >= after), here - OCTAVE * np.log2(periods / shortest), -1)
    best = np.argpartition(-peak, CANDIDATES, axis=1)[:, :CANDIDATES]
    before, at, after, peak = (np.take_along_axis(values, best, 1) for values in (before, here, after, peak))
    bend = np.minimum(before - 2 * at + after, -1e-9)
    off = (0.5 * (before - after) / bend).clip(-0.5, 0.5)
    height = np.maximum(at - 0.25 * (before - after) * off, 1e-9)
    strength = np.where(peak > 0, np.minimum(height, 1 / height), 0)  # above 1 it is by the window's slope alone
    hertz = SAMPLE_RATE * FINER / (periods[best] + off)
    level = 10 * np.log10(np.maximum(own[:, :1] / WINDOW, 1e-12))
    return np.concatenate([hertz, strength, level], axis=1).astype(np.float32)


def _best_path(hertz: np.ndarray, strength: np.ndarray, below: np.ndarray) -> np.ndarray:
    """(E,) the number of the candidate, from 1, at every moment; 0 where there is no voice.

    hertz, strength : (E, CANDIDATES)
    below : (E,) dB that a moment is fainter than the loud ones
    """
    octaves = np.log2(hertz)
    voiceless = VOICELESS + (1 - VOICELESS) * ((below - FAINT) / (FAINTEST - FAINT)).clip(0, 1)
    voice = np.where(strength > 0, strength - OCTAVE * (np.log2(HIGHEST) - octaves), -np.inf)
    gain = np.concatenate([voiceless[:, None], voice], axis=1)
    cost = np.full((CANDIDATES + 1, CANDIDATES + 1), CHANGE)  # to, from
    cost[0, 0] = 0
    came, total = np.zeros(gain.shape, np.int8), gain[0]
    for moment in range(1, len(gain)):
        np.abs(octaves[moment, :, None] - octaves[moment - 1], out=cost[1:, 1:])
        cost[1:, 1:] *= LEAP
        ways = total - cost
        came[moment] = ways.argmax(1)
        total = ways.max(1) + gain[moment]
    path = np.zeros(len(gain), int)
    path[-1] = total.argmax()
    for moment in range(len(gain) - 1, 0, -1):
        path[moment - 1] = came[moment, path[moment]]
    return path


def _autocorrelation(frames: np.ndarray) -> np.ndarray:
    """(F, WINDOW) -> (F, SIZE · FINER)."""
    return np.fft.irfft(np.square(np.abs(np.fft.rfft(frames, SIZE))), SIZE * FINER) * FINER


@functools.cache
def _hann() -> np.ndarray:
    return np.hanning(WINDOW + 2)[1:-1].astype(np.float32)


@functools.cache
def _window_autocorrelation() -> np.ndarray:
    """(SIZE · FINER,) 1 at a period of 0."""
    own = _autocorrelation(_hann()[None])[0]
    return own / own[0]
