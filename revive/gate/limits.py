"""A program that reads what nobody has checked, held to a time, a memory and a size of what it writes.

On Linux the kernel holds it to them, set from outside right after the start, so that no code of ours has to run
between fork and exec in a program with threads. Elsewhere the time alone is watched, from here.
"""

from __future__ import annotations

import contextlib
import math
import subprocess
import threading
import time
from collections.abc import Iterator

MEMORY = 6 * 1024**3  # bytes of addresses; 8K film of ten bits takes 2.7 GB on two threads
WRITTEN = 4 * 1024**3  # bytes of one file; half an hour of our largest sound is 0.7 GB
CORES = 4  # threads of a decoder; each keeps pictures of its own
_GLANCE = 1.0  # seconds between two looks at the clock


class Bounded:
    """A program that is running. `late` tells that it was killed because its time was over.

    `within(seconds)` gives it a new deadline; `math.inf` where it waits for us.
    """

    def __init__(self, process: subprocess.Popen, seconds: float):
        self.process, self.late = process, False
        self._deadline = time.monotonic() + seconds
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def within(self, seconds: float) -> None:
        """From now on it has so many seconds."""
        self._deadline = time.monotonic() + seconds

    def end(self) -> None:
        """Stop watching, and the program with it."""
        self._over.set()
        self.process.kill()

    def _watch(self) -> None:
        while not self._over.wait(min(max(self._deadline - time.monotonic(), 0.01), _GLANCE)):
            if time.monotonic() >= self._deadline:
                self.late = True
                self.process.kill()
                return


@contextlib.contextmanager
def bounded(command: list[str], *, seconds: float, work: float | None = None, **pipes) -> Iterator[Bounded]:
    """Run `command`; it ends, at the latest, with the block.

    Parameters
    ----------
    seconds : until the first deadline, on the clock
    work : seconds of all processors together; as many as CORES could do in `seconds` where it is not given
    pipes : further arguments of `subprocess.Popen`
    """
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, **pipes) as process:
        _hold(process.pid, work if work is not None else CORES * seconds)
        running = Bounded(process, seconds)
        try:
            yield running
        finally:
            running.end()


def _hold(pid: int, work: float) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    if not hasattr(resource, "prlimit"):  # macOS
        return
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, WRITTEN), (resource.RLIMIT_CPU, math.ceil(work) + 1),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):  # over already; held tighter already
            soft, hard = (
                most if old == resource.RLIM_INFINITY else min(most, old) for old in resource.prlimit(pid, limit)
            )
            resource.prlimit(pid, limit, (soft, hard))
