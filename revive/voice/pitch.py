"""What the pitch of a voice says of it: middle, range, how much a phrase sinks, and how periodic it is.

`pitch_tracking` follows the pitch; the autocorrelation over more periods makes it finer and tells voice from breath.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from revive.listening.levels import stretches
from revive.listening.pitch_tracking import HIGHEST, HOP, HUM, RATE, track_f0
from revive.listening.pitch_tracking import SAMPLE_RATE as TRACKED_RATE
from revive.voice.periodicity import periodicity
from revive.voice.phrases import SAMPLE_RATE, Phrase

FAINTEST = 35.0  # dB below the loud moments of all phrases, under which nothing is taken for the voice
PERIODIC = 0.5  # least autocorrelation of a voice
SHORTEST = 0.04  # seconds of voice
LEAP = 2.0  # semitones from one value to the next; no voice does that


@dataclass(frozen=True)
class PitchTrack:
    """The pitch of a phrase, RATE values a second, the first at its first sample.

    Attributes
    ----------
    hertz : (T,) fundamental frequency, NaN where there is no voice
    periodic : (T,) the autocorrelation at one period, 0–1, NaN where there is no voice
    """

    hertz: np.ndarray
    periodic: np.ndarray


@dataclass(frozen=True)
class PitchRange:
    """Median, 5th and 95th percentile of the pitch in Hz."""

    middle: float
    low: float
    high: float

    @property
    def semitones(self) -> float:
        """From low to high."""
        return float(12 * np.log2(self.high / self.low))


def track_pitch(phrases: list[Phrase], tick: Callable[[float], None] = lambda fraction: None) -> list[PitchTrack]:
    """The pitch of every phrase; how faint a voice may be is judged by all of them.

    tick : told the fraction done (0–1); what it raises stops the work
    """
    if not phrases:
        return []
    sounds = [_without_hum(phrase.sound) for phrase in phrases]
    coarse = []
    for number, sound in enumerate(sounds):
        tick(number / len(sounds))
        coarse.append(_tracked(sound))
    heard = np.concatenate([[HIGHEST], *(hertz[~np.isnan(hertz)] for hertz in coarse)])
    levels = [frame_levels(sound, len(hertz)) for sound, hertz in zip(sounds, coarse, strict=True)]
    faintest = float(np.percentile(np.concatenate(levels), 95)) - FAINTEST
    lowest = float(np.percentile(heard, 5))
    return [
        _refined(sound, np.where(level > faintest, hertz, np.nan), lowest)
        for sound, hertz, level in zip(sounds, coarse, levels, strict=True)
    ]


def frame_levels(sound: np.ndarray, frames: int, *, seconds: float = 0.032) -> np.ndarray:
    """(frames,) RMS in dB of full scale round every 1 / RATE seconds, in windows (Hann) of `seconds`."""
    from scipy.signal import fftconvolve

    window = np.hanning(round(seconds * SAMPLE_RATE))
    power = fftconvolve(np.square(sound, dtype=np.float64), window / window.sum(), mode="same")
    at = (np.arange(frames) * SAMPLE_RATE // RATE).clip(0, len(power) - 1)
    return 10 * np.log10(np.maximum(power[at], 1e-12))


def range_of(tracks: list[PitchTrack]) -> PitchRange:
    """What the pitch of all phrases together is; there must be some."""
    voiced = np.concatenate([track.hertz[~np.isnan(track.hertz)] for track in tracks])
    low, middle, high = np.percentile(voiced, [5, 50, 95]).tolist()
    return PitchRange(middle, low, high)


def declination(tracks: list[PitchTrack]) -> float | None:
    """Semitones a second by which the pitch rises (falls: below 0) within a phrase, longer phrases counting for more.

    The slope of each is that of Theil and Sen, which a single high word does not turn. None where no phrase has 0.6
    seconds of voice.
    """
    from scipy.stats import theilslopes

    slopes, weights = [], []
    for track in tracks:
        voiced = np.flatnonzero(~np.isnan(track.hertz))
        if len(voiced) < 0.6 * RATE:
            continue
        voiced = voiced[:: max(len(voiced) // 300, 1)]
        slopes.append(theilslopes(12 * np.log2(track.hertz[voiced]), voiced / RATE)[0])
        weights.append((voiced[-1] - voiced[0]) / RATE)
    return float(np.average(slopes, weights=weights)) if slopes else None


def _without_hum(sound: np.ndarray) -> np.ndarray:
    """What the periods are looked for in; it would blur how they differ, so nothing else is measured in it."""
    from scipy.signal import butter, sosfiltfilt

    high_pass = butter(4, HUM, "highpass", fs=SAMPLE_RATE, output="sos")
    return sosfiltfilt(high_pass, sound, padlen=min(SAMPLE_RATE // 20, len(sound) - 1)).astype(np.float32)


def _tracked(sound: np.ndarray) -> np.ndarray:
    """(T,) Hz, NaN where there is no voice."""
    import soxr

    frames = len(sound) * RATE // SAMPLE_RATE + 1
    half = np.zeros(HOP // 2, np.float32)  # the tracker's first value is half a hop after its start
    hertz = track_f0([half, soxr.resample(sound, SAMPLE_RATE, TRACKED_RATE)])[:frames]
    return np.pad(hertz, (0, frames - len(hertz)), constant_values=np.nan)


def _refined(sound: np.ndarray, hertz: np.ndarray, lowest: float) -> PitchTrack:
    voiced = np.flatnonzero(~np.isnan(hertz))
    fine, strength = periodicity(sound, voiced / RATE, hertz[voiced], lowest=lowest)
    good = np.nan_to_num(strength) > PERIODIC
    hertz, periodic = np.full((2, len(hertz)), np.nan)
    hertz[voiced[good]], periodic[voiced[good]] = fine[good], strength[good]
    with np.errstate(invalid="ignore"):
        leap = np.abs(12 * np.diff(np.log2(hertz), prepend=np.nan)) > LEAP
    for start, end in _parts(~np.isnan(hertz), leap):
        if end - start < SHORTEST * RATE:
            hertz[start:end] = periodic[start:end] = np.nan
    return PitchTrack(hertz, periodic)


def _parts(voiced: np.ndarray, leap: np.ndarray) -> list[tuple[int, int]]:
    """[start, end) of every run of True in `voiced` (T,), cut where `leap` (T,) is."""
    parts = []
    for start, end in stretches(voiced):
        borders = [start, *(start + 1 + np.flatnonzero(leap[start + 1 : end])).tolist(), end]
        parts += itertools.pairwise(borders)
    return parts
