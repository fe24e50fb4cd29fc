"""Which names the page answers to, and which websites may send it requests.

A website can let its own name point to this computer (DNS rebinding); its pages then seem to be ours, but the Host
header still has the website's name. A website can also send requests to us from its own pages; the Origin and
Sec-Fetch-Site headers, which scripts cannot write, then say so.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK_NAMES = ("localhost", "localhost.localdomain")
FORWARDING = (
    b"forwarded", b"via", b"x-real-ip", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto",
    b"x-forwarded-prefix", b"x-forwarded-port", b"x-forwarded-server", b"x-direct-url", b"cf-connecting-ip",
)  # fmt: skip


class AllowedHosts:
    """The names of the page.

    Parameters
    ----------
    names : names besides this computer's own addresses, as a proxy or a name server gives them to the page
    local : only this computer may ask: loopback addresses alone; else any address written as a number is ours, because
        a browser that was sent here by another website's name does not say a number, and this computer's own name
    """

    def __init__(self, names: Iterable[str] = (), *, local: bool = True):
        self.local, self._tls = local, set()
        self.names = {*LOOPBACK_NAMES, *(name.strip().lower() for name in names if name.strip())}
        if not local:
            own = socket.gethostname().lower()
            self.names |= {own, f"{own}.local", socket.getfqdn().lower()}

    def add(self, url: str) -> None:
        """The page can be reached by this address too."""
        there = urlsplit(url)
        if there.hostname:
            self.names.add(there.hostname)
            if there.scheme == "https":
                self._tls.add(there.hostname)

    def by_tls(self, host: str) -> bool:
        """Whether the page is reached by TLS under this Host, although it does not speak it itself."""
        return host.partition(":")[0].lower() in self._tls

    def allow(self, host: str) -> bool:
        """Whether a Host header (“name”, “name:port”, “[::1]:port”) is one of the page's names."""
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        if not name or any(sign in host for sign in "/@?#\\ "):
            return False
        if name.rstrip(".") in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self.local


def same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header names the host that is asked; an opaque origin (“null”) does not."""
    try:
        asking = urlsplit(origin)
        return asking.scheme in ("http", "https") and _host_and_port(asking.netloc) == _host_and_port(host)
    except ValueError:
        return False


def _host_and_port(netloc: str) -> str:
    """Host and port; a port that goes without saying is left out."""
    name, colon, port = netloc.lower().rpartition(":")
    return name if colon and port in ("80", "443") else netloc.lower()


def address_group(address: str) -> str:
    """What one visitor's addresses have in common: an IPv4 address, or the first half of an IPv6 one.

    A household or a server has 2^64 addresses of IPv6, so that single ones count for nothing.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def client_address(peer: str, forwarded: Iterable[str], proxies: int) -> str:
    """The address that a request comes from.

    Parameters
    ----------
    peer : the other end of the connection
    forwarded : the values of X-Forwarded-For, to which every proxy has added the address that asked it
    proxies : how many proxies of the host's own are in front of the page; what stands before the entry of the first of
        them was written by the sender, and is not trusted
    """
    chain = [part.strip() for value in forwarded for part in value.split(",")]
    if not proxies or not chain:
        return peer
    return chain[-min(proxies, len(chain))]
