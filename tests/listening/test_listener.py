"""The listener: its mel spectrogram is Whisper's, and what it hears tells sounds apart, however the sound is cut."""

import numpy as np
import pytest

from revive.listening import listener
from revive.listening.listener import (
    BANDS,
    RATE,
    SAMPLE_RATE,
    STEP,
    WIDTH,
    hear,
    hear_all,
    log_mel,
    loudness,
    mel_spectrogram,
    normalised,
    own_loudness,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def said() -> np.ndarray:
    """Twelve seconds of the project's own voice at SAMPLE_RATE."""
    import soxr
    from hibari import Hibari

    voice = Hibari()
    texts = ("Remember the apple pies by the lake?", "Mother would have loved to see the garden this spring.")
    sounds = [voice.from_phonemes("".join(voice.phonemize(text)), seed=1) for text in texts]
    said = soxr.resample(np.concatenate(sounds), 24_000, SAMPLE_RATE)
    return np.resize(said, 12 * SAMPLE_RATE).astype(np.float32)


def test_the_mel_spectrogram_is_whispers(said):
    """Up to where the windows lie: Whisper's are centred on the hop, these half a hop later."""
    from faster_whisper.feature_extractor import FeatureExtractor

    theirs = FeatureExtractor()(said, padding=0)
    half = SAMPLE_RATE // 200
    ours = log_mel(np.pad(said, (200, 200)))[: theirs.shape[1]] / 10
    ours = (np.maximum(ours, ours.max() - 8) + 4) / 4
    assert np.corrcoef(ours.T.ravel(), theirs[:, : len(ours)].ravel())[0, 1] > 0.999
    shifted = mel_spectrogram([np.pad(said, (half, 0))])  # centred half a hop later, of a sound half a hop later
    assert np.abs(shifted[100:500].astype(float) / 10 - log_mel(np.pad(said, (200, 200)))[100:500] / 10).max() < 0.02


def test_every_frame_is_heard_once(said):
    for samples in (300, SAMPLE_RATE, len(said)):
        mel = mel_spectrogram([said[:samples]])
        assert mel.shape == (-(-samples * RATE // SAMPLE_RATE), BANDS)
        heard = hear_all(mel)
        assert heard.shape == (-(-len(mel) // STEP), WIDTH)
        assert np.isfinite(heard).all()


def test_spans_hear_what_the_whole_does(said, monkeypatch):
    mel = mel_spectrogram([said])
    whole = hear_all(mel)
    monkeypatch.setattr(listener, "SPAN", 300)
    pieces = hear_all(mel)
    assert np.corrcoef(whole[:150].ravel(), pieces[:150].ravel())[0, 1] > 0.99  # at the same place of the encoder
    alike, others = (
        np.linalg.norm(whole[200:] - rows[200:], axis=1).mean() for rows in (pieces, np.roll(pieces, 25, 0))
    )
    assert alike < 0.7 * others
    zero = own_loudness(loudness(mel))
    for first, before, heard in hear(mel, zero, around=20):
        assert before == min(first, 20)
        assert len(heard) == min(150 + 20, len(pieces) - first) + before


def test_a_soft_recording_sounds_like_a_loud_one(said):
    loud, soft = (mel_spectrogram([gain * said]) for gain in (1.0, 0.2))
    zeros = [own_loudness(loudness(mel)) for mel in (loud, soft)]
    assert zeros[0] - zeros[1] == pytest.approx(14, abs=0.2)
    assert np.abs(normalised(loud, zeros[0]) - normalised(soft, zeros[1])).max() < 0.05
    assert np.corrcoef(hear_all(loud).ravel(), hear_all(soft).ravel())[0, 1] > 0.99


def test_it_knows_a_sound_in_another_voice():
    """The same vowel of a higher voice lies nearer than another vowel of the same voice."""

    def vowel(formants: tuple[int, int], pitch: float, tract: float) -> np.ndarray:
        times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
        harmonics = pitch * np.arange(1, int(4000 / pitch))
        near = sum(np.exp(-(((harmonics - tract * f) / 90) ** 2)) for f in formants) + 0.01
        return (0.1 * np.sin(2 * np.pi * np.outer(times, harmonics)) @ near).astype(np.float32)

    def middle(sound: np.ndarray) -> np.ndarray:
        return hear_all(mel_spectrogram([np.pad(sound, 4000)]))[25:65].mean(axis=0)

    ah, ee = (730, 1090), (270, 2290)
    low_ah, high_ah, low_ee = (middle(vowel(*kind)) for kind in ((ah, 120, 1), (ah, 210, 1.15), (ee, 120, 1)))
    assert np.linalg.norm(low_ah - high_ah) < np.linalg.norm(low_ah - low_ee)


def test_its_weights_are_whispers(said):
    """The weights in the package are those of Whisper: what three of its layers hear, up to the rounding."""
    import torch

    from revive.training.listener.export import whisper_encoder

    encoder = whisper_encoder()
    mel = mel_spectrogram([said[: 5 * SAMPLE_RATE]])
    with torch.inference_mode():
        whole = encoder(torch.from_numpy(normalised(mel, own_loudness(loudness(mel))).T[None].copy()))[0].numpy()
    assert np.corrcoef(whole.ravel(), hear_all(mel)[:, :-1].ravel())[0, 1] > 0.99


def test_silence_is_heard_too():
    mel = mel_spectrogram([np.zeros(SAMPLE_RATE, np.float32)])
    assert np.isfinite(hear_all(mel, -50.0)).all()
