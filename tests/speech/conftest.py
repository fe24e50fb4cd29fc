"""One synthetic sentence, and whatever a test wants to hear."""

from __future__ import annotations

import pytest

from revive.direction.direction import Direction
from revive.speech import Speech, SpeechOptions, make_speech
from tests.speech.listening import WORDS


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
