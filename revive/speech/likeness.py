"""A voice likeness: a style for the synthesiser and changes to its sound that bring a stock voice nearer to a person's.

`revive.voice` fits it, once for a person; `synthesise` uses it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from revive.speech.vocoder import analyse, band_centres, changed, synthesise

UNHEARD = 0.02  # a factor this near to 1 is not worth a vocoder
TAPS = 0.02  # seconds of the timbre's filter, before and after


@dataclass(frozen=True)
class Likeness:
    """How a stock voice becomes a likeness of a person's.

    Attributes
    ----------
    pitch, spread, tract : factors, see `vocoder.changed`
    pace : factor on the speed of speaking
    timbre : (vocoder.BANDS,) gains in dB; empty leaves the timbre
    style : (510, 256) style of the synthesiser, one for every length of sentence; None for the stock voice's own
    """

    pitch: float = 1.0
    spread: float = 1.0
    tract: float = 1.0
    pace: float = 1.0
    timbre: tuple[float, ...] = ()
    style: np.ndarray | None = field(default=None, repr=False, compare=False)

    def shape(self, sound: np.ndarray, rate: int, *, pitch: float = 1.0, spread: float = 1.0) -> np.ndarray:
        """The stock voice's sound, (N,) float −1..1, as this voice says it; `pitch` and `spread` come on top.

        The vocoder is skipped if it would change nothing audible.
        """
        pitch, spread = self.pitch * pitch, self.spread * spread
        if max(abs(factor - 1) for factor in (pitch, spread, self.tract)) > UNHEARD:
            sound = synthesise(changed(analyse(sound, rate), pitch=pitch, spread=spread, tract=self.tract))
        return coloured(sound, rate, np.array(self.timbre)) if self.timbre else sound


def coloured(sound: np.ndarray, rate: int, timbre: np.ndarray) -> np.ndarray:
    """The sound, (N,), with the gains of a timbre, (BANDS,) dB; as loud as before, and nothing is shifted in time."""
    from scipy.signal import fftconvolve, firwin2

    frequencies = np.linspace(0, rate / 2, 257)
    gains = 10 ** (np.interp(frequencies, band_centres(), timbre) / 20)
    taps = firwin2(2 * round(TAPS * rate) + 1, frequencies, gains, fs=rate)
    after = fftconvolve(sound, taps, mode="same")
    loudness = np.sqrt(np.mean(np.square(sound)) / max(np.mean(np.square(after)), 1e-12))
    return (after * loudness).astype(np.float32)
