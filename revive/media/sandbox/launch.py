"""Confines itself, then becomes another program, which stays confined.

Arguments: bytes of memory, seconds of processors, bytes of a file; how many paths may be read, and they; how many files
may be written, and they; the program and its arguments.
"""

from __future__ import annotations

import os
import sys

MOST_FILES = 256  # open at once
# Programs and libraries of the system; nothing that belongs to anybody.
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom")


def arguments(
    command: list[str], *, memory: int, work: int, written: int, read: list[str], write: list[str]
) -> list[str]:
    """The arguments with which `main` becomes `command`."""
    numbers = [str(memory), str(work), str(written)]
    return [*numbers, str(len(read)), *read, str(len(write)), *write, *command]


def main() -> None:
    """See above."""
    told = sys.argv[1:]
    memory, work, written = (int(told.pop(0)) for _ in range(3))
    read = [told.pop(0) for _ in range(int(told.pop(0)))]
    write = [told.pop(0) for _ in range(int(told.pop(0)))]
    from revive.media.sandbox.limits import give_up_privileges, hold

    hold(memory=memory, work=work, written=written, files=MOST_FILES)
    if give_up_privileges():
        from revive.media.sandbox.landlock import allow_files
        from revive.media.sandbox.seccomp import deny_reaching_out

        allow_files(read=[*SYSTEM, told[0], *read], write=write)
        deny_reaching_out()
    os.execv(told[0], told)
