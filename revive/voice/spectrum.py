"""The colour of a voice: mel spectrum, cepstrum (MFCC), tilt and centre of its spectrum, and its loudness."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from revive.voice.phrases import SAMPLE_RATE, Phrase
from revive.voice.pitch import RATE, PitchTrack

BANDS, CEPSTRUM = 80, 13
WINDOW, HOP = 512, SAMPLE_RATE // RATE  # samples
LEVEL = -26.0  # dBFS to which the speech is brought first, so that MFCC and mel compare between recordings
TILT = (200.0, 3400.0)  # Hz; what old recordings and telephones still have
THIRD = 2 ** (1 / 3)  # octave, the bands of the tilt


@dataclass(frozen=True)
class Spectrum:
    """What the spectrum of a voice is like.

    Attributes
    ----------
    mel : (BANDS,) dB, mean power of speech at LEVEL in each mel band, 0 to 8 kHz (Slaney's mel)
    mfcc, mfcc_deviation : (CEPSTRUM,) mean and standard deviation of the coefficients over the speech
    delta, delta_deviation : the same of their change in 10 ms, over nine moments
    tilt : dB an octave, slope of the mean spectrum of the moments with a voice over TILT
    centroid : Hz, mean centre of gravity of these moments' spectra (of magnitudes)
    level : dBFS, RMS of the speech as it was recorded
    level_range : dB between the 5th and the 95th percentile of the moments with a voice
    """

    mel: np.ndarray
    mfcc: np.ndarray
    mfcc_deviation: np.ndarray
    delta: np.ndarray
    delta_deviation: np.ndarray
    tilt: float
    centroid: float
    level: float
    level_range: float


def spectrum(phrases: list[Phrase], tracks: list[PitchTrack]) -> Spectrum:
    """The spectrum over all phrases, some of which must have a voice."""
    import librosa

    squares = sum(float(np.square(phrase.sound, dtype=np.float64).sum()) for phrase in phrases)
    level = 10 * np.log10(max(squares / sum(len(phrase.sound) for phrase in phrases), 1e-12))
    gain = 10 ** ((LEVEL - level) / 20)
    bank = librosa.filters.mel(sr=SAMPLE_RATE, n_fft=WINDOW, n_mels=BANDS)
    hertz = librosa.fft_frequencies(sr=SAMPLE_RATE, n_fft=WINDOW)
    mels, cepstra, deltas, voices = [], [], [], []
    for phrase, track in zip(phrases, tracks, strict=True):
        power = np.square(np.abs(librosa.stft(gain * phrase.sound, n_fft=WINDOW, hop_length=HOP)))
        mel = bank @ power
        cepstrum = librosa.feature.mfcc(S=librosa.power_to_db(mel, amin=1e-8, top_db=None), n_mfcc=CEPSTRUM)
        mels.append(mel)
        cepstra.append(cepstrum)
        deltas.append(librosa.feature.delta(cepstrum, mode="nearest"))
        frames = min(power.shape[1], len(track.hertz))
        voices.append(power[:, :frames][:, ~np.isnan(track.hertz[:frames])])
    mel, cepstrum, delta, voice = (np.concatenate(parts, axis=1) for parts in (mels, cepstra, deltas, voices))
    magnitude = np.sqrt(voice)
    loudness = 10 * np.log10(np.maximum(voice.sum(0), 1e-12))
    return Spectrum(
        mel=10 * np.log10(np.maximum(mel.mean(1), 1e-8)),
        mfcc=cepstrum.mean(1), mfcc_deviation=cepstrum.std(1), delta=delta.mean(1), delta_deviation=delta.std(1),
        tilt=_tilt(hertz, voice.mean(1)),
        centroid=float((hertz @ magnitude / np.maximum(magnitude.sum(0), 1e-9)).mean()),
        level=float(level), level_range=float(np.subtract(*np.percentile(loudness, [95, 5]))),
    )  # fmt: skip


def _tilt(hertz: np.ndarray, power: np.ndarray) -> float:
    """dB an octave, over thirds of octaves, each counting the same."""
    low, high = TILT
    borders = low * THIRD ** np.arange(int(np.log(high / low) / np.log(THIRD)) + 1)
    within = [(hertz >= a) & (hertz < b) for a, b in itertools.pairwise(borders)]
    octaves = [np.log2(hertz[band].mean() / low) for band in within]
    decibels = [10 * np.log10(max(float(power[band].mean()), 1e-12)) for band in within]
    return float(np.polyfit(octaves, decibels, 1)[0])
