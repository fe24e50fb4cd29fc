"""Where a trial runs: a folder of its own for everything, and a watch over what is done elsewhere.

Python tells an audit hook of every file that is opened for writing, of every program and every connection, whichever
library does it (PEP 578). What a program does that was started cannot be seen by it, but the folder's listing shows it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

_CHANGES = frozenset(
    ["os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod", "os.chown"]
)
_NEVER = frozenset(
    ["socket.connect", "socket.getaddrinfo", "pickle.find_class", "os.system", "os.exec", "ctypes.dlopen"]
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Sandbox:
    """Folders `root`/tmp, /work (the current one) and /home, and what was done that should not be.

    Attributes
    ----------
    wrong : what was done outside since it was last emptied, in words
    """

    def __init__(self, root: Path):
        self.root = root.resolve()
        self.wrong: list[str] = []
        self.strict = False
        for name in ("tmp", "work", "home"):
            (self.root / name).mkdir()
        self._allowed = (str(self.root), os.devnull)

    @property
    def work(self) -> Path:
        """The current folder, in which the inputs lie."""
        return self.root / "work"

    def listing(self) -> dict[str, int]:
        """Relative path -> bytes of everything in it."""
        found = {}
        for folder, inner, names in os.walk(self.root):
            for name in (*inner, *names):
                path = Path(folder, name)
                if path == self.root / "home" / "temporary":  # where working folders are made; it stays
                    continue
                found[str(path.relative_to(self.root))] = path.lstat().st_size if name in names else 0
        return found

    def told(self, event: str, arguments: tuple) -> None:
        """The audit hook."""
        if not self.strict:
            return
        if what := changed_outside(event, arguments, self._allowed):
            self.wrong.append(what)
        elif event == "subprocess.Popen":
            if not _ours(*arguments[:2]):
                self.wrong.append(f"started {arguments[0]!r}")
        elif event in _NEVER:
            self.wrong.append(event)


def changed_outside(event: str, arguments: tuple, allowed: tuple[str, ...]) -> str:
    """What an audit event changes outside of the allowed paths, in words; empty where it changes nothing there."""
    if event == "open":
        path, _, flags = arguments
        changes = isinstance(flags, int) and flags & _WRITES
        return f"wrote {path!r}" if changes and not _inside(path, allowed) else ""
    return f"{event} {arguments[0]!r}" if event in _CHANGES and not _inside(arguments[0], allowed) else ""


def _inside(path: object, allowed: tuple[str, ...]) -> bool:
    if isinstance(path, int):  # opened before, and looked at then
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    with contextlib.suppress(OSError, ValueError, TypeError):
        return os.path.realpath(os.fsdecode(path)).startswith(allowed)
    return False


def _ours(program: object, arguments: Iterable[object]) -> bool:
    """ffmpeg, or a Python that confines itself first."""
    if not isinstance(program, str | bytes | os.PathLike):
        return False
    confined = program == sys.executable and any("from revive.media.sandbox." in str(one) for one in arguments)
    return confined or "ffmpeg" in Path(os.fsdecode(program)).name


@contextlib.contextmanager
def sandbox() -> Iterator[Sandbox]:
    """Run what is inside there: temporary files, the current folder, REVIVE_HOME; as it was before afterwards."""
    before, bytecode, temporary = Path.cwd(), sys.dont_write_bytecode, tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="revive-fuzz-") as name:
        made = Sandbox(Path(name))
        home = {"REVIVE_HOME": str(made.root / "home"), "TMPDIR": str(made.root / "tmp")}
        with mock.patch.dict(os.environ, home):
            sys.dont_write_bytecode, tempfile.tempdir = True, str(made.root / "tmp")
            os.chdir(made.work)
            _watch(made)
            try:
                yield made
            finally:
                made.strict = False
                os.chdir(before)
                sys.dont_write_bytecode, tempfile.tempdir = bytecode, temporary


_watched: list[Sandbox] = []  # a hook stays as long as the program does, so there is one for all


def _watch(made: Sandbox) -> None:
    if not _watched:
        sys.addaudithook(lambda event, arguments: _watched[-1].told(event, arguments))
    _watched.append(made)
