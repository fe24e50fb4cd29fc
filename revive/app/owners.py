"""Whose each file in the page's folder is, so that nobody is served another's.

A visitor is one tab (Gradio's session); a browser is known by a random cookie that `guard.py` gives it. A room belongs
to the browser of its visitor, an upload to the browser that sent it. What Gradio itself copies there lies under an
address that nobody can work out (see `close_gradio`).
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

MOST = 10_000  # visitors that are remembered


@dataclass(frozen=True)
class Guest:
    """Where a visitor comes from: the browser's cookie, and what limits are counted by (the cookie or an address)."""

    browser: str
    source: str


class Owners:
    """The table; `root` is the folder that it is about."""

    def __init__(self, root: Path):
        self.root = Path(root).resolve()
        self._guests: dict[str, Guest] = {}
        self._rooms: dict[Path, str] = {}  # folder -> visitor
        self._uploads: dict[Path, dict[str, float]] = {}  # file -> browser -> when (monotonic seconds)
        self._lock = threading.Lock()
        self._salt = secrets.token_bytes(32)

    def welcome(self, visitor: str, browser: str, source: str = "") -> None:
        """The visitor comes from this browser. The first word counts: nobody takes another's session over."""
        with self._lock:
            if visitor and (browser or source) and visitor not in self._guests:
                while len(self._guests) >= MOST:
                    self._guests.pop(next(iter(self._guests)))
                self._guests[visitor] = Guest(browser, source or browser)

    def welcome_request(self, request: gr.Request, *, by_address: bool) -> None:
        """As `welcome`, for whoever asks; an address is not kept, only what tells it from others."""
        from revive.app.guard import TOKEN, VISIT

        browser = request.cookies.get(VISIT, "")
        host = request.client.host if by_address and request.client else ""
        told = hashlib.blake2b(host.encode(), key=self._salt, digest_size=16).hexdigest() if host else ""
        self.welcome(request.session_hash, browser if TOKEN.match(browser) else "", told)

    def source(self, visitor: str) -> str:
        """What limits are counted by: the browser, or the address where it was given; else the visitor."""
        guest = self._guests.get(visitor)
        return guest.source if guest else visitor

    def give(self, folder: Path, visitor: str) -> None:
        """The room `folder` is the visitor's."""
        with self._lock:
            self._rooms[folder.resolve()] = visitor

    def sent(self, browser: str, *paths: str | Path) -> None:
        """The browser has uploaded these files."""
        with self._lock:
            for path in paths:
                self._uploads.setdefault(Path(path).resolve(), {})[browser] = time.monotonic()

    def take(self, path: Path) -> None:
        """A room or an upload is gone."""
        with self._lock:
            self._rooms.pop(path.resolve(), None)
            self._uploads.pop(path.resolve(), None)

    def may_see(self, browser: str, path: str | Path) -> bool:
        """Whether this file may be served to the browser."""
        path = Path(path).resolve()
        if not path.is_relative_to(self.root) or path == self.root:
            return False
        with self._lock:
            room = self.root / path.relative_to(self.root).parts[0]
            if room in self._rooms:
                guest = self._guests.get(self._rooms[room])
                return guest is None or not guest.browser or guest.browser == browser
            if path in self._uploads:
                return browser in self._uploads[path]
        return not room.name.startswith("room-")

    def sent_by(self, browser: str, path: str | Path) -> bool:
        """Whether the browser has uploaded this file."""
        return browser in self._uploads.get(Path(path).resolve(), {})

    def shared(self, path: Path, besides: str = "") -> bool:
        """Whether another browser has uploaded the same file: both have one copy."""
        guest = self._guests.get(besides)
        senders = set(self._uploads.get(path.resolve(), {}))
        return bool(senders - {guest.browser}) if guest else bool(senders)

    def forget(self, visitor: str) -> list[Path]:
        """The visitor is gone; what their browser sent that nobody else sent, where it has no other visitor here."""
        with self._lock:
            guest = self._guests.pop(visitor, None)
            if guest is None or any(other.browser == guest.browser for other in self._guests.values()):
                return []
            mine = [path for path, senders in self._uploads.items() if guest.browser in senders]
            for path in mine:
                del self._uploads[path][guest.browser]
            gone = [path for path in mine if not self._uploads[path]]
            for path in gone:
                del self._uploads[path]
            return gone

    def outdated(self, seconds: float, now: float) -> list[Path]:
        """Uploads older than this, forgotten now."""
        with self._lock:
            old = [p for p, senders in self._uploads.items() if now - max(senders.values()) > seconds]
            for path in old:
                del self._uploads[path]
            return old


def close_gradio() -> None:
    """Let uploads have addresses that nobody can work out who has the same photograph, and fetch nothing.

    Gradio makes the addresses of the content and a seed that stays the same, written beside its program; and what is
    said to be a file but is an address elsewhere, it would download. It has no setting for either.
    """
    from gradio import processing_utils

    def refuse(*_, **__):
        raise ValueError("nothing is fetched from elsewhere")

    async def refuse_later(*_, **__):
        raise ValueError("nothing is fetched from elsewhere")

    processing_utils.hash_seed = secrets.token_hex(32).encode()
    processing_utils.save_url_to_cache = processing_utils.ssrf_protected_download = refuse
    processing_utils.async_ssrf_protected_download = refuse_later
