"""One answer on its way out: what the browser is told to do with it, and nothing of this computer in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.types import Message, Scope, Send

from revive.app.server.checked_request import Asked
from revive.app.server.file_access import VISIT
from revive.app.server.routes import Use

if TYPE_CHECKING:
    from revive.app.server.security import Guard

# Gradio's page needs inline scripts and styles, blobs for recordings and workers
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'{frames}; form-action 'self';"
    " object-src 'none'; base-uri 'self'"
)
SPACE_FRAMES = " https://huggingface.co https://*.huggingface.co"
CARDS = re.compile(rb"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")  # previews for social networks


class Answer:
    """One answer on its way out: headers added, the page with `first` and without cards, no path in it."""

    def __init__(self, guard: Guard, send: Send, asked: Asked | None):
        self.guard, self.send = guard, send
        use = asked.route.use if asked else None
        self.static, self.file, self.event = use is Use.STATIC, use is Use.FILE, use is Use.EVENT
        self.key: tuple | None = None
        self.cookies: list[bytes] = []
        if asked and asked.fresh and use not in (Use.HEALTH, Use.STATIC, Use.STARTUP):
            self.cookies.append(cookie(VISIT, asked.token, asked.scope, framed=guard.framed))
        self.start: Message | None = None  # held back until the whole answer is known
        self.body: list[bytes] = []
        self.misread: list[str] = []  # what Gradio could not make of the event's values

    async def __call__(self, message: Message) -> None:
        """What the page says."""
        if message["type"] == "http.response.start":
            kinds = [value for name, value in message.get("headers", ()) if name.lower() == b"content-type"]
            kind = kinds[0] if kinds else b""
            self.page = kind.startswith(b"text/html")
            self.streamed = kind.startswith(b"text/event-stream")
            if not (self.static or self.file or self.streamed):
                self.start = message
                return
        elif self.start is not None:
            self.body.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = self.guard.visitors.hide(b"".join(self.body))
            if self.page and self.key:
                body = CARDS.sub(b"", body).replace(b"<head>", b"<head>" + self.guard.first, 1)
            # Gradio answers 500 to values that it cannot read and to what a handler refuses, as if the fault were ours
            theirs = self.misread or (self.event and body.startswith(b'{"error":"'))
            status = 400 if theirs and self.start["status"] == 500 else self.start["status"]
            start = {**self.start, "status": status, "headers": [
                *(pair for pair in self.start.get("headers", ()) if pair[0].lower() != b"content-length"),
                (b"content-length", str(len(body)).encode()),
            ]}  # fmt: skip
            message, self.start = {"type": "http.response.body", "body": body}, None
            if self.key:
                self.guard.kept.keep(self.key, start, message)
            await self.last(start)
        elif self.streamed:
            message = {**message, "body": self.guard.visitors.hide(message.get("body", b""))}
        await self.last(message)

    async def last(self, message: Message) -> None:
        """What goes out, with what every answer carries."""
        if message["type"] == "http.response.start":
            own = (b"set-cookie", b"access-control-", *((b"cache-control",) if not self.static else ()))
            headers = [
                *(pair for pair in message.get("headers", ()) if not pair[0].lower().startswith(own)),
                *self.guard.policy, *((b"set-cookie", cookie) for cookie in self.cookies),
            ]  # fmt: skip
            if not self.static:
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await self.send(message)


def cookie(name: str, token: str, scope: Scope, *, framed: bool) -> bytes:
    """The header that gives a browser a token; `framed` where the page is shown within a page of somebody else."""
    # Lax: sent where somebody follows a link to the page, never with what another website sends
    where = "SameSite=None; Secure; Partitioned" if framed else (
        "SameSite=Lax" + "; Secure" * (scope["scheme"] == "https")
    )  # fmt: skip
    return f"{name}={token}; Path=/; HttpOnly; {where}".encode()
