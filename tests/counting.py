"""How much work something is, counted, so that it is the same on every computer and however busy it is."""

import sys
from collections.abc import Callable

import psutil


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, this thread calls while `work()` is done; about a million a second."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def running(name: str) -> list[psutil.Process]:
    """The programs with `name` in their name that this process has started and that have not ended."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if name in child.name() and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:  # it has ended just now
            continue
    return found
