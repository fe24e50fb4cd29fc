"""Other voices, rooms, tapes and telephones, made from mel bands alone.

Everything works on the mel power of an utterance, which costs a hundredth of doing the same to its sound.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.listening.listener import BANDS, RATE, SAMPLE_RATE, hear_all, loudness, own_loudness
from revive.motion.visemes import CURVES, VISEMES
from revive.training.mouth.lip_measures import MEASURES
from revive.training.mouth.synthetic_speech import Utterance

SILENCE = VISEMES.index("silence")
_FLOOR = -100.0  # dB
_DEEPEST = -70.0  # dB that a microphone takes from any band


def augmented_sample(utterance: Utterance, frames: int, draw: np.random.Generator) -> dict[str, np.ndarray]:
    """A piece of an utterance as it might be recorded.

    Returns
    -------
    dict : "heard" (frames / STEP, WIDTH) float16, "viseme" (frames,), "curves" (frames, len(CURVES)) float32 and
        "measures" (frames, len(MEASURES)) float32, both NaN where they are not known
    """
    if draw.random() < 0.12:
        power = _something_else(frames, draw)
        told = _silent(frames)
    else:
        mel, told = _at_another_pace(utterance, frames, draw)
        if draw.random() < 0.8:
            mel = _another_head(mel, draw)
        power = 10 ** (mel / 10)
        if draw.random() < 0.4:
            power = _in_a_room(power, draw)
        if draw.random() < 0.15:
            power = power + _something_else(frames, draw) * _loud(power) * 10 ** (-draw.uniform(12, 30) / 10)
        if draw.random() < 0.7:
            power = power + _hiss(frames, draw) * _loud(power) * 10 ** (-draw.uniform(12, 50) / 10)
    mel = 10 * np.log10(power + 10 ** (_FLOOR / 10))
    mel = mel + _equaliser(draw)
    if draw.random() < 0.2:  # a lossy codec leaves out what the loudest band of the moment hides
        mel = np.where(mel < mel.max(1, keepdims=True) - draw.uniform(25, 45), _FLOOR, mel)
    zero = own_loudness(loudness(mel)) + draw.uniform(-4, 8)
    return {"heard": hear_all(mel, zero).astype(np.float16), **told}


def _silent(frames: int) -> dict[str, np.ndarray]:
    """What a mouth does where nobody speaks."""
    return {
        "viseme": np.full(frames, SILENCE),
        "curves": np.zeros((frames, len(CURVES)), np.float32),
        "measures": np.full((frames, len(MEASURES)), np.nan, np.float32),
    }


def _loud(power: np.ndarray) -> float:
    return 10 ** (own_loudness(loudness(10 * np.log10(power + 1e-10))) / 10)


def _at_another_pace(
    utterance: Utterance, frames: int, draw: np.random.Generator
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """`frames` frames from somewhere in the utterance, at 0.8 to 1.25 of its pace; silence where it is too short."""
    steps = np.arange(frames) * draw.uniform(0.8, 1.25)
    slack = len(utterance.mel) - steps[-1]
    steps = steps + draw.uniform(min(slack, 0) - 20, max(slack, 0) + 20)
    below = np.floor(steps).astype(int)
    share = (steps - below)[:, None].astype(np.float32)
    padded = np.pad(utterance.mel.astype(np.float32), ((1, 1), (0, 0)), constant_values=_FLOOR)
    low = padded[np.clip(below + 1, 0, len(padded) - 1)]
    high = padded[np.clip(below + 2, 0, len(padded) - 1)]
    at = np.round(steps).astype(int)
    inside = (at >= 0) & (at < len(utterance.mel))
    told = _silent(frames)
    for name in told:
        told[name][inside] = getattr(utterance, name)[at[inside]]
    return (1 - share) * low + share * high, told


def _another_head(mel: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """The formants of a longer or shorter vocal tract (Jaitly and Hinton 2013: vocal tract length perturbation)."""
    hertz = _band_frequencies()
    source = np.interp(hertz * draw.uniform(0.82, 1.22), hertz, np.arange(BANDS))
    below = np.minimum(source.astype(int), BANDS - 2)
    share = (source - below).astype(np.float32)
    return (1 - share) * mel[:, below] + share * mel[:, below + 1]


def _in_a_room(power: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """With a reverberation of 0.2 to 0.9 s, 4 to 16 dB below the voice."""
    from scipy.signal import lfilter

    decay = 10 ** (-6 / (draw.uniform(0.2, 0.9) * RATE))
    tail = np.asarray(lfilter([0, 1 - decay], [1, -decay], power, axis=0))
    return power + tail * 10 ** (-draw.uniform(4, 16) / 10)


def _curve(draw: np.random.Generator, depth: float) -> np.ndarray:
    """A smooth random curve over the bands, dB."""
    knots = draw.normal(0, depth, draw.integers(3, 9))
    return np.interp(np.linspace(0, 1, BANDS), np.linspace(0, 1, len(knots)), knots)


def _equaliser(draw: np.random.Generator) -> np.ndarray:
    """What microphone, telephone or tape does to the bands, dB."""
    curve = _curve(draw, draw.uniform(0, 5)) + np.linspace(0, draw.uniform(-12, 8), BANDS)
    if draw.random() < 0.35:
        top = draw.uniform(53, 77)  # bands; about 2.8 to 7 kHz
        curve = curve - np.maximum(np.arange(BANDS) - top, 0) * draw.uniform(2, 12)
    if draw.random() < 0.3:
        bottom = draw.uniform(2, 10)  # bands; about 110 to 400 Hz
        curve = curve - np.maximum(bottom - np.arange(BANDS), 0) * draw.uniform(1, 5)
    return np.maximum(curve, _DEEPEST)


def _hiss(frames: int, draw: np.random.Generator) -> np.ndarray:
    """Noise of a random colour, mel power of about 1, with the unevenness that real noise has in short windows."""
    colour = 10 ** ((_curve(draw, 6) + np.linspace(0, draw.uniform(-25, 10), BANDS)) / 10)
    shape = draw.integers(2, 9)
    return colour / colour.mean() * draw.gamma(shape, 1 / shape, (frames, BANDS))


def _something_else(frames: int, draw: np.random.Generator) -> np.ndarray:
    """No speech: noise that swells, knocks, or chords of an instrument; mel power of about 1."""
    kind = draw.integers(3)
    if kind == 0:
        times = np.linspace(0, 1, frames)[:, None]
        return _hiss(frames, draw) * 10 ** (
            draw.uniform(0, 1) * np.sin(6.3 * (draw.uniform(0, 8) * times + draw.random()))
        )
    power = np.full((frames, BANDS), 1e-6)
    at = 0
    while at < frames:
        length = int(draw.uniform(2, 8) if kind == 1 else draw.uniform(10, 80))
        fall = 10 ** (-np.arange(length) / length * draw.uniform(0.2, 2.5))[:, None]
        sound = _hiss(length, draw) if kind == 1 else _chord(draw)[None]
        power[at : at + length] += (sound * fall)[: frames - at]
        at += int(length * (draw.uniform(2, 10) if kind == 1 else draw.uniform(0.5, 1.3))) + 1
    return power


def _chord(draw: np.random.Generator) -> np.ndarray:
    """Mel power of a few notes with their harmonics."""
    hertz = _band_frequencies()
    power = np.zeros(BANDS)
    fall = draw.uniform(0.5, 2.5)
    for note in draw.uniform(80, 900, draw.integers(1, 5)):
        harmonics = note * np.arange(1, 16)
        bands = np.interp(harmonics[harmonics < SAMPLE_RATE / 2], hertz, np.arange(BANDS)).round().astype(int)
        np.add.at(power, bands, np.arange(1, len(bands) + 1) ** -fall)
    return power / power.mean()


@functools.cache
def _band_frequencies() -> np.ndarray:
    """(BANDS,) the middle of every mel band in Hz."""
    import librosa

    return librosa.mel_frequencies(BANDS + 2, fmin=0, fmax=SAMPLE_RATE / 2)[1:-1]
