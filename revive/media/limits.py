"""Run programs that read untrusted files: limited in time, memory and files, without network.

The kernel's limits are set by `revive.media.sandbox`, in the new process before it executes the program, so that none
of our code runs between fork and exec in a program with threads. Time is watched from here, and memory too where the
kernel does not limit it.
"""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from revive.media.sandbox import launch

# Pictures: the costliest accepted one, a TIFF in one piece, takes 3.6 s of one core and 0.95 GB in its decoder.
# A camera of a hundred megapixels has 11662 x 8750; a sheet of A4 at 600 dpi has 35 megapixels, one of A3 has 70.
_LARGE = 103_000_000  # pixels
MOST_PIXELS = {
    "jpeg": _LARGE, "png": _LARGE, "tiff": _LARGE, "bmp": _LARGE, "gif": _LARGE,
    "webp": 40_000_000,  # libwebp keeps two canvases of four bytes a pixel and returns a third
    "heic": 64_000_000, "avif": 40_000_000, "jp2": 40_000_000,  # their libraries keep several copies as well
    "icon": 1_000_000,
}  # fmt: skip
MOST_UNPACKED = 320 * 1024**2  # bytes of a PNG's or TIFF's pixels: 103 megapixels of RGB, 53 of RGB with 16 bits
MOST_PICTURE_BYTES = 256 * 1024**2  # A4 at 600 dpi with 16 bits, as it is: 209 million
MOST_JPEG_BYTES = 128 * 1024**2  # a hundred megapixels at the highest quality take 60 to 100

# Recordings and films.
MEMORY = 6 * 1024**3  # bytes of address space; 8K film of ten bits takes 2.7 GB on two threads
WRITTEN = 4 * 1024**3  # bytes of one file; half an hour of our largest sound is 0.7 GB
CORES = 4  # threads of a decoder; each keeps its own pictures
KERNEL_HOLDS_MEMORY = sys.platform == "linux"
_GLANCE = 1.0  # seconds between two checks of the time
_GLANCE_AT_MEMORY = 0.1  # if it is checked from here
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # environment variables that programs need to start


class BoundedProcess:
    """A running program. `late` is true if it was killed at its deadline.

    `within(seconds)` sets a new deadline; `math.inf` while it waits for us.
    """

    def __init__(self, command: list[str], *, seconds: float, memory: int, **pipes):
        group = {"start_new_session": True} if os.name == "posix" else {}
        pipes = {"stdin": subprocess.DEVNULL, **pipes}
        self.process = cast("subprocess.Popen[bytes]", subprocess.Popen(command, **group, **pipes))
        self.late = False
        self._memory = math.inf if KERNEL_HOLDS_MEMORY else memory
        self._deadline = time.monotonic() + seconds
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def within(self, seconds: float) -> None:
        """Set the deadline to so many seconds from now."""
        self._deadline = time.monotonic() + seconds

    def end(self) -> None:
        """Stop watching, and kill the program and all that it started."""
        self._over.set()
        self._kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):  # unwritten data
                    pipe.close()

    def _kill(self) -> None:
        if self.process.poll() is not None:
            return
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: the group is dying already
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def _watch(self) -> None:
        longest = _GLANCE if self._memory == math.inf else _GLANCE_AT_MEMORY
        while not self._over.wait(min(max(self._deadline - time.monotonic(), 0.01), longest)):
            self.late = time.monotonic() >= self._deadline
            if self.late or self._grown():
                self._kill()
                return

    def _grown(self) -> bool:
        if self._memory == math.inf:
            return False
        import psutil

        with contextlib.suppress(psutil.Error):
            return psutil.Process(self.process.pid).memory_info().rss > self._memory
        return False


@contextlib.contextmanager
def bounded(
    command: list[str],
    *,
    seconds: float,
    work: float | None = None,
    read: Iterable[Path] = (),
    write: Iterable[Path] = (),
    **pipes,
) -> Iterator[BoundedProcess]:
    """Run `command`, confined; it is killed, at the latest, at the end of the `with` block.

    Parameters
    ----------
    seconds : wall-clock time until the first deadline
    work : CPU seconds of all cores together; by default what CORES cores can do in `seconds`
    read : files, and folders with their contents, that it may read besides the system's programs
    write : existing files that it may write
    pipes : further arguments of `subprocess.Popen`
    """
    if os.name == "posix":
        program = shutil.which(command[0]) or command[0]
        told = launch.arguments(
            [program, *command[1:]], memory=MEMORY, work=math.ceil(work if work is not None else CORES * seconds) + 1,
            written=WRITTEN, read=[str(path) for path in read], write=[str(path) for path in write],
        )  # fmt: skip
        command = python_program("revive.media.sandbox.launch", told)
    running = BoundedProcess(command, seconds=seconds, memory=MEMORY, env=environment(), **pipes)
    try:
        yield running
    finally:
        running.end()


def python_program(module: str, arguments: list[str], packages: Iterable[Path] = ()) -> list[str]:
    """The command that runs `main` of one of our modules in an isolated Python that imports only from these folders."""
    folders = [str(Path(__file__).absolute().parents[2]), *map(str, packages)]
    code = f"import sys; sys.path += {folders!r}; from {module} import main; main()"
    return [sys.executable, "-I", "-S", "-B", "-c", code, *arguments]


def environment(**more: str) -> dict[str, str]:
    """The environment of a confined program: only the variables that it needs."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | more
