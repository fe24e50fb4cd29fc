import numpy as np
import pytest

from revive.listening.levels import HOP, measure_levels, share_time


def murmur(pattern: list[tuple[bool, float]], rate=16000) -> np.ndarray:
    """Noise that swells like syllables where True, for so many seconds each."""
    draw = np.random.default_rng(0)
    parts = []
    for voiced, seconds in pattern:
        n = round(seconds * rate)
        swell = 0.1 + 0.9 * np.abs(np.sin(2 * np.pi * 4 * np.arange(n) / rate))
        parts.append(draw.normal(0, 0.1, n) * swell if voiced else draw.normal(0, 1e-4, n))
    return np.concatenate(parts).astype(np.float32)


def test_speech_is_found_between_silences():
    levels = measure_levels([murmur([(False, 0.5), (True, 1.0), (False, 0.4), (True, 0.6), (False, 1.0)])], 16000)
    edges = np.flatnonzero(np.diff(levels.speaking().astype(int))) * HOP
    assert edges == pytest.approx([0.5, 1.5, 1.9, 2.5], abs=0.05)


def test_levels_do_not_depend_on_the_blocks():
    sound = murmur([(True, 0.7), (False, 0.31)])
    whole = measure_levels([sound], 16000)
    pieces = measure_levels(np.array_split(sound, 7), 16000)
    assert np.allclose(whole.decibels, pieces.decibels, atol=1e-3)
    assert whole.peak == pytest.approx(pieces.peak)


def test_lines_take_the_speech_and_leave_the_pause():
    speaking = np.zeros(500, bool)
    speaking[50:150] = speaking[200:400] = True
    assert share_time([1, 2.2], speaking) == [pytest.approx((0.5, 1.5)), pytest.approx((2.0, 4.0))]


def test_lines_share_speech_without_pauses_by_their_length():
    times = share_time([1, 3, 1], np.ones(100, bool))
    assert [end - start for start, end in times] == pytest.approx([0.2, 0.6, 0.2], abs=0.02)


def test_more_lines_than_pauses_stay_in_order():
    speaking = np.tile([True] * 20 + [False] * 15, 20)
    times = [t for line in share_time([1.0] * 33, speaking) for t in line]
    assert times == sorted(times)
    assert times[-1] <= len(speaking) * HOP
