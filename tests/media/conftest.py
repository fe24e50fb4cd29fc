"""A file of any bytes; refusals that come before any decoder and leave nothing behind."""

from __future__ import annotations

import subprocess
import sys
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
    """Whoever asks for a picture's decoder or ffmpeg fails."""
    from revive.media import decoder as pictures
    from revive.media import ffmpeg, film

    def decoder(*_, **__):
        pytest.fail("a decoder was started")

    for module, name in ((pictures, "_take"), (ffmpeg, "bounded"), (film, "bounded")):
        monkeypatch.setattr(module, name, decoder)


@pytest.fixture
def refused(tmp_path):
    """refused(says, read, *arguments): a sentence with these words, in both languages, and no file more or less."""

    def check(says: str, read: Callable, *arguments, **options) -> None:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(UserError, match=says) as caught:
            read(*arguments, **options)
        error = caught.value
        for sentence, end in ((error.sentence(), "."), (error.sentence("zh"), "。")):
            assert sentence.isprintable() and sentence.endswith(end) and len(sentence) < 500
        assert sorted(tmp_path.rglob("*")) == before

    return check


@pytest.fixture
def ended():
    """ended(code, **options): what a confined Python said on stderr before it ended."""
    from revive.media import limits

    def run(code: str, *, read: tuple[Path, ...] = (), **options) -> str:
        command = [sys.executable, "-I", "-S", "-B", "-c", code]
        folders = [Path(sys.base_prefix), Path(sys.prefix), *read]
        with limits.bounded(command, seconds=30, read=folders, stderr=subprocess.PIPE, **options) as running:
            return running.process.communicate()[1].decode()

    return run


@pytest.fixture(scope="session")
def confined() -> None:
    """Skips where the kernel takes neither files nor system calls from a process."""
    from revive.media.decoder import in_force

    if not all(in_force().values()):
        pytest.skip("this kernel has no Landlock or no seccomp")
