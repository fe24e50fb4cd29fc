"""One response on its way out: with the headers that protect the browser, and without any path of this computer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.types import Message, Scope, Send

from revive.app.server.checked_request import CheckedRequest
from revive.app.server.file_access import VISIT_COOKIE, FileAccess
from revive.app.server.page_cache import PageCache
from revive.app.server.routes import Purpose

# Gradio's page needs inline scripts and styles, blobs for recordings and workers
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'{frames}; form-action 'self';"
    " object-src 'none'; base-uri 'self'"
)
SPACE_FRAMES = " https://huggingface.co https://*.huggingface.co"
CARDS = re.compile(rb"\s*<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>")  # previews for social networks


@dataclass(frozen=True)
class ResponseRules:
    """What every response is filtered by.

    Attributes
    ----------
    files : knows the paths that must not be seen
    cache : keeps the page for a moment
    head : HTML that is put first into the page's head
    framed : the page is shown within a page of Hugging Face, as every Space is
    keep_days : days for which the browser keeps its cookie; 0 for until it is closed
    """

    files: FileAccess
    cache: PageCache
    head: bytes = b""
    framed: bool = False
    keep_days: int = 0

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers of every response."""
        return [
            (b"content-security-policy", POLICY.format(frames=SPACE_FRAMES if self.framed else "").encode()),
            (b"referrer-policy", b"same-origin"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]


class FilteredResponse:
    """An ASGI `send` that filters one response: headers added, the page with `rules.head` and no cards, no path in it.

    Attributes
    ----------
    key : under which the page is kept in the cache; None where it is not
    cookies : headers that set a cookie
    unreadable_values : what Gradio could not read of the event's values
    """

    def __init__(self, rules: ResponseRules, send: Send, request: CheckedRequest | None):
        self.rules, self.send = rules, send
        use = request.route.use if request else None
        self.static, self.file, self.event = use is Purpose.STATIC, use is Purpose.FILE, use is Purpose.EVENT
        self.page = self.streamed = False
        self.key: tuple | None = None
        self.cookies: list[bytes] = []
        new = request and request.is_new and use not in (Purpose.HEALTH, Purpose.STATIC, Purpose.STARTUP)
        again = request and rules.keep_days and use is Purpose.PAGE and not request.by_program
        if request and (new or again):  # again: the days begin anew
            self.cookies.append(
                cookie(VISIT_COOKIE, request.token, request.scope, framed=rules.framed, days=rules.keep_days)
            )
        self.start: Message | None = None  # held back until the whole response is known
        self.body: list[bytes] = []
        self.unreadable_values: list[str] = []

    async def __call__(self, message: Message) -> None:
        """Take a message of the page's response."""
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
            body = self.rules.files.hide_paths(b"".join(self.body))
            if self.page and self.key:
                body = CARDS.sub(b"", body).replace(b"<head>", b"<head>" + self.rules.head, 1)
            # Gradio answers 500 to values that it cannot read and to what a handler refuses, as if the fault were ours
            theirs = self.unreadable_values or (self.event and body.startswith(b'{"error":"'))
            status = 400 if theirs and self.start["status"] == 500 else self.start["status"]
            start = {**self.start, "status": status, "headers": [
                *(pair for pair in self.start.get("headers", ()) if pair[0].lower() != b"content-length"),
                (b"content-length", str(len(body)).encode()),
            ]}  # fmt: skip
            message, self.start = {"type": "http.response.body", "body": body}, None
            if self.key:
                self.rules.cache.put(self.key, start, message)
            await self.send_filtered(start)
        elif self.streamed:
            message = {**message, "body": self.rules.files.hide_paths(message.get("body", b""))}
        await self.send_filtered(message)

    async def send_filtered(self, message: Message) -> None:
        """Send a message, with the headers that every response has."""
        if message["type"] == "http.response.start":
            own = (b"set-cookie", b"access-control-", *((b"cache-control",) if not self.static else ()))
            headers = [
                *(pair for pair in message.get("headers", ()) if not pair[0].lower().startswith(own)),
                *self.rules.headers, *((b"set-cookie", cookie) for cookie in self.cookies),
            ]  # fmt: skip
            if not self.static:
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await self.send(message)


def cookie(name: str, token: str, scope: Scope, *, framed: bool, days: int = 0) -> bytes:
    """The header that gives a browser a token.

    Parameters
    ----------
    framed : the page is shown within another website's page
    days : for which the browser keeps it; 0 for until it is closed
    """
    # Lax: sent where somebody follows a link to the page, never with what another website sends
    where = "SameSite=None; Secure; Partitioned" if framed else (
        "SameSite=Lax" + "; Secure" * (scope["scheme"] == "https")
    )  # fmt: skip
    lasting = f"; Max-Age={days * 86400}" * (days > 0)
    return f"{name}={token}; Path=/; HttpOnly{lasting}; {where}".encode()
