"""A folder to work in, and clips of grey frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from revive.clip import ClipOptions, compose_clip
from revive.speech.speech import Speech
from tests.clip.material import Written, decode, frames_of, grey


@pytest.fixture
def work(tmp_path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def make(tmp_path, work):
    """Compose a clip of grey frames and decode it."""

    def make(speech: Speech, *, fps: float = 25.0, size=(256, 256), **settings) -> Written:
        count = frames_of(speech, fps)
        clip = compose_clip(
            grey(count, *size),
            speech,
            tmp_path / "clip.mp4",
            fps=fps,
            frames=count,
            folder=work,
            options=ClipOptions(**settings),
        )
        return decode(clip)

    return make
