"""One synthetic sentence and the tools to make recordings of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.direction.direction import Direction
from revive.speech import Speech, make_speech

WORDS = "When you were little, we walked to the river every Sunday morning. And then we had cake."


@pytest.fixture(scope="session")
def spoken(tmp_path_factory) -> Speech:
    """WORDS in the default voice."""
    return make_speech(
        words=WORDS, recording=None, voice="auto", language="en", direction=Direction(),
        folder=tmp_path_factory.mktemp("spoken"), seed=1, progress=None,
    )  # fmt: skip


@pytest.fixture
def speak_as(tmp_path):
    """speak_as(words, **more of `make_speech`) -> Speech, said without feelings of the sentences' own unless asked."""

    def speak(words: str, *, voice: str = "auto", **more) -> Speech:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        more = {
            "recording": None,
            "language": "en",
            "direction": Direction(),
            "seed": 1,
            "sentence_feelings": False,
        } | more
        return make_speech(words=words, voice=voice, folder=folder, **more)

    return speak


def samples(path: Path) -> tuple[np.ndarray, int]:
    return soundfile.read(path, dtype="float32")


def decibels(sound: np.ndarray) -> float:
    """RMS in dBFS."""
    return float(10 * np.log10(np.mean(np.square(sound)) + 1e-12))
