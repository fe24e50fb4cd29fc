"""How steady a voice is from one period to the next (jitter, shimmer), and how clear of breath (harmonics to noise)."""

from __future__ import annotations

import numpy as np

from revive.listening.levels import stretches
from revive.voice.phrases import SAMPLE_RATE, Phrase
from revive.voice.pitch import RATE, PitchTrack

SHORTEST = 0.06  # seconds of voice in which periods are counted
MOST_STEP = 1.3  # times as long as the one before; a longer period is a mistaken one (as Praat has it)
MOST_RISE = 1.6  # times as loud
PULSE = 0.25  # of a period to either side, that are compared; the echo of the last pulse in more of it evens jitter out
CLEAREST = 40.0  # dB


def steadiness(phrases: list[Phrase], tracks: list[PitchTrack]) -> tuple[float, float] | None:
    """Jitter and shimmer (local) in percent; None where no three periods follow each other.

    Jitter is the mean difference between a period and the next, shimmer that between the loudness (RMS round the
    pulse) of a period and the next, each divided by the mean. Speech has more of both (1–3 %, 5–15 %) than a vowel
    that is held (under 1 %, under 4 %).
    """
    steps, lengths, rises, heights = [], [], [], []
    for phrase, track in zip(phrases, tracks, strict=True):
        for marks in pulses(phrase.sound, track):
            periods = np.diff(marks)
            loudness = np.array(
                [_loudness(phrase.sound, mark, period) for mark, period in zip(marks[1:], periods, strict=True)]
            )
            even = _alike(periods, MOST_STEP)
            steps.append(np.abs(np.diff(periods))[even])
            lengths.append(periods[1:][even])
            even &= _alike(loudness, MOST_RISE)
            rises.append(np.abs(np.diff(loudness))[even])
            heights.append(loudness[1:][even])
    if not sum(map(len, steps)) or not sum(map(len, rises)):
        return None
    jitter = np.concatenate(steps).mean() / np.concatenate(lengths).mean()
    shimmer = np.concatenate(rises).mean() / np.concatenate(heights).mean()
    return 100 * float(jitter), 100 * float(shimmer)


def harmonics_to_noise(tracks: list[PitchTrack]) -> float:
    """Mean harmonic-to-noise ratio in dB of the moments with a voice (Boersma 1993), each at most CLEAREST."""
    periodic = np.concatenate([track.periodic[~np.isnan(track.periodic)] for track in tracks])
    ratio = periodic / np.maximum(1 - periodic, 1e-9)
    return float(np.minimum(10 * np.log10(np.maximum(ratio, 1e-3)), CLEAREST).mean())


def pulses(sound: np.ndarray, track: PitchTrack) -> list[np.ndarray]:
    """Where every period is, in samples (fractions of them too): an array for each stretch of voice.

    From the highest point in a stretch's middle, the next period is where the sound is most like the last one.
    """
    found = []
    for start, end in stretches(~np.isnan(track.hertz)):
        if end - start < SHORTEST * RATE:
            continue
        first, last = start * SAMPLE_RATE / RATE, min((end - 1) * SAMPLE_RATE / RATE, len(sound) - 1)
        frames = np.arange(start, end)

        def period(sample: float, frames=frames) -> float:
            return SAMPLE_RATE / float(np.interp(sample * RATE / SAMPLE_RATE, frames, track.hertz[frames]))

        middle = (first + last) / 2
        reach = round(period(middle) / 2)
        around = sound[max(round(middle) - reach, 0) : round(middle) + reach + 1]
        if not around.any():
            continue
        peak = max(round(middle) - reach, 0) + int(np.abs(around).argmax())
        marks = [float(peak)]
        for direction in (1, -1):
            mark = float(peak)
            while (step := _step(sound, mark, period(mark), direction)) and first <= mark + step <= last:
                mark += step
                marks.append(mark)
        if len(marks) > 3:
            found.append(np.sort(marks))
    return found


def _step(sound: np.ndarray, mark: float, period: float, direction: int) -> float | None:
    """Samples from a mark to the next (direction 1) or the one before (−1); None at the sound's end."""
    half, least, most = round(PULSE * period), int(0.8 * period), int(np.ceil(1.25 * period))
    here = round(mark)
    low = here + least if direction > 0 else here - most
    high = here + most if direction > 0 else here - least
    if low - half - 1 < 0 or high + half + 2 > len(sound) or here < half or here + half >= len(sound):
        return None
    last = sound[here - half : here + half + 1]
    other = sound[low - half - 1 : high + half + 2]
    energy = np.convolve(np.square(other, dtype=np.float64), np.ones(len(last)), mode="valid")
    likeness = np.correlate(other, last, mode="valid") / np.sqrt(np.maximum(energy, 1e-12))
    best = int(likeness[1:-1].argmax()) + 1
    before, at, after = likeness[best - 1 : best + 2]
    bend = min(before - 2 * at + after, -1e-12)
    return low - 1 + best - here + float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5))


def _loudness(sound: np.ndarray, mark: float, period: float) -> float:
    """RMS round a pulse, weighted by a window (Hann) as long as the period."""
    half = max(round(0.5 * period), 2)
    part = sound[max(round(mark) - half, 0) : round(mark) + half + 1]
    window = np.hanning(len(part) + 2)[1:-1]
    return float(np.sqrt(np.sum(np.square(part * window, dtype=np.float64)) / np.sum(np.square(window))))


def _alike(values: np.ndarray, most: float) -> np.ndarray:
    """(N,) -> (N − 1,) bool: neither of two neighbours is `most` times the other or more."""
    larger, smaller = np.maximum(values[1:], values[:-1]), np.minimum(values[1:], values[:-1])
    return (larger < most * smaller) & (smaller > 0)
