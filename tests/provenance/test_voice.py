"""The mark in a voice outlives compression, music and cuts, is small, and is not found where it is not."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
import soxr

from revive.direction.direction import Direction
from revive.provenance.voice import VoiceMark, find_in_voice, mark_voice
from revive.speech import SpeechOptions, make_speech

RATE = 48_000
WORDS = "When you were little, we walked to the river every Sunday morning. And then we had cake."


@pytest.fixture(scope="module")
def voice(tmp_path_factory) -> np.ndarray:
    options = SpeechOptions(language="en", seed=1)
    speech = make_speech(Direction(), tmp_path_factory.mktemp("voice"), words=WORDS, options=options)
    return np.concatenate(list(speech.blocks(sample_rate=RATE, block=RATE))).astype(np.float32)


@pytest.fixture(scope="module")
def marked(voice) -> np.ndarray:
    return mark_voice(voice, RATE)


@pytest.fixture
def through(ffmpeg, tmp_path):
    """through(sound, ending, *arguments) -> the sound after ffmpeg has compressed it."""

    def go(sound: np.ndarray, ending: str, *arguments: str) -> tuple[np.ndarray, int]:
        soundfile.write(tmp_path / "in.wav", sound, RATE)
        small = ffmpeg("-i", tmp_path / "in.wav", *arguments, tmp_path / f"small{ending}")
        return soundfile.read(ffmpeg("-i", small, "-ac", "1", tmp_path / "out.wav"), dtype="float32")

    return go


def test_what_revive_writes_is_recognised(marked, through):
    found = find_in_voice(*through(marked, ".m4a", "-ac", "2", "-c:a", "aac", "-b:a", "160k"))
    assert found.found
    assert found.by_accident < 1e-6
    assert found.score > 12


def test_mp3_is_survived(marked, through):
    assert find_in_voice(*through(marked, ".mp3", "-b:a", "64k")).found


def test_music_and_mp3_are_survived(marked, through):
    t = np.arange(len(marked)) / RATE
    music = sum(np.sin(2 * np.pi * tone * t * (1 + 0.5 * (t % 2 > 1))) / k for k, tone in enumerate((220, 330, 550), 1))
    music += 0.3 * np.random.default_rng(1).standard_normal(len(t))
    music *= marked.std() / music.std() * 10 ** (-18 / 20)
    assert find_in_voice(*through((marked + music).astype(np.float32), ".mp3", "-b:a", "64k")).found


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100])
def test_resampling_and_loudness_are_survived(marked, rate):
    assert find_in_voice(0.1 * soxr.resample(marked, RATE, rate), rate).found


def test_a_cut_is_survived(marked):
    assert find_in_voice(marked[len(marked) // 3 + 137 :], RATE).found


def test_nothing_is_found_where_nothing_was_added(voice):
    others = [np.random.default_rng(seed).standard_normal(4 * RATE) * 0.1 for seed in range(5)]
    hum = np.sin(2 * np.pi * 110 * np.arange(4 * RATE) / RATE)
    for sound in (voice, voice[RATE:], voice[::-1], hum, *others):
        found = find_in_voice(sound, RATE)
        assert not found.found
        assert found.score < 5.5


def test_the_change_is_small(voice, marked):
    change = marked - voice
    assert 10 * np.log10(np.sum(voice**2) / np.sum(change**2)) > 20
    assert np.abs(marked).max() < 1.12 * np.abs(voice).max()


def test_silence_stays_silent(voice):
    assert not mark_voice(np.zeros(2 * RATE, np.float32), RATE).any()
    paused = np.concatenate([voice[: 2 * RATE], np.zeros(RATE, np.float32), voice[2 * RATE :]])
    pause = mark_voice(paused, RATE)[2 * RATE + RATE // 20 : 3 * RATE - RATE // 20]
    assert not pause.any()


@pytest.mark.parametrize("rate", [8000, 22_050, 24_000, 44_100, 48_000])
def test_blocks_join_without_a_seam(voice, rate):
    sound = voice[: 2 * rate]
    cuts = np.sort(np.random.default_rng(0).integers(0, len(sound), 30))
    blocks = list(VoiceMark(rate).blocks(iter(np.split(sound, cuts))))
    assert not any(len(block) % round(rate / 100) for block in blocks[:-1])
    joined = np.concatenate(blocks)
    assert joined.shape == sound.shape
    np.testing.assert_allclose(joined, mark_voice(sound, rate), atol=1e-6)


def test_what_is_too_short_or_nothing_is_no_error():
    assert mark_voice(np.zeros(0, np.float32), RATE).shape == (0,)
    assert mark_voice(np.full(5, 0.1, np.float32), RATE).shape == (5,)
    for sound in (np.zeros(0), np.zeros(100), np.zeros(3 * RATE), np.full(3 * RATE, np.nan)):
        assert not find_in_voice(sound, RATE).found
