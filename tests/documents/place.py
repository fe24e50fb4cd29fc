"""Where the documents' commands are run: a copy of the repository, an environment, the page while it is open."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.documents.blocks import ROOT

LONGEST = 600.0  # seconds of one command


class Failed(Exception):
    """Something that the documents promise did not come true."""


@dataclass(frozen=True)
class Place:
    """Where commands are run: a copy of the repository, Revive's own folder, the environment, the page's port."""

    folder: Path
    home: Path
    environment: Path
    port: int

    def variables(self) -> dict[str, str]:
        left = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REVIVE_"))}
        return left | {
            "PATH": f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}", "LANG": "C.UTF-8",
            "VIRTUAL_ENV": str(self.environment), "REVIVE_HOME": str(self.home), "REVIVE_PORT": str(self.port),
            "REVIVE_BROWSER": "no", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_QUIET": "1",
        }  # fmt: skip

    def run(self, command: list[str], shown: str) -> None:
        """Run one command; what it says is shown when it fails."""
        begun = time.monotonic()
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=self.variables(), capture_output=True, text=True, timeout=LONGEST,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{shown}\nhad not ended after {LONGEST:.0f} s") from error
        say(f"{time.monotonic() - begun:6.1f} s  {shown}")
        if done.returncode:
            raise Failed(f"{shown}\nended with status {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")

    @property
    def address(self) -> str:
        """Of the page."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(place: Place, text: str, *, within: float) -> Iterator[None]:
    """The page, started by a block, open inside."""
    said, begun = place.home.with_suffix(".page.txt"), time.monotonic()
    with said.open("w") as log:
        page = subprocess.Popen(
            ["bash", "-e", "-c", text], cwd=place.folder, env=place.variables(), stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            while not _answers(place.address):
                if page.poll() is not None or time.monotonic() - begun > within:
                    raise Failed(f"{text}did not open the page:\n{said.read_text()[-4000:]}")
                time.sleep(0.2)
            say(f"{time.monotonic() - begun:6.1f} s  {text.strip()}")
            yield
        except RuntimeError as error:
            raise Failed(f"{error}\nThe page said:\n{said.read_text()[-4000:]}") from error
        finally:
            _end(page)


def _end(page: subprocess.Popen) -> None:
    """Ask the page and what it started to end; not kindly after half a minute."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):  # it has ended; it has not yet
            os.killpg(page.pid, sent)
            page.wait(30)
            return


def copy_repository(folder: Path) -> None:
    """The files that git knows or would add, as a clone would have them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True,
        check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def say(line: str) -> None:
    """A line for whoever watches, at once."""
    print(line, flush=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False
