"""What the throat and mouth add to a voice: its resonances, the formants, and how long a tube has such."""

from __future__ import annotations

import numpy as np

from revive.voice.phrases import SAMPLE_RATE, Phrase
from revive.voice.pitch import RATE, PitchTrack, frame_levels

FORMANTS = 4
CEILINGS = (4600.0, 5000.0, 5500.0, 6000.0, 6500.0)  # Hz, below which five formants are looked for
WINDOW = 0.03  # seconds
EMPHASIS = 50.0  # Hz, from where every octave is raised by 6 dB
WIDEST = 500.0  # Hz, the bandwidth of what is still a formant
MOST = 4000  # moments looked at
EVENNESS = 0.3  # how much it counts that formants lie evenly, against how much they jump
SOUND = 350.0  # metres a second, in warm, moist air


def formants(phrases: list[Phrase], tracks: list[PitchTrack]) -> list[float]:
    """The mean frequencies of F1 to F4 in Hz over the loud moments with a voice, the outer fifths left out.

    Linear prediction (Burg, by librosa) with two coefficients for each of five formants. Below which frequency these
    five lie depends on the speaker; it is the ceiling at which formants move the least from one moment to the next
    (Barreda 2021, "Fast Track") and F2 to F4 lie evenly, as a tube's resonances do. A formant that is never found is 0.
    """
    followed = [_followed(phrases, tracks, ceiling) for ceiling in CEILINGS]
    means = [_means(each) for each in followed]
    scores = [_unrest(each) + EVENNESS * _unevenness(mean) for each, mean in zip(followed, means, strict=True)]
    return means[int(np.argmin(scores))].tolist()


def tract_length(formants: list[float]) -> float | None:
    """Centimetres of a tube, closed at one end, whose resonances have the spacing of these formants.

    The spacing is the slope of a line through the origin (Reby & McComb 2003), so the higher formants, which the
    vowels change less, count for more. An estimate; the speaker's own may be one or two centimetres off. None where
    there are no formants.
    """
    hertz = np.array(formants)
    order = (np.arange(1, len(hertz) + 1) - 0.5)[hertz > 0]
    if not len(order):
        return None
    spacing = float(order @ hertz[hertz > 0] / (order @ order))
    return 100 * SOUND / (2 * spacing)


def _followed(phrases: list[Phrase], tracks: list[PitchTrack], ceiling: float) -> np.ndarray:
    """(T, FORMANTS) Hz, NaN where none was found, one row between phrases all NaN."""
    voiced = sum(int((~np.isnan(track.hertz)).sum()) for track in tracks)
    left, rows = MOST if voiced > MOST else voiced, []
    for phrase, track in zip(phrases, tracks, strict=True):
        rows += [_of_phrase(phrase.sound, track, ceiling), np.full((1, FORMANTS), np.nan)]
        left -= len(rows[-2])
        if left <= 0:
            break
    return np.concatenate(rows)


def _of_phrase(sound: np.ndarray, track: PitchTrack, ceiling: float) -> np.ndarray:
    import librosa
    import soxr

    loudness = frame_levels(sound, len(track.hertz))
    clear = np.nan_to_num(track.periodic) > 0.7
    if not clear.any():
        return np.zeros((0, FORMANTS))
    frames = np.flatnonzero(clear & (loudness > loudness[clear].max() - 20))
    rate = 2 * ceiling
    low = soxr.resample(sound, SAMPLE_RATE, rate)
    low = librosa.effects.preemphasis(low, coef=float(np.exp(-2 * np.pi * EMPHASIS / rate)))
    length = round(WINDOW * rate)
    padded = np.pad(low, length)
    starts = np.round(frames / RATE * rate).astype(int) + length - length // 2
    cut = padded[starts[:, None].clip(0, len(padded) - length) + np.arange(length)]
    cut = cut * np.exp(-12 * np.square(np.linspace(-0.5, 0.5, length)))  # a Gaussian, 5 % at its ends
    cut = cut + 1e-7 * np.random.default_rng(0).standard_normal(cut.shape)  # digital silence has no prediction
    return _resonances(librosa.lpc(cut.astype(np.float64), order=10, axis=-1), rate)


def _resonances(polynomials: np.ndarray, rate: float) -> np.ndarray:
    """The lowest FORMANTS poles in Hz of (T, 11) polynomials, (T, FORMANTS), NaN where there are fewer."""
    count, order = len(polynomials), polynomials.shape[1] - 1
    companion = np.zeros((count, order, order))
    companion[:, 0] = -polynomials[:, 1:]
    companion[:, np.arange(1, order), np.arange(order - 1)] = 1
    poles = np.linalg.eigvals(companion)
    hertz = np.angle(poles) * rate / (2 * np.pi)
    width = -np.log(np.maximum(np.abs(poles), 1e-9)) * rate / np.pi
    hertz[(hertz < 150) | (hertz > rate / 2 - 50) | (width > WIDEST)] = np.nan
    return np.sort(hertz, axis=1)[:, :FORMANTS]  # NaN is sorted to the end


def _means(followed: np.ndarray) -> np.ndarray:
    """(FORMANTS,) Hz, 0 for one that was never found."""
    from scipy.stats import trim_mean

    found = [each[~np.isnan(each)] for each in followed.T]
    return np.array([trim_mean(each, 0.2) if len(each) else 0.0 for each in found])


def _unrest(followed: np.ndarray) -> float:
    """How much formants jump between moments, as a part of their frequency; missing ones count as a large jump."""
    steps = np.abs(np.diff(np.log(followed), axis=0))
    return float(np.mean(np.where(np.isnan(steps), 0.15, np.minimum(steps, 0.3)))) if len(steps) else 1.0


def _unevenness(means: np.ndarray) -> float:
    """How unlike a tube's the formants from the second on are, as a part of their frequency."""
    if not means.all():
        return 1.0
    return float(np.std(np.log(means[1:] / (np.arange(2, FORMANTS + 1) - 0.5))))
