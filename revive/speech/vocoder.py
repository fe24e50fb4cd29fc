"""Changing a voice: taken apart into pitch, spectral envelope and breathiness, changed, and put together again.

The vocoder is WORLD (Morise, Yokomori and Ozawa 2016, "WORLD: a vocoder-based high-quality speech synthesis system for
real-time applications"), by `pyworld`. Both together cost a thirty-fifth of the sound's length.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from revive.listening.features import hertz_to_mel, mel_to_hertz
from revive.listening.pitch_tracking import LOWEST, RATE, SAMPLE_RATE, track_f0

PERIOD = 5.0  # ms a frame
BREATH_STEP = 6  # frames; breathiness changes slowly, and measuring it takes longer than all else
EDGE = 0.03  # seconds of voice before and after what is heard as one; WORLD tells itself what in it is noise
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


def analyse(sound: np.ndarray, rate: int, *, f0: np.ndarray | None = None, hop: int = 0) -> VocoderFeatures:
    """The anatomy of a sound, (N,) float −1..1 at `rate` Hz.

    f0 : (T,) Hz every `hop` samples, below LOWEST where there is no voice, of a voice that knows its own; where it is
        not given, or has no voice anywhere, it is looked for
    """
    import pyworld

    x = np.ascontiguousarray(sound, np.float64)
    times = np.arange(int(1000 * len(x) / rate / PERIOD) + 1) * PERIOD / 1000
    if f0 is not None and (f0 > LOWEST).any():
        f0 = _at(times * rate / hop, f0, f0 > LOWEST)
    else:
        f0 = pyworld.stonemask(x, _tracked(x, rate, times), times, rate)
    return VocoderFeatures(f0, pyworld.cheaptrick(x, f0, times, rate), _breath(x, f0, times, rate), len(x), rate)


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


def change(
    sound: np.ndarray, rate: int, *, pitch: float = 1.0, spread: float = 1.0, f0: np.ndarray | None = None, hop: int = 0
) -> np.ndarray:
    """The sound, (N,) float, with its pitch and its pitch's spread times so much; see `changed`, and `analyse`."""
    return synthesise(changed(analyse(sound, rate, f0=f0, hop=hop), pitch=pitch, spread=spread))


def band_centres() -> np.ndarray:
    """(BANDS,) Hz, the frequencies at which a timbre gives its gains."""
    low, high = hertz_to_mel(np.array([BAND_LOWEST, BAND_HIGHEST]))
    return mel_to_hertz(np.linspace(low, high, BANDS))


def _breath(sound: np.ndarray, f0: np.ndarray, times: np.ndarray, rate: int) -> np.ndarray:
    """(T, F) how much of a voice is noise, measured in every BREATH_STEP-th voiced frame; 1 where there is no voice."""
    import pyworld

    voiced = np.flatnonzero(f0)
    measured = np.unique(np.append(voiced[::BREATH_STEP], voiced[-1:]))
    if not len(measured):
        return pyworld.d4c(sound, f0, times, rate)
    known = pyworld.d4c(sound, f0[measured], times[measured], rate)
    place = np.interp(voiced, measured, np.arange(len(measured)))
    before = np.minimum(place.astype(int), max(len(measured) - 2, 0))
    after = np.minimum(before + 1, len(measured) - 1)
    share = (place - before)[:, None]
    breath = np.ones((len(f0), known.shape[1]))
    breath[voiced] = known[before] * (1 - share) + known[after] * share
    return breath


def _tracked(sound: np.ndarray, rate: int, times: np.ndarray) -> np.ndarray:
    """(T,) Hz at times in seconds, 0 where there is no voice within EDGE."""
    import soxr
    from scipy.ndimage import binary_dilation

    hertz = track_f0([soxr.resample(sound, rate, SAMPLE_RATE)])
    voiced = ~np.isnan(hertz)
    if not voiced.any():
        return np.zeros(len(times))
    places = np.arange(len(hertz))
    hertz = np.interp(places, places[voiced], hertz[voiced])
    return _at(times * RATE - 0.5, hertz, binary_dilation(voiced, iterations=round(EDGE * RATE)))


def _at(places: np.ndarray, hertz: np.ndarray, voiced: np.ndarray) -> np.ndarray:
    """(T,) Hz at places between the values of `hertz`, 0 where the nearest is not `voiced`, of which some must be."""
    known = np.arange(len(hertz))
    found = np.exp(np.interp(places, known[voiced], np.log(hertz[voiced])))
    found[np.interp(places, known, voiced) <= 0.5] = 0.0
    return found


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
