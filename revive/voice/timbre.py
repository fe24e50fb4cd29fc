"""The gains that bring one voice's timbre to another's, as the speaker encoder hears it.

They begin at the difference of the two long-term spectra, which is what a listener would correct first, and are moved
by gradient ascent on the similarity through the encoder; large gains and ragged ones cost.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.core.model_cache import cached_model
from revive.listening import speaker
from revive.speech.vocoder import BANDS, band_centres

MOST = 9.0  # dB, up or down
STEPS = 40
RAGGED, LARGE = 0.004, 0.0004  # of similarity, a dB² of difference between neighbours and a dB² of gain
BEGIN = 0.5  # of the spectra's difference


def fit_timbre(sound: np.ndarray, target: np.ndarray, spectrum: np.ndarray) -> tuple[np.ndarray, float]:
    """Gains (BANDS,) in dB for `sound`, and the similarity they reach on it.

    Parameters
    ----------
    sound : (N,) float at speaker.SAMPLE_RATE
    target : (256,) the embedding to come near to
    spectrum : (speaker.BANDS,) dB, the long-term spectrum of the voice that is the target; see `long_term`
    """
    import torch

    power = _power(sound)
    wanted = torch.from_numpy(np.asarray(target, np.float32))
    difference = _to_bands(spectrum - long_term(sound))
    raw = torch.tensor(np.arctanh(np.clip(BEGIN * difference / MOST, -0.9, 0.9)), dtype=torch.float32)
    raw.requires_grad_(True)
    optimiser = torch.optim.Adam([raw], lr=0.08)
    spread = torch.from_numpy(_spread(power.shape[0]))
    for _ in range(STEPS):
        gains = MOST * torch.tanh(raw)
        likeness = _embed(power * 10 ** (spread @ gains / 10)[:, None], step=speaker.PART) @ wanted
        loss = RAGGED * (gains[1:] - gains[:-1]).square().mean() + LARGE * gains.square().mean() - likeness
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    gains = (MOST * torch.tanh(raw)).detach().numpy()
    return gains - gains.mean(), float(likeness.detach())


def near_timbre(sound: np.ndarray, target: np.ndarray, spectrum: np.ndarray) -> float:
    """The similarity that half of the spectra's difference would give, without searching: for comparing many sounds."""
    import torch

    gains = np.clip(BEGIN * _to_bands(spectrum - long_term(sound)), -MOST, MOST).astype(np.float32)
    power = _power(sound)
    with torch.no_grad():
        found = _embed(power * 10 ** (torch.from_numpy(_spread(power.shape[0]) @ gains) / 10)[:, None])
    return float(found.numpy() @ target)


def long_term(sound: np.ndarray) -> np.ndarray:
    """(speaker.BANDS,) dB: the mean power in every mel band, without the loudness."""
    import torch

    mel = (_filters() @ _power(sound)).mean(1)
    levels = 10 * torch.log10(mel + 1e-10).numpy()
    return levels - levels.mean()


def _power(sound: np.ndarray):
    """(F, T) float32 tensor, the power spectrogram that the encoder's mel bands are made of."""
    import librosa
    import torch

    return torch.from_numpy(
        np.abs(librosa.stft(speaker.as_loud(sound), n_fft=speaker.WINDOW, hop_length=speaker.HOP)) ** 2
    )


def _embed(power, *, step: int = speaker.STEP):
    """The embedding of a power spectrogram, so that gradients come through; `step` frames between two parts."""
    import torch

    mel = (_filters() @ power).T
    mel = torch.nn.functional.pad(mel, (0, 0, 0, max(speaker.PART - len(mel), 0)))
    parts = mel.unfold(0, speaker.PART, step).transpose(1, 2)
    return torch.nn.functional.normalize(_encoder()(parts).mean(0), dim=0)


@cached_model()
def _encoder():
    from revive.voice.speaker_network import load_encoder

    return load_encoder()


@cached_model()
def _filters():
    import librosa
    import torch

    return torch.from_numpy(librosa.filters.mel(sr=speaker.SAMPLE_RATE, n_fft=speaker.WINDOW, n_mels=speaker.BANDS))


@functools.cache
def _spread(bins: int) -> np.ndarray:
    """(bins, BANDS) float32: every frequency's share of the bands beside it."""
    frequencies = np.linspace(0, speaker.SAMPLE_RATE / 2, bins)
    return np.stack([np.interp(frequencies, band_centres(), band) for band in np.eye(BANDS)], 1).astype(np.float32)


def _to_bands(levels: np.ndarray) -> np.ndarray:
    """(speaker.BANDS,) dB, smoothed, at a timbre's bands."""
    import librosa
    from scipy.ndimage import gaussian_filter1d

    centres = librosa.mel_frequencies(speaker.BANDS + 2, fmax=speaker.SAMPLE_RATE / 2)[1:-1]
    return np.interp(band_centres(), centres, gaussian_filter1d(levels, 1.5, mode="nearest"))
