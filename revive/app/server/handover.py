"""Handing a clip over to a telephone in the same house, by an address that nobody can guess and that soon ends.

The telephone has neither the visitor's cookie nor the password: the address alone opens the one file, for ten minutes.
There are such addresses only where the page listens to the network (--listen), and only for what a visitor asks for.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

LASTS = 600.0  # seconds
MOST = 100  # addresses at a time; the oldest ends first
TOKEN = r"[\w-]{22}"


class Handovers:
    """The files that can be fetched by address just now.

    Parameters
    ----------
    port : of the page
    """

    def __init__(self, port: int = 0):
        self.port = port
        self._files: OrderedDict[str, tuple[Path, float]] = OrderedDict()  # token -> file, monotonic seconds of its end
        self._lock = threading.Lock()

    def offer(self, file: Path, now: float | None = None) -> str:
        """The token by which `file` can be fetched from now on."""
        now, token = time.monotonic() if now is None else now, secrets.token_urlsafe(16)
        with self._lock:
            self._files[token] = (file, now + LASTS)
            while len(self._files) > MOST:
                self._files.popitem(last=False)
        return token

    def find(self, token: str, now: float | None = None) -> Path | None:
        """The file that `token` opens; None where it opens none, or no longer does."""
        now = time.monotonic() if now is None else now
        with self._lock:
            file, end = self._files.get(token, (None, 0.0))
        return file if file is not None and now < end and file.is_file() else None

    def address(self, token: str, host: str) -> str:
        """The whole address for the telephone; `host` is the Host header of the visitor who asks."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if _of_this_computer_alone(name):
            name = own_address()
        return f"http://{name}:{self.port}/take/{token}"


def own_address() -> str:
    """An address by which the network at home reaches this computer; its name where it has none."""
    import psutil

    every = (one.address for many in psutil.net_if_addrs().values() for one in many if one.family == socket.AF_INET)
    return _nearest(every) or socket.gethostname()


def _nearest(addresses: Iterable[str]) -> str:
    """The first address of a network at home, such as 192.168.0.7; else any that is not this computer's alone."""
    kinds = [(address, ipaddress.ip_address(address)) for address in addresses]
    others = [(address, kind) for address, kind in kinds if not (kind.is_loopback or kind.is_link_local)]
    at_home = [address for address, kind in others if kind.is_private and not address.startswith("172.17.")]  # Docker's
    return next(iter([*at_home, *(address for address, _ in others)]), "")


def _of_this_computer_alone(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
