"""A file of any bytes; refusals that come before any decoder and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from revive import UserError


@pytest.fixture
def file(tmp_path) -> Callable[[str, bytes], Path]:
    """file(name, bytes) -> its path."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def undecoded(monkeypatch):
    """Whoever asks Pillow or ffmpeg for anything fails."""
    from PIL import Image

    from revive import ffmpeg, film

    def decoder(*_, **__):
        pytest.fail("a decoder was started")

    for module, name in ((Image, "open"), (ffmpeg, "bounded"), (film, "bounded")):
        monkeypatch.setattr(module, name, decoder)


@pytest.fixture
def refused(tmp_path):
    """refused(says, read, *arguments): a sentence with these words, in both languages, and no file more or less."""

    def check(says: str, read: Callable, *arguments, **options) -> None:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(UserError, match=says) as caught:
            read(*arguments, **options)
        error = caught.value
        for sentence, end in ((error.en, "."), (error.zh, "。")):
            assert sentence.isprintable() and sentence.endswith(end) and len(sentence) < 500
        assert sorted(tmp_path.rglob("*")) == before

    return check
