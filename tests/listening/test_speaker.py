"""The speaker embedding tells one voice from another, however loud it is."""

from __future__ import annotations

import numpy as np
import pytest

from revive.listening.speaker import embed, embed_parts, similarity
from revive.voice.phrases import resample
from tests.voice.sounds import RATE, other_voice, voice


@pytest.mark.slow
def test_one_voice_is_nearer_to_itself_than_to_another():
    one, again, other = (embed(resample(sound, RATE)) for sound in (voice(0), voice(1), other_voice()))
    assert similarity(one, again) > 0.85 > similarity(one, other) + 0.15


@pytest.mark.slow
@pytest.mark.parametrize("gain", [0.03, 3.0])
def test_loudness_does_not_matter(gain):
    sound = resample(voice(), RATE)
    assert similarity(embed(sound), embed(sound * np.float64(gain))) > 0.999


def test_parts_are_half_a_part_apart_and_a_short_sound_is_one():
    sound = resample(voice(), RATE)
    times, parts = embed_parts(sound)
    assert parts.shape == (len(times), 256) and np.allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-4)
    assert np.allclose(np.diff(times), 0.77)
    assert len(embed_parts(sound[:8000])[0]) == 1
