"""Recordings as families have them: from old phones and answering machines, of films, very quiet, clipped, sung."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from revive.face.expression_basis import gap_parting
from revive.motion.mouth import move_mouth
from revive.speech.speech import Speech
from tests.speech.listening import decibels, samples
from tests.voice.sounds import RATE, song, write

pytestmark = pytest.mark.slow
PARTS = 12  # in each half a second; what writes WMA takes the first 0.04 s away


def course(speech: Speech) -> np.ndarray:
    """(parts,) the loudness of a speech in decibels over its length, −50 for silence."""
    sound, _ = samples(speech.path)
    return np.maximum([decibels(part) for part in np.array_split(sound, PARTS)], -50)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("message.amr", ["-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb", "-b:a", "12.2k"]),
        ("message.3gp", ["-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb", "-b:a", "4.75k"]),
        ("dictated.wma", ["-c:a", "wmav2", "-b:a", "64k"]),
        ("dictated-early.wma", ["-c:a", "wmav1", "-b:a", "64k", "-ar", "22050"]),
        ("voice message.ogg", ["-c:a", "libopus", "-b:a", "16k"]),
        ("browser.webm", ["-c:a", "libopus", "-f", "webm", "-live", "1"]),
        ("cinema.ac3", ["-ac", "6", "-c:a", "ac3"]),
        ("surround.m4a", ["-ac", "6", "-c:a", "aac"]),
        ("odd.wav", ["-ar", "11127", "-c:a", "pcm_u8"]),
        ("telephone.au", ["-ar", "8000", "-c:a", "pcm_mulaw"]),
        ("studio.wav", ["-ar", "192000", "-c:a", "pcm_f64le"]),
    ],
)
def test_the_same_is_heard_whatever_wrote_it(speak, spoken, ffmpeg, tmp_path, name, options):
    speech = speak(recording=ffmpeg("-i", spoken.path, *options, tmp_path / name))
    assert speech.duration == pytest.approx(spoken.duration, abs=0.15)
    assert np.corrcoef(course(speech), course(spoken))[0, 1] > 0.95
    assert decibels(samples(speech.path)[0]) == pytest.approx(decibels(samples(spoken.path)[0]), abs=1.5)


@pytest.mark.parametrize("place", ["center", "left", "surround"])
def test_a_voice_in_one_of_six_channels_is_heard(speak, spoken, ffmpeg, tmp_path, place):
    number = {"left": 0, "center": 2, "surround": 4}[place]
    path = ffmpeg("-i", spoken.path, "-af", f"pan=5.1|c{number}=c0", tmp_path / "film.flac")
    assert np.corrcoef(course(speak(recording=path)), course(spoken))[0, 1] > 0.97


@pytest.mark.parametrize("level", [-50, -38])
def test_a_very_quiet_recording_is_as_loud_as_any(speak, spoken, tmp_path, level):
    original, rate = samples(spoken.path)
    path = tmp_path / "quiet.wav"
    soundfile.write(path, original * 10 ** ((level - decibels(original)) / 20), rate, subtype="PCM_24")
    sound, _ = samples(speak(recording=path).path)
    assert decibels(sound) == pytest.approx(decibels(original), abs=2.0 if level > -50 else 4.0)


def test_a_clipped_recording_is_brought_to_the_same_loudness(speak, spoken, tmp_path):
    original, rate = samples(spoken.path)
    path = tmp_path / "clipped.wav"
    soundfile.write(path, np.clip(original * 20, -1, 1), rate)
    sound, _ = samples(speak(recording=path).path)
    assert np.abs(sound).max() < 0.9 and decibels(sound) == pytest.approx(decibels(original), abs=3)


def test_singing_moves_the_mouth(speak, tmp_path):
    speech = speak(recording=write(tmp_path / "song.wav", np.zeros(RATE // 2), song(4), np.zeros(RATE // 2)))
    scores, closure = move_mouth(speech, fps=25, frames=int(np.ceil(speech.duration * 25)))
    gap = np.maximum(scores @ gap_parting(), 0) * (1 - closure)
    assert np.percentile(gap, 95) > 0.05


def test_the_sound_of_a_phone_film_that_begins_late_and_lies_turned_is_in_its_place(speak, spoken, ffmpeg, tmp_path):
    """Rotated by its display matrix, with pictures at uneven times, and with sound that starts after a second."""
    uneven = ["-vf", "select='not(mod(n,3))+lt(n,20)'", "-fps_mode", "vfr"]
    lying = ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=128x64:r=30:d=12", "-itsoffset", "1", "-i", spoken.path, *uneven,
        "-t", "9", tmp_path / "lying.mp4",
    )  # fmt: skip
    film = ffmpeg("-display_rotation", "90", "-i", lying, "-c", "copy", tmp_path / "upright.mov")
    speech = speak(driver=film)
    sound, rate = samples(speech.path)
    assert speech.duration == pytest.approx(9, abs=0.3)
    begins = float(np.flatnonzero(np.abs(sound) > 0.02)[0]) / rate
    truly, true_rate = samples(spoken.path)
    assert begins == pytest.approx(1 + float(np.flatnonzero(np.abs(truly) > 0.02)[0]) / true_rate, abs=0.06)
