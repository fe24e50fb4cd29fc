"""Prosody: how loud and how high the speech is over time, where its phrases lie and which syllables are stressed.

The sound is read in blocks and kept as 100 values a second, so an hour is a small array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.listening import fundamental_frequency
from revive.listening.fundamental_frequency import estimate_f0, f0_to_semitones
from revive.listening.peaks import find_peaks
from revive.speech import Speech

RATE = 100  # loudness values a second
SAMPLE_RATE = 8000  # Hz; loudness needs no more
QUIETEST = -75.0  # dB; digital silence
SPEAKING = 24.0  # dB under the speech's loud parts at which somebody is still speaking
SHORTEST_PAUSE = 0.20  # seconds; the silence of a p or a t is shorter
SHORTEST_PHRASE = 0.12  # seconds; a click is shorter
GLIDE = 0.12  # seconds over which the pitch is smoothed
LONGEST_PHRASE = 4.5  # seconds; where nobody pauses, the gestures still do


@dataclass(frozen=True)
class Stress:
    """A stressed syllable: its time in seconds and its weight, 0–1 within this speech."""

    time: float
    weight: float


@dataclass(frozen=True)
class Prosody:
    """The course of a speech.

    Attributes
    ----------
    duration : seconds
    energy : (E,) float32 at RATE a second, 0 = silence, 1 = this speech's loud parts
    pitch : (E,) float32, semitones from the speaker's middle; goes on through what has no voice, and is 0 in pauses
    phrases : (start, end) in seconds of everything said between two pauses, in order
    stresses : the stressed syllables, in order
    """

    duration: float
    energy: np.ndarray
    pitch: np.ndarray
    phrases: tuple[tuple[float, float], ...]
    stresses: tuple[Stress, ...]

    def speaking(self, times: np.ndarray) -> np.ndarray:
        """0–1 at every time: 1 within a phrase, 0 in a pause, with soft edges of a quarter of a second."""
        flags = np.append(inside(self.phrases, len(self.energy)), np.float32(0))
        return np.interp(times, np.arange(len(flags)) / RATE, smoothed(flags, 0.25))

    def pitch_at(self, times: np.ndarray) -> np.ndarray:
        """The pitch at every time, in semitones."""
        if not len(self.pitch):
            return np.zeros(len(times))
        return np.interp(times, (np.arange(len(self.pitch)) + 0.5) / RATE, self.pitch)


def analyse_prosody(speech: Speech) -> Prosody:
    """Listen to the whole speech once."""
    return prosody_of(loudness(speech), intonation(speech), speech.duration, share=speech.share)


def prosody_of(level: np.ndarray, pitch: np.ndarray, duration: float, *, share: float = 1.0) -> Prosody:
    """The course of a speech by its loudness (E,) in dB and its pitch (E,) from `f0_to_semitones`, RATE a second.

    share : see `Speech`
    """
    loud = float(np.percentile(level, 100 - 5 * share))
    energy = np.clip((level - (loud - SPEAKING)) / SPEAKING, 0, 1).astype(np.float32)
    if loud <= QUIETEST + 10:  # nothing is said
        energy[:] = 0
    phrases = tuple(piece for phrase in find_phrases(energy) for piece in divided(phrase, energy))
    return Prosody(duration, energy, steady_pitch(pitch, energy, phrases), phrases, find_stresses(energy))


def intonation(speech: Speech) -> np.ndarray:
    """(E,) semitones from the speaker's middle, RATE a second, NaN where no voice is heard."""
    rate = fundamental_frequency.SAMPLE_RATE
    return f0_to_semitones(estimate_f0(speech.blocks(sample_rate=rate, block=rate * 10)))


def steady_pitch(pitch: np.ndarray, energy: np.ndarray, phrases: tuple[tuple[float, float], ...]) -> np.ndarray:
    """(E,) the pitch bridged where there is no voice, smooth, and 0 outside the phrases."""
    count = len(energy)
    pitch = np.pad(pitch, (0, max(count - len(pitch), 0)), constant_values=np.nan)[:count]
    voiced = np.flatnonzero(~np.isnan(pitch) & (energy > 0.2))
    if not len(voiced):
        return np.zeros(count, np.float32)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(pitch[voiced].astype(np.float64), 2), 5)
    bridged = np.interp(np.arange(count), voiced, np.median(around, axis=1))
    return (smoothed(bridged.astype(np.float32), GLIDE) * smoothed(inside(phrases, count), GLIDE)).astype(np.float32)


def inside(phrases: tuple[tuple[float, float], ...], count: int) -> np.ndarray:
    """(count,) float32, 1 within a phrase and 0 outside, RATE a second."""
    flags = np.zeros(count, np.float32)
    for start, end in phrases:
        flags[round(start * RATE) : round(end * RATE)] = 1
    return flags


def loudness(speech: Speech) -> np.ndarray:
    """(E,) loudness in dB, RATE a second, smoothed over a syllable's edge (50 ms)."""
    step = SAMPLE_RATE // RATE
    powers = []
    for block in speech.blocks(sample_rate=SAMPLE_RATE, block=step * RATE):
        whole = np.zeros(-(-len(block) // step) * step, np.float32)
        whole[: len(block)] = block
        powers.append((whole.reshape(-1, step) ** 2).mean(1))
    power = np.concatenate(powers) if powers else np.zeros(1, np.float32)
    return 10 * np.log10(np.maximum(smoothed(power, 0.05), 10 ** (QUIETEST / 10)))


def find_phrases(energy: np.ndarray) -> list[tuple[float, float]]:
    """(start, end) in seconds of the stretches with sound, short gaps closed and clicks left out."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], energy > 0.08, [0]]))) / RATE
    phrases: list[tuple[float, float]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if phrases and start - phrases[-1][1] < SHORTEST_PAUSE:
            phrases[-1] = (phrases[-1][0], end)
        else:
            phrases.append((start, end))
    return [(start, end) for start, end in phrases if end - start >= SHORTEST_PHRASE]


def divided(phrase: tuple[float, float], energy: np.ndarray) -> list[tuple[float, float]]:
    """The phrase cut at its quietest moments until no piece is longer than LONGEST_PHRASE."""
    pieces, (start, end) = [], phrase
    while end - start > LONGEST_PHRASE:
        low, high = round((start + LONGEST_PHRASE / 3) * RATE), round((start + LONGEST_PHRASE) * RATE)
        cut = (low + int(np.argmin(energy[low:high]))) / RATE
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def find_stresses(energy: np.ndarray) -> tuple[Stress, ...]:
    """The loudness peaks that stand out from the syllables around them."""
    syllables = smoothed(energy, 0.10)
    peaks, rises = find_peaks(syllables, prominence=0.12, distance=round(0.22 * RATE))
    around = smoothed(energy, 2.0)[peaks]
    weight = np.clip((syllables[peaks] - around) * 1.2 + rises * 0.6, 0, 1)
    return tuple(Stress(peak / RATE, float(w)) for peak, w in zip(peaks, weight, strict=True) if w > 0.2)


def smoothed(values: np.ndarray, seconds: float) -> np.ndarray:
    """`values` (RATE a second) averaged over a Hann window of this length, edges continued."""
    width = max(round(seconds * RATE), 1) | 1
    window = np.hanning(width + 2)[1:-1].astype(np.float32)
    return np.convolve(np.pad(values, width // 2, mode="edge"), window / window.sum(), "valid")
