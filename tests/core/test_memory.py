"""Freed memory goes back to the system; the most that was used is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from revive.core.memory import give_back_memory

HOME = Path(__file__).parents[2]


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


@pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells it")
def test_peak_memory_is_that_of_the_process_itself():
    """Started by a large process, a small one is small."""
    code = "from revive.core.memory import peak_rss_mb; print(peak_rss_mb())"
    starts = f"import subprocess, sys; large = bytes(800_000_000); subprocess.run([sys.executable, '-c', {code!r}])"
    told = subprocess.run([sys.executable, "-c", starts], capture_output=True, text=True, check=True, cwd=HOME).stdout
    assert 5 < float(told) < 500
