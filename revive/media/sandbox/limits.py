"""What a confined process is held to, put in force by itself before it reads a byte from outside.

Linux: memory, processor time, size of files, system calls, files, network. macOS: all but memory, system calls, files
and network. Windows: nothing of this. Everywhere `media.limits` watches its time, and where the kernel does not hold
it to its memory, that too.
"""

from __future__ import annotations

import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 38, 4


def hold(*, memory: int, work: int, written: int, files: int) -> None:
    """Hold this process, and whatever it becomes, to so much; what the system does not know is left out.

    Parameters
    ----------
    memory : bytes of addresses
    work : seconds of all processors together
    written : bytes of one file
    files : that are open at once
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (
        ("RLIMIT_AS", memory), ("RLIMIT_CPU", work), ("RLIMIT_FSIZE", written), ("RLIMIT_NOFILE", files),
        ("RLIMIT_CORE", 0), ("RLIMIT_MEMLOCK", 0),
    ):  # fmt: skip
        limit = getattr(resource, name, None)
        if limit is None:
            continue
        old = resource.getrlimit(limit)[1]
        most = most if old == resource.RLIM_INFINITY else min(most, old)
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS does not hold to every one
            continue


def give_up_privileges() -> bool:
    """No program that it starts has more rights than it, and nobody looks into its memory; whether it is in force."""
    if sys.platform != "linux":
        return False
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
