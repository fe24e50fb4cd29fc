"""A table of jobs and workers without models."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from revive.core.progress import Progress
from tests.batch.fakes import fake


class Immediate:
    """`Workers` that make each clip at once, in the thread that submits it."""

    count = 2

    def submit(self, brief, listener=None) -> Future:
        future = Future()
        try:
            future.set_result(fake(brief, Progress(listener)))
        except Exception as error:
            if isinstance(error, AssertionError):
                raise
            future.set_exception(error)
        return future

    def cancel(self, future) -> None:
        future.cancel()

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        pass


@pytest.fixture
def immediate() -> Immediate:
    return Immediate()


@pytest.fixture
def table(tmp_path, hopper):
    """table(words, words, …, size="") -> a table with these rows, beside a copy of a photograph."""

    def write(*words: str, size: str = "") -> Path:
        (tmp_path / "gran.jpg").write_bytes(hopper.read_bytes())
        path = tmp_path / "jobs.csv"
        rows = [
            f"{number},gran.jpg,{said},{size},her grandson,family,yes" for number, said in enumerate(words, start=1)
        ]
        path.write_text("\n".join(["id,photo,words,size,relation,basis,adult", *rows]), encoding="utf-8")
        return path

    return write
