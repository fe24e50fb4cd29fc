"""The speaker embedding: a voice's identity as 256 numbers.

The network is the one of Wan et al. 2018, "Generalized end-to-end loss for speaker verification", with the weights of
Resemblyzer (Apache-2.0); the package itself needs a compiler at installation, for a part that we do not use.
"""

from __future__ import annotations

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import Network, load_network
from revive.core.weights import FOLDER
from revive.listening.features import mel_power

WEIGHTS = FOLDER / "speaker.safetensors"
GRAPH = FOLDER / "speaker.onnx"
SAMPLE_RATE = 16000  # Hz
WINDOW, HOP, BANDS = 400, 160, 40  # samples, samples, mel bands
PART = 160  # frames heard at once, 1.6 seconds
STEP = 77  # frames between two parts
LOUDNESS = -30.0  # dBFS, to which every sound is normalised: the network is sensitive to loudness
SAME = 0.75  # above it two recordings are more likely of one person


def embed(sound: np.ndarray) -> np.ndarray:
    """The embedding of a voice.

    Parameters
    ----------
    sound : (N,) float at SAMPLE_RATE, −1..1, one person speaking, for at least a second

    Returns
    -------
    (256,) float32 of length 1, none below 0
    """
    return average(embed_parts(sound)[1])


def embed_parts(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The embeddings of half-overlapping parts of 1.6 seconds: their middles in seconds (P,), and (P, 256) float32."""
    mel = _mel(sound)
    starts = np.arange(0, max(len(mel) - PART, 0) + 1, STEP)
    if len(mel) < PART:
        mel = np.pad(mel, ((0, PART - len(mel)), (0, 0)))
    (embeddings,) = network().run(mel=np.stack([mel[start : start + PART] for start in starts]))
    return (starts + PART / 2) * HOP / SAMPLE_RATE, embeddings


def average(embeddings: np.ndarray) -> np.ndarray:
    """The normalised mean of several embeddings, (P, 256) -> (256,)."""
    middle = embeddings.mean(0)
    return middle / np.linalg.norm(middle)


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    """Cosine of two embeddings, 0 to 1."""
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def as_loud(sound: np.ndarray) -> np.ndarray:
    """The sound, (N,) float, normalised to LOUDNESS, as float32."""
    level = 10 * np.log10(max(float(np.mean(np.square(sound, dtype=np.float64))), 1e-12))
    return np.asarray(sound, np.float32) * np.float32(10 ** ((LOUDNESS - level) / 20))


def _mel(sound: np.ndarray) -> np.ndarray:
    """(T, BANDS) float32 mel power spectrogram; frame k is centred on sample k x HOP."""
    centred = np.pad(as_loud(sound), WINDOW // 2)
    return mel_power(centred, SAMPLE_RATE, window=WINDOW, hop=HOP, bands=BANDS, lowest=0, highest=SAMPLE_RATE / 2)


@cached_model()
def network() -> Network:
    """The encoder itself: "mel" spectrograms (N, PART, BANDS) float32 -> embeddings (N, 256)."""
    return load_network(GRAPH, WEIGHTS, ("embeddings",))
