"""Music in a recording does not move the lips; whoever speaks, sings, whispers or laughs does, as before."""

from __future__ import annotations

import functools

import numpy as np
import pytest
import soundfile

from revive.face.expression_basis import gap_parting
from revive.motion.mouth import move_mouth, music_track
from revive.speech.speech import Speech
from tests.voice.sounds import RATE, even, hertz, music, silence, song, voice

pytestmark = pytest.mark.slow
FPS = 25
EDGE = 0.3  # seconds by which a mouth may be ahead of a voice or after it


@functools.cache
def organ(seconds: float) -> np.ndarray:
    """A tune on one pipe of an organ, which comes near to the sound of a vowel."""
    notes = []
    for number in range(int(3 * seconds) + 1):
        times = np.arange(round((0.4, 0.4, 0.8, 0.3)[number % 4] * RATE)) / RATE
        pitch = hertz(48 + (0, 2, 4, 5, 7, 5, 4, 2, 0, 4, 7, 12, 7, 4, 0, 2)[number % 16])
        tone = sum(np.sin(2 * np.pi * pitch * part * times) / part for part in (1, 2, 3, 4, 6, 8))
        notes.append(tone * np.minimum(1, times / 0.02) * np.minimum(1, (times[-1] - times) / 0.05))
    return even(np.concatenate(notes)[: round(seconds * RATE)])


@functools.cache
def whispered() -> np.ndarray:
    """The voice without its tone: noise through its formants (LPC)."""
    import librosa
    import soxr
    from scipy.signal import lfilter

    sound, rate, window = soxr.resample(voice(), RATE, 16000), 16000, 480
    draw, out, bell = np.random.default_rng(0), np.zeros(len(sound)), np.hanning(480)
    for start in range(0, len(sound) - window, window // 2):
        frame = sound[start : start + window].astype(np.float64) * bell
        if np.sqrt(np.mean(frame**2)) > 1e-4:
            poles = librosa.lpc(frame + 1e-8 * draw.standard_normal(window), order=18)
            power = np.sqrt(np.mean(np.square(lfilter(poles, [1], frame))))
            out[start : start + window] += bell * lfilter([power], poles, draw.standard_normal(window))
    return even(soxr.resample(out, rate, RATE))


@functools.cache
def laughed() -> np.ndarray:
    """Ha-ha-ha: short breathy vowels."""
    vowel = song(0.18)
    breath = 0.03 * np.random.default_rng(0).standard_normal(len(vowel))
    return even(np.tile(np.concatenate([(vowel + breath) * np.hanning(len(vowel)), silence(0.07)]), 16))


def recorded(tmp_path, *sounds: np.ndarray, synthetic: bool = False) -> Speech:
    sound = np.concatenate(sounds)
    path = tmp_path / "speech.wav"
    soundfile.write(path, 0.5 * sound / max(np.abs(sound).max(), 1e-6), RATE, subtype="PCM_16")
    return Speech(path, RATE, len(sound), synthetic=synthetic)


def gaps(speech: Speech) -> tuple[np.ndarray, np.ndarray]:
    """(frames,) seconds, and the gap between the lips in eye distances."""
    frames = int(np.ceil(speech.duration * FPS))
    scores, closure = move_mouth(speech, fps=FPS, frames=frames)
    return (np.arange(frames) + 0.5) / FPS, np.maximum(scores @ gap_parting(), 0) * (1 - closure)


@pytest.mark.parametrize(("play", "decibels"), [(organ, None), (organ, -12), (music, -6), (music, -20)])
def test_music_before_and_under_speech_leaves_the_lips_closed(tmp_path, play, decibels):
    """None: it stops when the voice begins, and is as loud."""
    said, long = voice(), len(voice()) / RATE
    loud = 10 ** ((decibels or 0) / 20)
    under = np.zeros(len(said)) if decibels is None else loud * play(long + 0.1)[: len(said)]
    speech = recorded(tmp_path, loud * play(4.0), said + under, loud * play(4.0))
    times, gap = gaps(speech)
    assert gap[(times < 4 - EDGE) | (times > 4 + long + EDGE)].max() < 0.01
    assert np.abs(np.diff(music_track(speech))).max() < 0.2  # a hundredth of a second; soft edges
    _, alone = gaps(recorded(tmp_path, said))
    speaking = (times > 4 + EDGE) & (times < 4 + long - EDGE)
    assert gap[speaking].mean() == pytest.approx(alone.mean(), rel=0.25)


@pytest.mark.parametrize("heard", [voice, song, whispered, laughed])
def test_whoever_is_heard_moves_the_lips_as_before(tmp_path, heard):
    sound = heard(5.0) if heard is song else heard()
    speech = recorded(tmp_path, silence(0.6), sound, silence(0.6))
    assert not music_track(speech).any()


def test_soft_speech_after_loud_and_in_noise_is_no_music(tmp_path):
    sound = np.concatenate([voice(), 0.06 * voice(1)])
    speech = recorded(tmp_path, sound + np.random.default_rng(0).normal(0, 0.003, len(sound)))
    assert music_track(speech).mean() < 0.02


def test_a_voice_of_our_own_is_not_listened_to_for_music(tmp_path, monkeypatch):
    monkeypatch.setattr("revive.motion.mouth.detect_voice", None)  # calling it would raise
    gaps(recorded(tmp_path, voice(), synthetic=True))
