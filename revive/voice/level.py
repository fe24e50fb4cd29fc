"""How far a voice stands out from its room; and pieces of a voice joined, all of them equally loud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from revive.listening.levels import HOP
from revive.media.loudness import measure_loudness, normalise_loudness

LOWEST, HIGHEST = -10.0, 60.0  # dB; beyond them the estimate says nothing
MARGIN = 0.08  # seconds beside the words that are no pause: breath, soft endings, the room's echo
FEWEST = 0.2  # seconds of pauses from which the room's sound can be told
LOUDNESS = -23.0  # LUFS, of voices collected
GAP, FADE = 0.3, 0.015  # seconds between two pieces, and of the fades at their ends


def signal_to_noise(decibels: np.ndarray, speech: np.ndarray, other: np.ndarray | None = None) -> float:
    """Signal-to-noise ratio in dB, of the voice while it speaks, estimated without the clean voice.

    The noise is the median level of the pauses (where they are too few: the quietest tenth of the speech, which says
    too much noise rather than too little); it is taken from the power of the speech, as a noise that goes on beneath
    the words adds to it. Reverberation and breath count as noise, so that a clean studio voice is seen at 30 to 40 dB.

    Parameters
    ----------
    decibels : (T,) levels in dBFS, one every HOP seconds, see `listening.levels.measure_levels`
    speech : (T,) bool, where somebody speaks
    other : (T,) bool, what is neither the voice nor its room: pauses beside it are left out

    Returns
    -------
    LOWEST to HIGHEST
    """
    if not speech.any():
        return LOWEST
    voiced = 10 ** (decibels[speech] / 10)
    pauses = ~_widened(speech, round(MARGIN / HOP))
    if other is not None:
        pauses &= ~other
    if pauses.sum() * HOP >= FEWEST:
        noise = 10 ** (float(np.median(decibels[pauses])) / 10)
    else:
        noise = float(np.mean(voiced[voiced <= np.percentile(voiced, 10)]))
    voice = max(float(voiced.mean()) - noise, noise * 10 ** (LOWEST / 10))
    return float(np.clip(10 * np.log10(voice / max(noise, 1e-12)), LOWEST, HIGHEST))


def join(
    pieces: Iterable[np.ndarray], joined: Path, levelled: Path, *, sample_rate: int, tick: Callable[[], None]
) -> float:
    """Write `pieces`, (N,) float32 each, to `levelled` (mono 16-bit WAV) at LOUDNESS; the loudness reached, in LUFS.

    Parameters
    ----------
    joined : WAV file in which the pieces are first laid one after another
    tick : called often; what it raises stops the work
    """
    import soundfile

    rise = np.linspace(0, 1, round(FADE * sample_rate), dtype=np.float32)
    with soundfile.SoundFile(joined, "w", sample_rate, 1, "FLOAT") as file:
        for piece in pieces:
            if file.frames:
                file.write(np.zeros(round(GAP * sample_rate), np.float32))
            edge = rise[: len(piece) // 2]
            sound = piece.copy()
            sound[: len(edge)] *= edge
            sound[len(sound) - len(edge) :] *= edge[::-1]
            file.write(sound)
            tick()
        seconds = file.frames / sample_rate
    normalise_loudness(joined, levelled, speech=(0.0, seconds), fade=FADE, tick=tick, target=LOUDNESS)
    return measure_loudness(levelled, tick)[0]


def _widened(active: np.ndarray, by: int) -> np.ndarray:
    from scipy.ndimage import binary_dilation

    return binary_dilation(active, iterations=by)
