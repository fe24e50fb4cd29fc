"""The page in a child process, started as a host starts it, and observed from outside."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import revive
from revive.app.fuzz.audited_page import WROTE
from revive.app.fuzz.browser import Request, ask

UP = 600.0  # seconds until the page answers
LOOK_EVERY = 0.03  # seconds between two looks at its memory
YOUNG = 0.2  # seconds in which a child's memory still seems to be its parent's
MB = 1024**2
WRONG = ("Traceback", "a request failed", "an error in ", "the work failed", "warming up failed", WROTE)  # in the log
NO_HTTP = "LocalProtocolError at h11"  # the server closes a connection on which no HTTP came
OWN = ("tmp/gradio", "user/.cache", "user/.config")  # what libraries make for themselves, wherever they are used


class PageProcess:
    """The page, with a folder of its own: `root`/home is Revive's, /tmp for temporary files, /user the user's.

    Parameters
    ----------
    options : of `app.py`
    before : Python that is run in the child before, to plant a fault

    Attributes
    ----------
    port : where it listens, on 127.0.0.1
    peak : the most memory that it and its children held together since it was last set to 0, in MB
    """

    def __init__(self, options: list[str], before: str = ""):
        self.root = Path(tempfile.mkdtemp(prefix="revive-fuzz-page-")).resolve()
        for name in ("home", "tmp", "user"):
            (self.root / name).mkdir()
        self.port, self.peak, self._log = _free_port(), 0.0, self.root / "log"
        self._read, self._over = 0, threading.Event()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("REVIVE_", "SPACE_", "GRADIO_"))}
        package = str(Path(revive.__file__).parents[1])
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-c", f"{before}\nfrom revive.app.fuzz.audited_page import serve\nserve()",
                    self.root, "--no-browser", "--port", str(self.port), *options,
                ],
                cwd=self.root / "user", stdout=log, stderr=log, env={
                    **kept, "REVIVE_HOME": str(self.root / "home"), "TMPDIR": str(self.root / "tmp"),
                    "HOME": str(self.root / "user"), "PYTHONDONTWRITEBYTECODE": "1",
                    "NUMBA_CACHE_DIR": str(self.root / "user" / ".cache"),
                    "PYTHONPATH": os.pathsep.join([package, *filter(None, [kept.get("PYTHONPATH")])]),
                },
            )  # fmt: skip
        self._watching = threading.Thread(target=self._look, daemon=True)
        self._watching.start()

    def ready(self) -> bool:
        """Wait until it answers; whether it did."""
        until = time.monotonic() + UP
        while self.alive() and time.monotonic() < until:
            if ask(self.port, Request("health", "GET", "/healthz"), 5.0).status == 200:
                return True
            time.sleep(0.2)
        return False

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def is_busy(self) -> bool:
        """Whether a job is under way; the page must have been started with `--waiting 1`."""
        return b'"line":false' in ask(self.port, Request("health", "GET", "/readyz"), 20.0).body

    def memory(self) -> float:
        """The memory of the page and its children together, now, in MB."""
        import psutil

        try:
            here = psutil.Process(self.process.pid)
            old = [one for one in here.children(recursive=True) if time.time() - one.create_time() > YOUNG]
            return sum(one.memory_info().rss for one in (here, *old)) / MB
        except psutil.Error:
            return 0.0

    def cpu_seconds(self) -> float:
        """Seconds of processor time that it and the children that have ended took until now."""
        import psutil

        try:
            return sum(psutil.Process(self.process.pid).cpu_times()[:4])
        except psutil.Error:
            return 0.0

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self.peak = max(self.peak, self.memory())

    def log_faults(self) -> list[str]:
        """Lines of the log since the last call that report a fault."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            text = log.read()
        self._read += len(text)
        lines = text.decode("utf-8", "replace").splitlines()
        return [line for line in lines if any(wrong in line for wrong in WRONG) and NO_HTTP not in line]

    def stray_files(self) -> list[str]:
        """Files in the trial's folder that do not lie in Revive's own."""
        lying = [path for name in ("tmp", "user") for path in (self.root / name).rglob("*")]
        return sorted(name for path in lying if not (name := str(path.relative_to(self.root))).startswith(OWN))

    def folder(self) -> Path:
        """Where the visitors' files lie: at home in the folder that lasts, elsewhere in a temporary one."""
        lasting = self.root / "home" / "visits"
        return lasting if lasting.is_dir() else next((self.root / "home" / "temporary").glob("revive-page-*"))

    def close(self) -> list[str]:
        """End it; gives the files of visitors that it left behind in a folder that does not last."""
        self._over.set()
        self._watching.join()
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        self.process.kill()
        self.process.wait()
        left = [path.name for path in (self.root / "home" / "temporary").glob("revive-page-*/*/*")]
        shutil.rmtree(self.root, ignore_errors=True)
        return left


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
