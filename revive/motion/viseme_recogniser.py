"""What the mouth is doing, heard from the sound: visemes and curves of jaw and lips, a hundred times a second.

A viseme is a class of sounds that look alike on the lips. The features are log-mel bands relative to the
loudness of the recording; the network in `viseme_network` sees about half a second to each side of every frame. Sound
and features pass in blocks; only small per-frame arrays grow with the length of the speech.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model, model_device
from revive.core.progress import Progress
from revive.listening.features import mel_power
from revive.listening.streaming import map_windows
from revive.motion.visemes import BANDS, CURVES, VISEMES
from revive.speech.speech import Speech

SAMPLE_RATE = 16_000  # Hz
HOP = 160  # samples, 10 ms: the network's frames
RATE = SAMPLE_RATE // HOP  # frames a second
WINDOW = 512  # samples, 32 ms
QUIETEST = -70.0  # dB below the recording's own loudness; nothing softer is told apart
_SHARPNESS = 1.4  # the network, taught with smoothed labels under noise, is more doubtful than it needs to be
_SOFTEST = -50.0  # dB; a recording softer than this holds nothing to hear
WEIGHTS = Path(__file__).parent.parent / "weights" / "mouth.safetensors"

_BLOCK = RATE * 20  # frames the network takes at once
_SOUND_BLOCK = SAMPLE_RATE * 10  # samples read at once


def log_mel(sound: np.ndarray) -> np.ndarray:
    """Mel power in dB, (frames, BANDS) float32, of `sound` at 16 kHz; frame k is the window starting at k x HOP."""
    power = mel_power(sound, SAMPLE_RATE, window=WINDOW, hop=HOP, bands=BANDS, lowest=60, highest=7600)
    return (10 * np.log10(power + 1e-9)).astype(np.float32)


def speech_log_mel(speech: Speech) -> np.ndarray:
    """`log_mel` of a whole speech, (ceil(duration x RATE), BANDS) float16; frame k is centred on (k + 0.5) / RATE."""
    frames = -(-speech.samples * RATE // speech.sample_rate)
    return map_windows(
        speech.blocks(sample_rate=SAMPLE_RATE, block=_SOUND_BLOCK), lambda sound: log_mel(sound).astype(np.float16),
        window=WINDOW, hop=HOP, frames=frames,
    )  # fmt: skip


def loudness(mel: np.ndarray) -> np.ndarray:
    """Loudness of each frame in dB, (frames,) float32, from its mel power in dB."""
    return 10 * np.log10(np.mean(10 ** (mel.astype(np.float32) / 10), axis=1))


def own_loudness(level: np.ndarray) -> float:
    """The loudness in dB that the louder parts of a recording have: the zero of the network's features."""
    return float(np.percentile(level, 95))


def features(mel: np.ndarray, zero: float) -> np.ndarray:
    """What the network sees: mel bands relative to `zero` dB, about −1..1 over the range of speech."""
    return (np.maximum(mel.astype(np.float32) - zero, QUIETEST) - QUIETEST / 2) / (-QUIETEST / 2)


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
    """Listen to a speech, in any language; memory grows by 250 bytes a frame."""
    return read_mouth(load_viseme_network(), speech_log_mel(speech), progress=progress)


def read_mouth(net, mel: np.ndarray, *, progress: Progress | None = None) -> VisemeTrack:
    """What a `VisemeNetwork` hears in a whole `log_mel` (frames, BANDS)."""
    import torch

    device = next(net.parameters()).device
    level = np.concatenate([loudness(mel[i : i + _BLOCK]) for i in range(0, len(mel), _BLOCK)])
    zero = max(own_loudness(level), _SOFTEST)
    visemes = np.empty((len(mel), len(VISEMES)), np.float32)
    curves = np.empty((len(mel), len(CURVES)), np.float32)
    for start in range(0, len(mel), _BLOCK):
        if progress:
            progress.update(start / len(mel))
        stop = min(start + _BLOCK, len(mel))
        left, right = max(start - net.reach, 0), min(stop + net.reach, len(mel))
        here = slice(start - left, stop - left)
        with torch.inference_mode():
            logits, heard = net.hear(torch.from_numpy(features(mel[left:right], zero))[None].to(device))
        visemes[start:stop] = (_SHARPNESS * logits[0, here]).softmax(-1).cpu().numpy()
        curves[start:stop] = heard[0, here].cpu().numpy()
    return VisemeTrack(visemes, curves, level - zero)


@cached_model()
def load_viseme_network(path: Path = WEIGHTS):
    """The trained `VisemeNetwork`, once."""
    from revive.core.network_blocks import with_weights
    from revive.motion.viseme_network import VisemeNetwork

    return with_weights(VisemeNetwork(), path).to(model_device())
