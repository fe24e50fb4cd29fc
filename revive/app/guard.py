"""A guard at the door: the browser is told to load nothing from outside, and nobody is served another's files.

It also puts the page's own first script before all others: what Gradio's `head=` adds comes too late for the language.
Every browser gets a random cookie, by which the desk knows whose a file is.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections import deque
from http.cookies import CookieError, SimpleCookie

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from revive.app.kept_page import KeptPage
from revive.app.owners import Owners

VISIT = "revive_visit"  # the cookie
TOKEN = re.compile(r"[\w-]{32,64}\Z")
# Gradio's page needs inline scripts and styles, blobs for recordings and workers
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'{frames}; form-action 'self';"
    " object-src 'none'; base-uri 'self'"
)
SPACE_FRAMES = " https://huggingface.co https://*.huggingface.co"
CARDS = re.compile(rb"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")  # previews for social networks
FILES = re.compile(r"/gradio_api/(?:file=|file/)(.*)\Z", re.DOTALL)
# what would fetch something from elsewhere, or tells of other visitors
CLOSED = re.compile(r"/gradio_api/(?:proxy=|deep_link|stream/|vibe-|undo-vibe|profiling/)|/monitoring")
PLAIN = ("/healthz", "/readyz")  # asked by programs that keep no cookies
UPLOAD, LOGIN = "/gradio_api/upload", "/login"
JOIN = "/gradio_api/queue/join"
PAUSE = 0.03  # seconds between two who join the queue, so that a crowd leaves the page time for others
LOGINS, LOGIN_SECONDS = 10, 60.0  # attempts within so many seconds, of everybody


class Guard:
    """ASGI middleware before the whole page.

    Parameters
    ----------
    first : HTML that is put first into the page's head
    owners : whose the files are; without it none are served
    framed : the page is shown within a page of Hugging Face, as every Space is
    """

    def __init__(self, app: ASGIApp, first: str = "", owners: Owners | None = None, framed: bool = False):
        self.app = app
        self.first = first.encode()
        self.owners = owners
        self.framed = framed
        self.headers = [
            (b"content-security-policy", POLICY.format(frames=SPACE_FRAMES if framed else "").encode()),
            (b"referrer-policy", b"same-origin"),
            (b"x-content-type-options", b"nosniff"),
        ]
        self.kept = KeptPage()
        self._door = asyncio.Semaphore(1)
        self._logins: deque[float] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        browser = browser_of(scope)
        answer = _Answer(self, send, scope, browser)
        if refusal := self._refusal(scope, browser):
            await refusal(scope, receive, answer)
        elif kept := self.kept.get(answer.key):
            for message in kept:
                await answer.last(message)
        elif scope["path"].rstrip("/") == JOIN:
            async with self._door:
                await self.app(scope, receive, answer)
                await asyncio.sleep(PAUSE)
        else:
            await self.app(scope, receive, answer)

    def _refusal(self, scope: Scope, browser: str) -> PlainTextResponse | None:
        path = scope["path"]
        asked = FILES.search(path)
        if asked and (self.owners is None or "://" in asked[1] or not self._may_see(browser, asked[1])):
            return PlainTextResponse("There is no such file here.", 404)
        if CLOSED.match(path):
            return PlainTextResponse("There is nothing here.", 404)
        if scope["method"] == "POST" and path.rstrip("/") == LOGIN and self._too_many_logins():
            return PlainTextResponse("Too many attempts; please wait a minute.", 429)
        return None

    def _may_see(self, browser: str, path: str) -> bool:
        try:
            return self.owners.may_see(browser, path)
        except (OSError, ValueError):  # no path at all
            return False

    def _too_many_logins(self) -> bool:
        now = time.monotonic()
        while self._logins and now - self._logins[0] > LOGIN_SECONDS:
            self._logins.popleft()
        self._logins.append(now)
        return len(self._logins) > LOGINS

    def cookie(self, token: str, secure: bool) -> bytes:
        """The header that gives a browser its token."""
        where = "SameSite=None; Secure; Partitioned" if self.framed else "SameSite=Strict" + "; Secure" * secure
        return f"{VISIT}={token}; Path=/; HttpOnly; {where}".encode()


class _Answer:
    """One answer on its way out: headers added, the page with `first` and without cards, uploads written down."""

    def __init__(self, guard: Guard, send: Send, scope: Scope, browser: str):
        self.guard, self.send = guard, send
        self.fresh = "" if browser or scope["path"] in PLAIN else secrets.token_urlsafe(32)
        self.browser = browser or self.fresh
        self.secure = scope["scheme"] == "https"
        self.upload = scope["path"].rstrip("/") == UPLOAD
        self.key = guard.kept.key(scope)
        self.start: Message | None = None  # held back until the whole answer is known
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """What the page says."""
        if message["type"] == "http.response.start":
            headers = message.get("headers", ())
            kinds = [value for name, value in headers if name.lower() == b"content-type"]
            encoded = any(name.lower() == b"content-encoding" for name, _ in headers)
            self.page = bool(kinds) and kinds[0].startswith(b"text/html")
            self.upload = self.upload and message["status"] == 200
            if (self.page or self.upload or self.key) and not encoded:
                self.start = message
                return
        elif self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            body = self._uploaded() if self.upload else self._with_first() if self.page else self.body
            others = [pair for pair in self.start.get("headers", ()) if pair[0].lower() != b"content-length"]
            start = {**self.start, "headers": [*others, (b"content-length", str(len(body)).encode())]}
            message, self.start = {"type": "http.response.body", "body": body}, None
            if self.key:
                self.guard.kept.keep(self.key, start, message)
            await self.last(start)
        await self.last(message)

    async def last(self, message: Message) -> None:
        """What goes out, with what every answer carries."""
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), *self.guard.headers]
            if self.fresh:
                headers.append((b"set-cookie", self.guard.cookie(self.fresh, self.secure)))
            message = {**message, "headers": headers}
        await self.send(message)

    def _with_first(self) -> bytes:
        return CARDS.sub(b"", self.body).replace(b"<head>", b"<head>" + self.guard.first, 1)

    def _uploaded(self) -> bytes:
        try:
            paths = json.loads(self.body)
        except ValueError:
            return self.body
        if self.guard.owners is not None and isinstance(paths, list):
            self.guard.owners.sent(self.browser, *(path for path in paths if isinstance(path, str)))
        return self.body


def browser_of(scope: Scope) -> str:
    """The token of the browser that asks; empty where it has none that was given here."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                kept = SimpleCookie(value.decode("latin-1")).get(VISIT)
            except CookieError:
                continue
            if kept and TOKEN.match(kept.value):
                return kept.value
    return ""
