"""A voice does not cancel itself when the channels of a recording become one."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from revive.listening.voice_activity import detect_voice
from revive.speech.channels import opposed_channels, turned_filter
from revive.speech.recording import decode
from tests.voice.sounds import RATE, hiss, music, other_voice, voice

pytestmark = pytest.mark.slow
SECONDS = 3.0


def cut(sound: np.ndarray) -> np.ndarray:
    return sound[: round(SECONDS * RATE)]


def mixed(tmp_path, *channels: np.ndarray, ffmpeg=None, layout: str = "") -> np.ndarray:
    """What is heard of a recording with these channels."""
    path = tmp_path / "recording.wav"
    soundfile.write(path, 0.3 * np.stack(channels, axis=1), RATE, subtype="FLOAT")
    if ffmpeg:
        path = ffmpeg("-channel_layout", layout, "-i", path, tmp_path / "recording.flac")
    decode(path, tmp_path / "mean.wav", lambda fraction: None)
    assert sorted(one.name for one in tmp_path.iterdir() if one != path) in (
        ["mean.wav"],
        ["mean.wav", "recording.wav"],
    )
    return soundfile.read(tmp_path / "mean.wav")[0]


def likeness(sound: np.ndarray, clean: np.ndarray) -> float:
    return abs(float(np.corrcoef(sound[: len(clean)], clean[: len(sound)])[0, 1]))


@pytest.mark.parametrize("other", [-1.0, -0.5, -0.2, 0.0, 0.5, 1.0])
def test_a_voice_stays_whatever_the_other_channel_has_of_it(tmp_path, other):
    clean, noise = cut(voice()), 0.03 * cut(hiss(len(voice())))
    sound = mixed(tmp_path, clean + noise, other * clean + 0.03 * cut(hiss(len(voice()), 1)))
    assert likeness(sound, clean) > 0.93
    assert np.sqrt(np.mean(sound**2)) > 0.9 * 0.15 * np.sqrt(np.mean(clean**2)) * (1 + abs(other))  # nothing cancels


@pytest.mark.parametrize("sign", [1, -1])
def test_the_voice_decides_and_not_louder_music(tmp_path, sign):
    """Two stereo films: the music is wide and the voice is not, and the other way round."""
    clean, loud = cut(voice()), 2 * cut(music(SECONDS + 1))
    assert likeness(mixed(tmp_path, clean + loud, sign * clean - sign * loud), clean) > 0.93


def test_two_people_at_two_microphones_are_both_heard(tmp_path):
    one, other = cut(voice()), cut(other_voice())
    sound = mixed(tmp_path, one + 0.2 * other, -0.2 * one - other)
    assert likeness(sound, one) > 0.5 and likeness(sound, other) > 0.5


@pytest.mark.parametrize("layout", ["5.1", "quad", "7.1"])
def test_more_channels_keep_their_places(tmp_path, ffmpeg, layout):
    clean, background = cut(voice()), 0.1 * cut(music(SECONDS + 1))
    silent = 0 * clean
    channels = {
        "5.1": (background, background, clean, silent, 0.5 * background, 0.5 * background),
        "quad": (clean, -clean, 0.4 * clean, -0.4 * clean),
        "7.1": (clean, clean, silent, silent, -clean, -clean, 0.5 * clean, 0.5 * clean),
    }[layout]
    assert likeness(mixed(tmp_path, *channels, ffmpeg=ffmpeg, layout=layout), clean) > 0.9


def test_which_channels_are_opposed(tmp_path):
    clean = cut(voice())
    path = tmp_path / "a.wav"

    def opposed(*channels: np.ndarray) -> tuple[bool, ...]:
        soundfile.write(path, 0.3 * np.stack(channels, axis=1), RATE)
        return opposed_channels(path, tmp_path, lambda: None, seconds=SECONDS)

    assert opposed(clean) == (False,)
    assert opposed(clean, clean) == opposed(clean, 0 * clean) == opposed(0 * clean, 0 * clean) == (False, False)
    assert opposed(clean, -0.3 * clean) == (False, True) and opposed(-0.3 * clean, clean) == (True, False)
    assert turned_filter((False, True, False)) == "aeval=val(0)|-val(1)|val(2):c=same"
    path.write_bytes(b"RIFF")
    assert opposed_channels(path, tmp_path, lambda: None, seconds=SECONDS) == ()
    assert [one.name for one in tmp_path.iterdir()] == ["a.wav"]


def test_the_words_of_a_recording_that_would_be_silence_are_heard(speak, tmp_path):
    """The whole way to the speech of a clip."""
    clean = cut(voice())
    path = tmp_path / "opposed.wav"
    soundfile.write(path, 0.3 * np.stack([clean, -clean], axis=1), RATE)
    speech = speak(recording=path)
    levels = decode(speech.path, tmp_path / "raw.wav", lambda fraction: None)
    assert detect_voice(tmp_path / "raw.wav", levels, lambda fraction: None).speech.mean() > 0.6
