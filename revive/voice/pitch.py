"""The pitch of a voice over time, and what it says of it: middle, range, how much a phrase sinks.

pYIN (Mauch & Dixon 2014, by librosa) follows the pitch in steps of a quarter of a semitone; the autocorrelation makes
it fine, looks at its octaves again, and says where there is a voice.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from revive.listening.levels import stretches
from revive.voice.periodicity import periodicity
from revive.voice.phrases import SAMPLE_RATE, Phrase

RATE = 100  # values a second
LOWEST, HIGHEST = 60.0, 600.0  # Hz
HUM = 70.0  # Hz; the mains' hum of old recordings lies below, and of a voice no more than the lowest tone of a few
FAINTEST = 35.0  # dB below the loud moments, under which nothing is taken for the voice
PERIODIC = 0.5  # least autocorrelation of a voice
SHORTEST = 0.04  # seconds of voice
LEAP = 2.0  # semitones from one value to the next; no voice does that
FAR = 7.0  # semitones from the middle of the moments around; beyond it an octave may be mistaken
AROUND = 1.5  # seconds to either side
_COARSE, _WINDOW, _STEP = 8000, 512, 0.25  # Hz, samples, semitones: what pYIN works on
_TROUGH = 0.05  # the chance that a voice has no clear period; with librosa's 0.01 half of a low, hoarse voice is lost


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
    """The pitch of every phrase; octaves are judged by all of them.

    tick : told the fraction done (0–1); what it raises stops the work
    """
    sounds = [_without_hum(phrase.sound) for phrase in phrases]
    coarse, heard = [], [np.array([HIGHEST])]
    for number, sound in enumerate(sounds):
        tick(number / len(sounds))
        hertz, sure = _pyin(sound)
        coarse.append(hertz)
        heard.append(hertz[sure])
    if not coarse:
        return []
    lowest = float(np.percentile(np.concatenate(heard), 5))
    loud = np.percentile(np.concatenate([frame_levels(s, len(h)) for s, h in zip(sounds, coarse, strict=True)]), 95)
    return [
        _refined(sound, hertz, lowest=lowest, faintest=loud - FAINTEST)
        for sound, hertz in zip(sounds, coarse, strict=True)
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


def _pyin(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(T,) Hz, NaN where it is out of range; and (T,) bool, where pYIN is sure of a voice."""
    import librosa
    import soxr

    frames = len(sound) * RATE // SAMPLE_RATE + 1
    if len(sound) < SAMPLE_RATE * SHORTEST:
        return np.full(frames, np.nan), np.zeros(frames, bool)
    hertz, voiced, _ = librosa.pyin(
        soxr.resample(sound, SAMPLE_RATE, _COARSE), fmin=LOWEST, fmax=HIGHEST, sr=_COARSE, frame_length=_WINDOW,
        hop_length=_COARSE // RATE, resolution=_STEP, no_trough_prob=_TROUGH, fill_na=None,
    )  # fmt: skip
    hertz, voiced = hertz[:frames], voiced[:frames]
    within = (hertz > LOWEST * 1.02) & (hertz < HIGHEST * 0.98)  # at its ends pYIN stays when it hears nothing
    left = (0, frames - len(hertz))
    return np.pad(np.where(within, hertz, np.nan), left, constant_values=np.nan), np.pad(voiced & within, left)


def _refined(sound: np.ndarray, hertz: np.ndarray, *, lowest: float, faintest: float) -> PitchTrack:
    hertz, periodic = hertz.copy(), np.full(len(hertz), np.nan)
    voiced = np.flatnonzero(~np.isnan(hertz) & (frame_levels(sound, len(hertz)) > faintest))
    if len(voiced):
        times, guess = voiced / RATE, hertz[voiced]
        fine, strength = periodicity(sound, times, guess, lowest=lowest)
        for octave, least in ((2.0, 0.85), (0.5, 1.05)):  # of a true period every multiple is one too, but no part
            off = 12 * np.log2(guess / _around(voiced, guess))
            doubtful = np.flatnonzero(off < -FAR if octave > 1 else off > FAR)
            other, likeness = periodicity(sound, times[doubtful], guess[doubtful] * octave, lowest=lowest)
            wrong = np.nan_to_num(likeness) > least * np.nan_to_num(strength[doubtful])
            at = doubtful[wrong]
            fine[at], strength[at], guess[at] = other[wrong], likeness[wrong], guess[at] * octave
        stray = np.abs(12 * np.log2(guess / _around(voiced, guess))) > 12
        good = (np.nan_to_num(strength) > PERIODIC) & ~stray
        hertz[:] = np.nan
        hertz[voiced[good]], periodic[voiced[good]] = fine[good], strength[good]
    else:
        hertz[:] = np.nan
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


def _around(frames: np.ndarray, hertz: np.ndarray) -> np.ndarray:
    """The median of the values within AROUND of each."""
    first = np.searchsorted(frames, frames - AROUND * RATE)
    last = np.searchsorted(frames, frames + AROUND * RATE, side="right")
    return np.array([np.median(hertz[a:b]) for a, b in zip(first, last, strict=True)])
