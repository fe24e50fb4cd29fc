"""One synthetic sentence and the tools to make recordings of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.direction.direction import Direction
from revive.speech import Speech, SpeechOptions, make_speech

WORDS = "When you were little, we walked to the river every Sunday morning. And then we had cake."


@pytest.fixture(scope="session")
def spoken(tmp_path_factory) -> Speech:
    """WORDS in the default voice."""
    options = SpeechOptions(language="en", seed=1)
    return make_speech(Direction(), tmp_path_factory.mktemp("spoken"), words=WORDS, options=options)


@pytest.fixture
def speak_as(tmp_path):
    """speak_as(words, direction=…, **more of `SpeechOptions`) -> Speech, without the sentences' own feelings."""

    def speak(words: str, *, direction: Direction | None = None, **more) -> Speech:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        options = SpeechOptions(**{"language": "en", "seed": 1, "sentence_feelings": False} | more)
        return make_speech(direction or Direction(), folder, words=words, options=options)

    return speak


def samples(path: Path) -> tuple[np.ndarray, int]:
    return soundfile.read(path, dtype="float32")


def decibels(sound: np.ndarray) -> float:
    """RMS in dBFS."""
    return float(10 * np.log10(np.mean(np.square(sound)) + 1e-12))
