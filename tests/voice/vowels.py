"""Synthetic vowels: glottal pulses through formant resonators, every property of which is known."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import soundfile
from scipy.signal import lfilter

from revive.voice.phrases import Phrase, resample

RATE = 48000  # Hz
FORMANTS = (560.0, 1480.0, 2520.0, 3500.0, 4500.0)  # Hz


def vowel(
    pitch: float | tuple[float, float] = 120.0, seconds: float = 1.5, *, formants=FORMANTS, jitter: float = 0.0,
    shimmer: float = 0.0, breath: float | None = None, seed: int = 0,
) -> np.ndarray:  # fmt: skip
    """(N,) float at RATE, peak 0.5.

    Parameters
    ----------
    pitch : Hz, one or (from, to), which glides evenly in semitones
    jitter, shimmer : standard deviation of a period and of a pulse's height, as a part of their mean
    breath : dB that the harmonics are above a noise of the same spectrum; None is without
    """
    draw = np.random.default_rng(seed)
    start, end = pitch if isinstance(pitch, tuple) else (pitch, pitch)
    flow, at = np.zeros(round(seconds * RATE)), 0.0
    place = np.arange(len(flow))
    while at < len(flow):
        hertz = start * (end / start) ** (at / len(flow))
        period = RATE / hertz * (1 + jitter * draw.standard_normal())
        first, last = int(np.ceil(at)), min(int(np.ceil(at + 0.7 * RATE / hertz)), len(flow))
        phase = (place[first:last] - at) / (0.7 * RATE / hertz)
        flow[first:last] += (1 + shimmer * draw.standard_normal()) * (phase**2 - phase**3)  # Rosenberg's, smooth
        at += period
    source = np.diff(flow, prepend=0.0)
    sound = _through(source, formants)
    if breath is not None:
        noise = _through(np.diff(lfilter([1], [1, -0.98], draw.standard_normal(len(source))), prepend=0.0), formants)
        sound = sound + noise * np.std(sound) / np.std(noise) * 10 ** (-breath / 20)
    return 0.5 * sound / np.abs(sound).max()


def _through(source: np.ndarray, formants) -> np.ndarray:
    for hertz in formants:
        width = 50 + 0.03 * hertz
        radius = np.exp(-np.pi * width / RATE)
        pole = [1, -2 * radius * np.cos(2 * np.pi * hertz / RATE), radius**2]
        source = cast("np.ndarray", lfilter([sum(pole)], pole, source))  # a pair only where a state is given
    return source


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def write(path: Path, *parts: np.ndarray) -> Path:
    """The parts after one another, in a file."""
    soundfile.write(path, np.concatenate(parts), RATE)
    return path


def phrase(sound: np.ndarray) -> Phrase:
    """The sound as it is examined."""
    return Phrase(0.0, resample(sound, RATE))


def babble(rate: float, count: int, pitch: float = 140.0) -> np.ndarray:
    """`count` syllables, `rate` a second: vowels that are loud in their middle."""
    one = vowel(pitch, count / rate)
    place = np.arange(len(one)) / RATE * rate % 1
    return one * (0.08 + 0.92 * np.sin(np.pi * place) ** 2)
