"""A guard at the door: the browser is told to load nothing from outside, and the page names no foreign address.

It also puts the page's own first script before all others: what Gradio's `head=` adds comes too late for the language.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page needs inline scripts and styles, blobs for recordings and workers
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'; form-action 'self';"
    " object-src 'none'; base-uri 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
CARDS = re.compile(rb"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")  # previews for social networks


class Guard:
    """ASGI middleware: adds HEADERS to every answer; in the page it puts `first` first and leaves the cards out."""

    def __init__(self, app: ASGIApp, first: str = ""):
        self.app = app
        self.first = first.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        page = b""

        async def guarded(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
                kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
                encoded = any(name.lower() == b"content-encoding" for name, _ in message["headers"])
                if kinds and kinds[0].startswith(b"text/html") and not encoded:
                    start = message  # held back until the length of the page is known
                    return
            elif start is not None:
                page += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = CARDS.sub(b"", page).replace(b"<head>", b"<head>" + self.first, 1)
                others = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
                await send({**start, "headers": [*others, (b"content-length", str(len(body)).encode())]})
                message = {"type": "http.response.body", "body": body}
                start = None
            await send(message)

        await self.app(scope, receive, guarded)
