"""Sounds made in the test: a voice, another voice, music, a song, hiss; all 48 kHz, −20 dBFS over their length."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import soundfile
import soxr

RATE = 48000  # Hz
WORDS = (
    "I remember the summer we drove to the coast. Your grandfather forgot the map, and we slept in the car.",
    "When you were little, we walked to the river every Sunday morning. And then we had cake, and coffee.",
)


@functools.cache
def _spoken(words: str) -> np.ndarray:
    from revive.speech.engines import SAMPLE_RATES, say
    from revive.speech.voices import VOICES

    heart = VOICES["heart"]
    sound = np.concatenate(list(say(heart, words, language="en", speed=1.0, seed=3, tick=lambda: None)))
    return soxr.resample(sound, SAMPLE_RATES[heart.engine], RATE)


def voice(which: int = 0) -> np.ndarray:
    """Six seconds of a woman, WORDS[which]."""
    return even(_spoken(WORDS[which]))


def other_voice(which: int = 1) -> np.ndarray:
    """The same tape played slower: a deeper, larger person."""
    return even(soxr.resample(_spoken(WORDS[which]), RATE, RATE * 1.3))


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def hiss(length: int, seed: int = 0) -> np.ndarray:
    """(length,) white noise."""
    return even(np.random.default_rng(seed).standard_normal(length))


def music(seconds: float) -> np.ndarray:
    """Chords and arpeggios with their harmonics, bass drum and snare, a hundred beats a minute."""
    beat, length = 0.6, round(seconds * RATE)
    rng, out = np.random.default_rng(5), np.zeros(length + 4 * RATE)

    def put(start: float, sound: np.ndarray) -> None:
        first = round(start * RATE)
        out[first : first + len(sound)] += sound[: len(out) - first]

    def note(midi: float, long: float, damping: float) -> np.ndarray:
        t = np.arange(round(long * RATE)) / RATE
        tone = sum(np.sin(2 * np.pi * hertz(midi) * k * t) * np.exp(-damping * k * t) / k for k in range(1, 9))
        return tone * np.minimum(1, t / 0.01) * np.minimum(1, (long - t) / 0.03)

    for i in range(int(seconds / beat)):
        root, third = ((48, 4), (45, 3), (41, 4), (43, 4))[i // 4 % 4]
        if i % 4 == 0:
            for step in (0, third, 7):
                put(i * beat, 0.12 * note(root + 12 + step, 4 * beat, 0))
            put(i * beat, 0.25 * note(root - 12, 4 * beat, 0.5))
        for half in (0, 0.5):
            put((i + half) * beat, 0.2 * note(root + 24 + (0, third, 7)[int(2 * (i + half)) % 3], 0.5, 1.5))
        t = np.arange(round(0.15 * RATE)) / RATE
        drum = np.sin(2 * np.pi * 55 * t) if i % 2 == 0 else 0.5 * rng.standard_normal(len(t))
        put(i * beat, 0.7 * drum * np.exp(-22 * t))
    return even(out[:length])


def song(seconds: float) -> np.ndarray:
    """Somebody singing vowels: pulses with vibrato through formants, long notes of a scale."""
    from scipy.signal import lfilter

    vowels = ((700, 1100, 2500), (300, 2200, 2900), (450, 800, 2600))
    notes = []
    for i, midi in enumerate((60, 62, 64, 65, 67, 65, 64, 62) * int(1 + seconds / 6)):
        t = np.arange(round((0.6, 0.6, 0.6, 1.2)[i % 4] * RATE)) / RATE
        pitch = hertz(midi + 0.4 * np.sin(2 * np.pi * 5.5 * t) * np.minimum(1, t / 0.2))
        sound = lfilter([1], [1, -0.97], np.diff(np.floor(np.cumsum(pitch) / RATE), prepend=0))
        for formant in vowels[i % 3]:
            near = np.exp(-np.pi * 100 / RATE)
            poles = [1, -2 * near * np.cos(2 * np.pi * formant / RATE), near**2]
            sound = lfilter([sum(poles)], poles, sound)
        notes.append(sound * np.minimum(1, t / 0.05) * np.minimum(1, (t[-1] - t) / 0.05))
    return even(np.concatenate(notes)[: round(seconds * RATE)])


def hertz(midi):
    return 440 * 2 ** ((midi - 69) / 12)


def even(sound: np.ndarray) -> np.ndarray:
    """At −20 dBFS."""
    return (0.1 * sound / np.sqrt(np.mean(np.square(sound)))).astype(np.float32)


def at(snr: float, sound: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """`sound` with `noise` added, `snr` dB beneath it."""
    return sound + noise * np.float32(10 ** (-snr / 20))


def write(path: Path, *sounds: np.ndarray) -> Path:
    """The sounds one after another in a WAV file."""
    soundfile.write(path, 0.5 * np.concatenate(sounds), RATE)
    return path


def true_snr(sound: np.ndarray, clean: np.ndarray) -> float:
    """Scale-invariant signal-to-distortion ratio in dB (Le Roux et al. 2019)."""
    sound, clean = sound.astype(np.float64), clean.astype(np.float64)
    wanted = clean * (sound @ clean) / (clean @ clean)
    return float(10 * np.log10(np.sum(wanted**2) / np.sum((sound - wanted) ** 2)))


def embedding(sound: np.ndarray) -> np.ndarray:
    from revive.listening.speaker import embed

    return embed(soxr.resample(sound, RATE, 16000))
