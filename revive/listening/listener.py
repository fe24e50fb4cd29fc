"""The listener: what a pretrained network hears in a sound, fifty times a second, in any voice and language.

It is the first layers of the encoder of Whisper base (Radford et al. 2022, "Robust Speech Recognition via Large-Scale
Weak Supervision"), which has heard 680,000 hours of people. A sound passes in windows that overlap, so that memory
does not grow with its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session, run_session
from revive.core.weights import FOLDER
from revive.listening.features import mel_power
from revive.listening.streaming import map_windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SAMPLE_RATE = 16_000  # Hz
HOP = 160  # samples, 10 ms: a frame of the mel spectrogram
RATE = SAMPLE_RATE // HOP  # frames a second
WINDOW = 400  # samples, 25 ms
BANDS = 80  # mel bands up to 8000 Hz
LAYERS = 3  # of the encoder's six
ENCODED = 512  # numbers that the encoder gives at every step
WIDTH = ENCODED + 1  # numbers that are heard at every step: the last is the loudness, which the encoder hardly tells
STEP = 2  # frames from one step to the next
WEIGHTS = FOLDER / "listener.onnx"

SPAN = 6 * RATE  # frames that are heard at once; the encoder hears a sound a little differently at another place
MARGIN = RATE  # frames before and after them that are heard as well
CREST = 15.0  # dB by which the loudest band of a recording is above its own loudness
SOFT = 60.0  # dB below the recording's own loudness; what is softer counts as so soft
FAINTEST = 80.0  # dB below that band, under which nothing is told apart
LEVEL = 1.5  # of that band for the encoder, as a power of ten


def log_mel(sound: np.ndarray) -> np.ndarray:
    """Mel power in dB, (frames, BANDS) float32, of `sound` at SAMPLE_RATE; frame k is the window from k x HOP on."""
    power = mel_power(sound, SAMPLE_RATE, window=WINDOW, hop=HOP, bands=BANDS, lowest=0, highest=SAMPLE_RATE / 2)
    return (10 * np.log10(power + 1e-10)).astype(np.float32)


def mel_spectrogram(blocks: Iterable[np.ndarray], *, frames: int | None = None) -> np.ndarray:
    """`log_mel` of a whole sound in blocks at SAMPLE_RATE, (frames, BANDS) float16; frame k is centred on k + 0.5."""
    return map_windows(
        blocks, lambda sound: log_mel(sound).astype(np.float16), window=WINDOW, hop=HOP, frames=frames
    )  # fmt: skip


def loudness(mel: np.ndarray) -> np.ndarray:
    """Loudness of each frame in dB, (frames,) float32, from its mel power in dB."""
    return 10 * np.log10(np.mean(10 ** (mel.astype(np.float32) / 10), axis=1))


def own_loudness(level: np.ndarray) -> float:
    """The loudness in dB of the louder parts of a recording, by which all else is measured."""
    return float(np.percentile(level, 95))


def normalised(mel: np.ndarray, zero: float) -> np.ndarray:
    """A mel spectrogram (frames, BANDS) in dB as the encoder wants it, about −0.6 to 1.4.

    Parameters
    ----------
    zero : `own_loudness` of the whole recording, which Whisper hears at the level at which it learned
    """
    relative = np.maximum(mel.astype(np.float32) - zero - CREST, -FAINTEST)
    return (relative / 10 + LEVEL + 4) / 4


def hear(mel: np.ndarray, zero: float, *, around: int = 0) -> Iterator[tuple[int, int, np.ndarray]]:
    """What is heard in a whole `mel_spectrogram`, span by span; a step is STEP frames.

    Parameters
    ----------
    zero : `own_loudness` of the recording
    around : steps before and after a span that are given with it, where there are any; at most a second

    Returns
    -------
    Iterator of (first, before, heard): the step at which the span begins, how many steps are given before it, and
    (steps, WIDTH) float32, what is heard; the last column is the loudness, −1 for SOFT to about 1
    """
    session = load_listener()
    most = -(-len(mel) // STEP)
    for start in range(0, len(mel), SPAN):
        left, right = max(start - MARGIN, 0), min(start + SPAN + MARGIN, len(mel))
        window = np.pad(mel[left:right], ((0, (right - left) % STEP), (0, 0)), mode="edge")
        (encoded,) = run_session(session, {"mel": normalised(window, zero).T[None]})
        level = np.maximum(loudness(window) - zero, -SOFT).reshape(-1, STEP).mean(axis=1) * 2 / SOFT + 1
        heard = np.column_stack([encoded[0], level]).astype(np.float32)
        first = start // STEP
        before, last = max(first - around, 0), min(first + SPAN // STEP + around, most)
        yield first, first - before, heard[before - left // STEP : last - left // STEP]


def hear_all(mel: np.ndarray, zero: float | None = None) -> np.ndarray:
    """(steps, WIDTH) float32, what is heard in a whole `mel_spectrogram`; None for `zero` takes the sound's own."""
    zero = own_loudness(loudness(mel)) if zero is None else zero
    return np.concatenate([heard for _, _, heard in hear(mel, zero)])


@cached_model()
def load_listener(path: Path = WEIGHTS) -> InferenceSession:
    """The network, once."""
    return onnx_session(path)
