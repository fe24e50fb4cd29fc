"""What the mouth is doing, heard from the sound: visemes and curves of jaw and lips, a hundred times a second.

A viseme is a class of sounds that look alike on the lips. A network reads them from what the listener hears. The sound
passes in spans; only small per-frame arrays grow with the length of the speech.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import Network, load_network
from revive.core.progress import Progress
from revive.core.weights import FOLDER
from revive.listening.listener import RATE, SAMPLE_RATE, SPAN, STEP, hear, loudness, mel_spectrogram, own_loudness
from revive.motion.visemes import CURVES, VISEMES
from revive.speech.speech import Speech

SOFTEST = -50.0  # dB; a recording softer than this holds nothing to hear
WEIGHTS = FOLDER / "mouth.safetensors"
GRAPH = FOLDER / "mouth.onnx"
REACH = 21  # steps to each side of a step that decide what the network reads there

# what is heard, (steps, WIDTH) float32 -> posteriors (frames, len(VISEMES)) and curves (frames, len(CURVES)) of 0–1
VisemeReader = Callable[[np.ndarray], Sequence[np.ndarray]]


@dataclass(frozen=True)
class VisemeTrack:
    """What a speech tells of the mouth; frame k is at (k + 0.5) / RATE seconds.

    Attributes
    ----------
    visemes : (frames, len(VISEMES)) float32, posteriors; each row sums to 1
    curves : (frames, len(CURVES)) float32, scores of 0–1, not yet brought to rest in silence
    level : (frames,) float32, loudness in dB relative to the recording's own
    """

    visemes: np.ndarray
    curves: np.ndarray
    level: np.ndarray


def recognise_visemes(speech: Speech, *, progress: Progress | None = None) -> VisemeTrack:
    """Listen to a speech, in any language; memory grows by 260 bytes a frame."""
    frames = -(-speech.samples * RATE // speech.sample_rate)
    blocks = speech.blocks(sample_rate=SAMPLE_RATE, block=SAMPLE_RATE * 10)
    return read_mouth(reader(load_viseme_network()), mel_spectrogram(blocks, frames=frames), progress=progress)


def read_mouth(read: VisemeReader, mel: np.ndarray, *, progress: Progress | None = None) -> VisemeTrack:
    """What a network reads from a whole `mel_spectrogram` (frames, BANDS)."""
    level = np.concatenate([loudness(mel[i : i + SPAN]) for i in range(0, len(mel), SPAN)])
    zero = max(own_loudness(level), SOFTEST)
    visemes = np.empty((len(mel), len(VISEMES)), np.float32)
    curves = np.empty((len(mel), len(CURVES)), np.float32)
    for first, before, heard in hear(mel, zero, around=REACH):
        start, skipped = first * STEP, before * STEP
        if progress:
            progress.update(start / len(mel))
        here = slice(skipped, skipped + min(SPAN, len(mel) - start))
        posteriors, made = read(heard)
        visemes[start : start + SPAN] = posteriors[here]
        curves[start : start + SPAN] = made[here]
    return VisemeTrack(visemes, curves, level - zero)


def reader(net: Network) -> VisemeReader:
    """A loaded network, to be used by `read_mouth`."""
    return lambda heard: net.run(heard=heard)


@cached_model()
def load_viseme_network(path: Path = WEIGHTS) -> Network:
    """The trained network, once; its input "heard" and its two outputs are those of a `VisemeReader`."""
    return load_network(GRAPH, path, ("visemes", "curves"))
