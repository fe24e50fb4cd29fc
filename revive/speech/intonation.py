"""Change the intonation of a sentence for its emotion, by analysis and synthesis (see `vocoder`).

hibari's network outputs its pitch, but changing that alone hardly changes the sound: above 1 kHz most of it comes from
a branch with its own phases.
"""

from __future__ import annotations

import numpy as np

from revive.speech.delivery import Delivery

HEARD = 0.02  # factors on the pitch nearer to 1 are not worth the vocoder


def is_heard(manner: Delivery) -> bool:
    """Whether the delivery changes the pitch audibly."""
    return max(abs(manner.pitch - 1), abs(manner.spread - 1)) > HEARD


def intoned(
    sound: np.ndarray, rate: int, manner: Delivery, *, f0: np.ndarray | None = None, hop: int = 0
) -> np.ndarray:
    """The sound, (N,) float32, with its pitch changed by the delivery; unchanged if that would hardly be audible.

    Parameters
    ----------
    f0 : (T,) Hz every `hop` samples, below vocoder.LOWEST where there is no voice; where the voice that made the sound
        knows it, it need not be looked for, which is most of the work
    """
    if not is_heard(manner):
        return sound
    from revive.speech.vocoder import LOWEST, change, changed, synthesise

    if f0 is None or not (f0 > LOWEST).any():
        return change(sound, rate, pitch=manner.pitch, spread=manner.spread)
    return synthesise(changed(_taken_apart(sound, rate, f0, hop), pitch=manner.pitch, spread=manner.spread))


def _taken_apart(sound: np.ndarray, rate: int, f0: np.ndarray, hop: int):
    """The anatomy of a sound whose pitch is known."""
    import pyworld

    from revive.speech.vocoder import LOWEST, PERIOD, VocoderFeatures

    x = np.ascontiguousarray(sound, np.float64)
    times = np.arange(int(1000 * len(x) / rate / PERIOD) + 1) * PERIOD / 1000
    at, frames, voiced = times * rate / hop, np.arange(len(f0)), f0 > LOWEST
    pitch = np.exp(np.interp(at, frames[voiced], np.log(f0[voiced]))).astype(np.float64)
    pitch[np.interp(at, frames, voiced) <= 0.5] = 0.0
    return VocoderFeatures(
        pitch, pyworld.cheaptrick(x, pitch, times, rate), pyworld.d4c(x, pitch, times, rate), len(x), rate
    )
