"""Freed memory goes back to the system."""

import sys
from pathlib import Path

import pytest

from revive.core.memory import give_back_memory


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system tells it so")
def test_what_was_freed_between_two_things_in_use_is_given_back():
    pieces = [bytearray(100_000) for _ in range(1000)]  # each too small to be a piece of the system's memory of its own
    kept = pieces[::50]
    before = resident()
    pieces.clear()
    give_back_memory()
    assert before - resident() > 60e6 and len(kept) == 20


def test_it_may_be_called_anywhere():
    give_back_memory()
    give_back_memory()
