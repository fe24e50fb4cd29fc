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
    f0, hop : the pitch, where the voice that made the sound knows it; see `vocoder.analyse`
    """
    if not is_heard(manner):
        return sound
    from revive.speech.vocoder import change

    return change(sound, rate, pitch=manner.pitch, spread=manner.spread, f0=f0, hop=hop)
