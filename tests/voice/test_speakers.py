"""Who is who, by the likeness of the voices."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from revive.voice.speakers import group, parts
from tests.voice.sounds import RATE, other_voice, voice


def heard(sound: np.ndarray) -> np.ndarray:
    return parts(soxr.resample(sound, RATE, 16000))[1]


@pytest.mark.slow
def test_two_people_are_told_apart_and_one_is_not_taken_for_two():
    one, again, other = heard(voice(0)), heard(voice(1)), heard(other_voice(0))
    who = group(np.concatenate([one, other, again]))
    assert len(set(who[: len(one)])) == 1
    assert set(who[: len(one)]) == set(who[len(one) + len(other) :])
    assert len(set(who)) == 2


def test_loudness_does_not_make_another_person():
    quiet, loud = heard(voice() * np.float32(0.01)), heard(voice() * np.float32(2))
    assert np.allclose(quiet, loud, atol=0.01)


def test_many_parts_are_grouped_as_few_are(monkeypatch):
    rng = np.random.default_rng(0)
    people = np.eye(3, 256)[rng.integers(0, 3, 300)]
    embeddings = people + 0.01 * rng.random((300, 256))
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    whole = group(embeddings)
    monkeypatch.setattr("revive.voice.speakers.COMPARED", 50)
    for who in (whole, group(embeddings)):
        pairs = set(zip(people.argmax(1).tolist(), who.tolist(), strict=True))
        assert len(pairs) == 3
        assert {label for _, label in pairs} == {0, 1, 2}


def test_a_cough_is_nobody():
    voices = np.repeat(np.eye(2, 256), 10, axis=0)
    cough = np.zeros((1, 256))
    cough[0, 100] = 1
    assert group(np.concatenate([voices, cough])).tolist()[-1] == -1


def test_a_short_word_is_heard_once():
    times, embeddings = parts(soxr.resample(voice()[: RATE // 2], RATE, 16000))
    assert times.shape == (1,)
    assert abs(times[0] - 0.25) < 0.01
    assert embeddings.shape == (1, 256)
