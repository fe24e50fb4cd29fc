"""The watermark in a synthetic voice: inaudible, and detectable after compression, mixing and resampling.

As in `pixels` it is a spread-spectrum watermark with one fixed pattern, here of gains over time and frequency: each
spot of the spectrogram becomes louder or softer by about a decibel (a patchwork over the spectrum, as in Yeo & Kim
2003). The change is proportional to the voice, which hides it, and silence stays silent. The pattern repeats every four
seconds.

To find it, the slow changes of the logarithmic spectrogram are removed, its periods are summed, and phase correlation
tests every moment at which the pattern may start. A sound whose speed or pitch was changed is not recognised.

Perth, a learned watermark, was tried instead. It has no key, so a voice from any program that uses it would be
attributed to Revive; unmarked singing scored as high as marked speech under music; and it changes the voice more.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Iterable, Iterator

import numpy as np

from revive.provenance.detection import NOTHING, Detection

KEY = b"made by Revive"  # the pattern is generated from this
STRENGTH = 1.2  # dB, RMS of the gains
MOST = 2.5  # times STRENGTH, the strongest gain
WINDOW = 0.032  # seconds
HOP = 0.01  # seconds between two windows
LOWEST, HIGHEST = 10, 186  # steps of 1 / WINDOW, 31.25 Hz: 0.3–5.8 kHz, which a telephone line keeps a good part of
PERIOD = 400  # hops after which the pattern repeats
IN_TIME = 3.0, 20.0  # Hz, how fast the gains change: slower is the voice's own rhythm, faster the windows cannot follow
IN_PITCH = 0.0005, 0.008  # seconds (cycles per Hz), how fine they are over the spectrum

LISTENED = 16000  # Hz, the rate at which a sound is searched
AT_ONCE = 5 * PERIOD  # hops that are worked on at once, so that length does not cost memory
AROUND = 9, 11  # windows and steps around a spot: the mean of these is the slow course
SHORTEST = 0.5  # seconds that are searched


class VoiceMark:
    """Marks one voice that arrives in blocks, without audible seams between them."""

    def __init__(self, rate: int):
        """rate : samples a second, at least 8000"""
        self._rate, self._length, self._hop = rate, round(WINDOW * rate), round(HOP * rate)
        self._window = _hann(self._length)
        overlap = np.pad(self._window**2, (0, -self._length % self._hop)).reshape(-1, self._hop).sum(axis=0)
        self._share = np.float32(1) / overlap  # of each sample between two windows' beginnings
        gains = 10 ** (STRENGTH / 20 * np.clip(_pattern(), -MOST, MOST)) - 1
        self._top = min(HIGHEST, self._length // 2)
        self._change = gains[:, : self._top - LOWEST].astype(np.float32)

    def blocks(self, sound: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield the marked sound, float32, in blocks of other lengths: hundredths of a second, but for the last.

        sound : blocks of mono samples, float, −1 to 1; the marked ones may be a little beyond
        """
        ahead = (-(-self._length // self._hop) - 1) * self._hop  # samples that the first windows begin early
        heard, change = np.zeros(ahead, np.float32), np.zeros(ahead, np.float32)
        number, before = 0, ahead
        for block in self._pieces(sound):
            heard, change = np.append(heard, block), np.append(change, np.zeros_like(block))
            windows = max((len(heard) - self._length) // self._hop + 1, 0)
            if not windows:
                continue
            self._add(heard, change, number, windows)
            number, done = number + windows, windows * self._hop
            yield self._joined(heard[:done], change[:done])[before:]
            before = max(before - done, 0)
            heard, change = heard[done:], change[done:]
        rest = len(heard)
        heard, change = (np.append(part, np.zeros(self._length + self._hop, np.float32)) for part in (heard, change))
        windows = -(-rest // self._hop)
        self._add(heard, change, number, windows)
        done = windows * self._hop
        yield self._joined(heard[:done], change[:done])[before:rest]

    def _pieces(self, sound: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        step = AT_ONCE * self._hop
        for block in sound:
            for start in range(0, len(block), step):
                yield np.asarray(block[start : start + step], np.float32)

    def _add(self, heard: np.ndarray, change: np.ndarray, number: int, windows: int) -> None:
        """Add what `windows` windows, the first of them the `number`th of the sound, change."""
        starts = np.arange(windows) * self._hop
        view = np.lib.stride_tricks.sliding_window_view(heard, self._length)[starts]
        waves = np.fft.rfft(view * self._window, axis=1)
        middle = ((number + np.arange(windows)) * self._hop + self._length / 2) / self._rate
        changed = np.zeros_like(waves)
        band = slice(LOWEST, self._top)
        changed[:, band] = waves[:, band] * self._change[np.rint(middle / HOP).astype(int) % PERIOD]
        for start, part in zip(starts, np.fft.irfft(changed, self._length, axis=1) * self._window, strict=True):
            change[start : start + self._length] += part

    def _joined(self, heard: np.ndarray, change: np.ndarray) -> np.ndarray:
        return heard + change * np.tile(self._share, len(change) // self._hop)


def mark_voice(samples: np.ndarray, rate: int) -> np.ndarray:
    """A marked copy of a voice, (N,) float32."""
    return np.concatenate(list(VoiceMark(rate).blocks([np.asarray(samples, np.float32)])))


def find_in_voice(samples: np.ndarray, rate: int) -> Detection:
    """Look for the mark in a sound, (N,) float; two seconds of speech or more can be told."""
    import soxr

    if len(samples) < SHORTEST * rate:
        return NOTHING
    heard = soxr.resample(np.nan_to_num(np.asarray(samples, np.float32)), rate, LISTENED)
    length, hop = round(WINDOW * LISTENED), round(HOP * LISTENED)
    laid = np.zeros((PERIOD, HIGHEST - LOWEST), np.float32)
    for start in range(0, len(heard), AT_ONCE * hop):
        piece = heard[start : start + AT_ONCE * hop + length - hop]
        if len(piece) >= length:
            course = _course(piece, length, hop)
            for first in range(0, len(course), PERIOD):
                period = course[first : first + PERIOD]
                laid[: len(period)] += period
    rows, columns, phases = _waves()
    found = np.fft.rfft2(laid.T)[rows, columns]
    if not np.abs(found).max() > 0:
        return NOTHING
    likeness = np.zeros(PERIOD // 2 + 1, np.complex128)
    np.add.at(likeness, columns, found / (np.abs(found) + 1e-9) * phases.conj())
    score = np.fft.irfft(likeness, PERIOD).max() * PERIOD / 2 / math.sqrt(len(rows) / 2)
    return Detection.of(float(score), places=PERIOD)


def _course(piece: np.ndarray, length: int, hop: int) -> np.ndarray:
    """(windows, steps) float32: the logarithmic spectrogram less its slow course, equally strong everywhere."""
    import cv2

    view = np.lib.stride_tricks.sliding_window_view(piece, length)[::hop]
    power = np.abs(np.fft.rfft(view * _hann(length), axis=1)[:, LOWEST:HIGHEST]) ** 2
    level = (10 * np.log10(power + 1e-10)).astype(np.float32)
    fine = level - cv2.blur(level, AROUND[::-1])
    spread = np.sqrt(np.maximum(cv2.blur(fine * fine, AROUND[::-1]), 0))  # rounding makes the mean of zeros negative
    return np.clip(fine / (spread + 0.5), -2, 2)


def _hann(length: int) -> np.ndarray:
    return np.hanning(length + 1)[:-1].astype(np.float32)


@functools.cache
def _waves() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The waves of the pattern: rows and columns in `rfft2` of (steps, PERIOD), and a complex phase for each."""
    over_pitch = np.abs(np.fft.fftfreq(HIGHEST - LOWEST, 1 / WINDOW))[:, None]
    over_time = np.fft.rfftfreq(PERIOD, HOP)[None]
    rows, columns = np.nonzero(
        (over_pitch >= IN_PITCH[0]) & (over_pitch <= IN_PITCH[1])
        & (over_time >= IN_TIME[0]) & (over_time <= IN_TIME[1])
    )  # fmt: skip
    drawn = np.frombuffer(hashlib.shake_256(KEY).digest(2 * len(rows)), "<u2")  # the same on every computer
    return rows, columns, np.exp(2j * np.pi / 65536 * drawn)


@functools.cache
def _pattern() -> np.ndarray:
    """(PERIOD, steps) float32 of RMS 1."""
    rows, columns, phases = _waves()
    waves = np.zeros((HIGHEST - LOWEST, PERIOD // 2 + 1), np.complex128)
    waves[rows, columns] = phases
    pattern = np.fft.irfft2(waves, s=(HIGHEST - LOWEST, PERIOD)).T
    return (pattern / pattern.std()).astype(np.float32)
