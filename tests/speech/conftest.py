"""One synthetic sentence, and whatever a test wants to hear."""

from __future__ import annotations

import pytest

from revive.direction.direction import Direction
from revive.speech import Speech, make_speech
from tests.speech.listening import WORDS


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
