"""Changing a voice: taken apart into pitch, spectral envelope and breathiness, changed, and put together again.

The vocoder is WORLD (Morise, Yokomori and Ozawa 2016, "WORLD: a vocoder-based high-quality speech synthesis system for
real-time applications"), by `pyworld`. Taking apart costs a tenth of the sound's length, putting together less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revive.listening.features import hertz_to_mel, mel_to_hertz

PERIOD = 5.0  # ms a frame
LOWEST, HIGHEST = 60.0, 600.0  # Hz, of a speaking voice
BANDS = 24  # of a timbre, evenly spaced in mel
BAND_LOWEST, BAND_HIGHEST = 60.0, 8000.0  # Hz; above the last band its gain goes on


@dataclass(frozen=True)
class VocoderFeatures:
    """A voice taken apart, a frame every PERIOD.

    Attributes
    ----------
    f0 : (T,) float64, Hz; 0 where there is no voice but breath or a consonant
    envelope : (T, F) float64, power at F frequencies from 0 to half the rate
    breath : (T, F) float64, 0–1: how much of it is noise
    samples : how many the sound had
    rate : in Hz
    """

    f0: np.ndarray
    envelope: np.ndarray
    breath: np.ndarray
    samples: int
    rate: int


def analyse(sound: np.ndarray, rate: int) -> VocoderFeatures:
    """The anatomy of a sound, (N,) float −1..1 at `rate` Hz."""
    import pyworld

    x = np.ascontiguousarray(sound, np.float64)
    f0, times = pyworld.harvest(x, rate, f0_floor=LOWEST, f0_ceil=HIGHEST, frame_period=PERIOD)
    f0 = pyworld.stonemask(x, f0, times, rate)
    return VocoderFeatures(f0, pyworld.cheaptrick(x, f0, times, rate), pyworld.d4c(x, f0, times, rate), len(x), rate)


def synthesise(anatomy: VocoderFeatures) -> np.ndarray:
    """The sound of an anatomy, (N,) float32."""
    import pyworld

    sound = pyworld.synthesize(anatomy.f0, anatomy.envelope, anatomy.breath, anatomy.rate, PERIOD)
    sound = np.pad(sound, (0, max(anatomy.samples - len(sound), 0)))[: anatomy.samples]
    return sound.astype(np.float32)


def changed(
    anatomy: VocoderFeatures,
    *,
    pitch: float = 1.0,
    spread: float = 1.0,
    tract: float = 1.0,
    timbre: np.ndarray | None = None,
) -> VocoderFeatures:
    """Another anatomy with

    pitch : the fundamental frequency times this
    spread : its excursions from the middle times this, in log frequency: below 1 calmer, above 1 livelier
    tract : the length of the vocal tract times this: below 1 every formant is higher
    timbre : (BANDS,) gains in dB, from BAND_LOWEST to BAND_HIGHEST
    """
    f0 = anatomy.f0.copy()
    if (voiced := f0 > 0).any():
        middle = np.median(np.log(f0[voiced]))
        f0[voiced] = np.exp(middle + np.log(pitch) + spread * (np.log(f0[voiced]) - middle))
    envelope, breath = anatomy.envelope, anatomy.breath
    if tract != 1.0:
        envelope, breath = _warped(np.log(envelope), tract), _warped(breath, tract)
        envelope = np.exp(envelope)
    if timbre is not None:
        envelope = envelope * 10 ** (_gains(timbre, anatomy) / 10)
    return replace(anatomy, f0=f0, envelope=np.ascontiguousarray(envelope), breath=np.ascontiguousarray(breath))


def change(sound: np.ndarray, rate: int, *, pitch: float = 1.0, spread: float = 1.0) -> np.ndarray:
    """The sound, (N,) float, with its pitch and its pitch's spread times so much; see `changed`."""
    return synthesise(changed(analyse(sound, rate), pitch=pitch, spread=spread))


def band_centres() -> np.ndarray:
    """(BANDS,) Hz, the frequencies at which a timbre gives its gains."""
    low, high = hertz_to_mel(np.array([BAND_LOWEST, BAND_HIGHEST]))
    return mel_to_hertz(np.linspace(low, high, BANDS))


def _warped(spectrum: np.ndarray, tract: float) -> np.ndarray:
    """(T, F) with every frequency divided by `tract`."""
    bins = np.arange(spectrum.shape[1])
    places = np.minimum(bins * tract, bins[-1])
    low = np.minimum(places.astype(int), bins[-1] - 1)
    part = places - low
    return spectrum[:, low] * (1 - part) + spectrum[:, low + 1] * part


def _gains(timbre: np.ndarray, anatomy: VocoderFeatures) -> np.ndarray:
    """(F,) dB."""
    frequencies = np.linspace(0, anatomy.rate / 2, anatomy.envelope.shape[1])
    return np.interp(frequencies, band_centres(), timbre)
