"""Speech is found; music, singing, noise and silence are not taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from revive.listening.levels import HOP
from revive.listening.voice_activity import VoiceActivity, detect_voice
from revive.speech.recording import decode
from revive.voice.level import signal_to_noise
from tests.voice.sounds import RATE, at, hiss, music, silence, song, voice, write


def hear(path) -> VoiceActivity:
    raw = path.with_suffix(".raw.wav")
    return detect_voice(raw, decode(path, raw, lambda fraction: None), lambda fraction: None)


def share(active: np.ndarray, start: float, end: float) -> float:
    return float(active[round(start / HOP) : round(end / HOP)].mean())


@pytest.mark.slow
def test_speech_is_kept_where_music_singing_and_silence_are_dropped(tmp_path):
    speech, length = voice(), len(voice()) / RATE
    heard = hear(
        write(tmp_path / "tape.wav", music(5), silence(1), speech, silence(1), song(5), silence(1), hiss(RATE))
    )
    assert share(heard.speech, 6, 6 + length) > 0.7
    assert share(heard.speech, 0, 5.5) == 0
    assert share(heard.speech, 6 + length + 0.5, 30) < 0.03
    assert share(heard.music, 0, 5) > 0.9
    assert share(heard.music, 7 + length, 12 + length) > 0.8
    assert share(heard.music, 6, 6 + length) < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("decibels", [-45, 6])
def test_loudness_makes_no_difference(tmp_path, decibels):
    heard = hear(write(tmp_path / "tape.wav", silence(1), voice() * np.float32(10 ** (decibels / 20)), silence(1)))
    assert share(heard.speech, 1, 1 + len(voice()) / RATE) > 0.7
    assert share(heard.speech, 0, 0.7) == 0


@pytest.mark.slow
def test_blocks_leave_no_seam(tmp_path, monkeypatch):
    path = write(tmp_path / "tape.wav", voice(), silence(1), music(4), silence(1), voice(1))
    whole = hear(path)
    monkeypatch.setattr("revive.listening.voice_activity.BLOCK", 3.0)
    pieces = hear(path)
    assert len(pieces.speech) == len(whole.speech)
    assert float((pieces.speech == whole.speech).mean()) > 0.97


def test_utterances_end_at_long_pauses_and_hold_all_that_is_said():
    speech = np.zeros(6000, bool)
    speech[100:200] = speech[230:300] = speech[420:3700] = True
    decibels = np.where(speech, -20, -60).astype(np.float32)
    decibels[1500] = -59  # a gap between two words
    heard = VoiceActivity(decibels, speech, np.zeros(6000, bool), np.zeros(6000, bool))
    utterances = heard.utterances()
    assert utterances[0] == (90, 320)
    assert any(abs(end - 1500) <= 20 for _, end in utterances)
    assert all(end - start <= 1531 for start, end in utterances)
    covered = np.zeros(6000, bool)
    for start, end in utterances:
        assert not covered[start:end].any()
        covered[start:end] = True
    assert covered[speech].all()


@pytest.mark.slow
def test_the_estimate_follows_the_noise_that_was_added(tmp_path):
    estimates = []
    for snr in (0, 5, 10, 20):
        heard = hear(
            write(tmp_path / f"{snr}.wav", at(snr, np.concatenate([voice(), silence(1)]), hiss(len(voice()) + RATE)))
        )
        estimates.append(signal_to_noise(heard.decibels, heard.speech, heard.music))
    assert np.allclose(estimates, [0, 5, 10, 20], atol=3)
    assert sorted(estimates) == estimates
    heard = hear(write(tmp_path / "clean.wav", voice(), silence(1)))
    assert signal_to_noise(heard.decibels, heard.speech) > 30


def test_numbers_that_are_none_are_silence(tmp_path):
    import soundfile

    sound = np.concatenate([voice(), silence(1)])
    sound[2 * RATE : 2 * RATE + 4800] = np.nan
    sound[3 * RATE : 3 * RATE + 480] = 1e38
    soundfile.write(tmp_path / "damaged.wav", sound, RATE, subtype="FLOAT")
    heard = hear(tmp_path / "damaged.wav")
    assert np.isfinite(heard.decibels).all()
    assert share(heard.speech, 0, 1.9) > 0.5


@pytest.mark.slow
def test_music_alone_is_told_from_music_with_a_voice(tmp_path):
    said, long = voice(), len(voice()) / RATE
    heard = hear(
        write(tmp_path / "tape.wav", music(5), said + 0.3 * music(7)[: len(said)], music(5), silence(2), song(5))
    )
    assert share(heard.instrumental, 0, 4.5) == 1 and share(heard.instrumental, 5.5 + long, 9 + long) > 0.95
    assert share(heard.instrumental, 5.3, 4.7 + long) < 0.2  # a pause may be
    assert share(heard.instrumental, 12 + long, 17 + long) == 0
    assert not (heard.instrumental & heard.speech).any()
