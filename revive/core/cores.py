"""How many cores and how much memory this process may use: what the computer has, less what it is not allowed.

A container or a batch system limits a process by its CPU affinity and by a control group, of which `os.cpu_count` and
psutil know nothing. `REVIVE_CORES` sets the number of cores by hand; Revive gives it to every worker it starts.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "REVIVE_CORES"
GROUPS, OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
# variables that numeric libraries read when they are loaded
_LIBRARIES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENCV_FOR_THREADS_NUM",
)  # fmt: skip


def cores() -> int:
    """The number of cores that this process may keep busy, at least 1.

    It is the least of the computer's cores, the process's affinity and its control group's quota (rounded up), or
    REVIVE_CORES if that is a whole number above 0.
    """
    told = os.environ.get(VARIABLE, "")
    if told.isdecimal() and int(told):
        return int(told)
    there = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, math.ceil(min(there, _quota())))


def set_cores(count: int) -> None:
    """Let this process, and those it starts, use `count` cores; before NumPy or another numeric library is loaded."""
    for variable in (VARIABLE, *_LIBRARIES):
        os.environ[variable] = str(count)


def free_memory() -> int:
    """Bytes that this process may still fill: the computer's free memory, or what its control group leaves of it."""
    import psutil

    free = psutil.virtual_memory().available
    for folder in _groups("memory"):
        limit, used = _number(folder / "memory.max"), _number(folder / "memory.current")
        if limit is None:  # version 1, whose names differ
            limit, used = _number(folder / "memory.limit_in_bytes"), _number(folder / "memory.usage_in_bytes")
        if limit is not None and used is not None:
            free = min(free, limit - used)
    return max(0, int(free))


def _quota() -> float:
    """The cores that the control groups of this process allow; infinite where they say nothing."""
    least = math.inf
    for folder in _groups("cpu"):
        with contextlib.suppress(OSError, ValueError):
            quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()  # "max 100000" is no limit
            least = min(least, int(quota) / int(period))
        quota, period = _number(folder / "cpu.cfs_quota_us"), _number(folder / "cpu.cfs_period_us")
        if quota is not None and period and quota > 0:  # −1 is no limit
            least = min(least, quota / period)
    return least


def _groups(controller: str) -> Iterator[Path]:
    """The folders of the control group that this process is in, and of those above it, of version 2 and 1."""
    try:
        lines = OWN.read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = GROUPS / controller if controllers else GROUPS
        inner = top / path.lstrip("/")
        yield from (folder for folder in (inner, *inner.parents) if folder.is_relative_to(top))


def _number(file: Path) -> int | None:
    """The number in a control group's file; None if there is no such file, or no number in it ("max")."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
