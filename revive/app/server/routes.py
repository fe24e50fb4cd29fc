"""Every address that is open, and its purpose. Any other address is answered with 404.

Gradio offers far more than the page uses (components' own servers, a proxy, deep links, recordings, profiling), and
each of them could be attacked. A test compares this list with the routes that Gradio has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from revive.app.server.handover import TOKEN

API = "/gradio_api"


class Purpose(Enum):
    """What an address is for, and so how a request to it is treated."""

    PAGE = "the page itself, a description of it"
    STATIC = "Gradio's own files, the same for everybody and no secret"
    STREAM = "reports on a visitor's events"
    EVENT = "an event with its data"
    FILE = "a visitor's file"
    HANDOVER = "a clip that a visitor hands over to a telephone"
    UPLOAD = "files that are uploaded"
    PROGRESS = "how far an upload is"
    MCP = "the endpoints for programs by another protocol"
    LOGIN = "the password"
    LOGOUT = "the end of a login"
    HEALTH = "for monitoring"
    STARTUP = "called once by Gradio itself"


@dataclass(frozen=True)
class Route:
    """An open address: methods, the whole path as a pattern, its purpose, and whether only `--api` opens it."""

    methods: tuple[str, ...]
    path: re.Pattern
    use: Purpose
    api: bool = False


def _route(methods: str, path: str, use: Purpose, *, api: bool = False) -> Route:
    return Route(tuple(methods.split()), re.compile(path, re.DOTALL), use, api)


OPEN = (
    _route("GET HEAD", r"/", Purpose.PAGE),
    _route("GET", r"/config/?", Purpose.PAGE),
    _route("GET", rf"{API}/info/?", Purpose.PAGE, api=True),
    _route("GET HEAD", r"/(?:assets|static|svelte)/.+", Purpose.STATIC),
    _route("GET HEAD", r"/pwa_icon(?:/\d+)?|/favicon\.ico|/robots\.txt|/theme\.css|/manifest\.json", Purpose.STATIC),
    _route("GET", rf"{API}/theme\.css", Purpose.STATIC),
    _route("GET", rf"{API}/startup-events", Purpose.STARTUP),
    _route("POST", rf"{API}/queue/join/?", Purpose.EVENT),
    _route("POST", rf"{API}/run/(?P<name>[\w-]+)/?", Purpose.EVENT),
    _route("POST", rf"{API}/call/(?:v2/)?(?P<name>[\w-]+)/?", Purpose.EVENT, api=True),
    _route("POST", rf"{API}/(?:cancel|reset)/?", Purpose.EVENT),
    _route("GET", rf"{API}/queue/data", Purpose.STREAM),
    _route("GET", rf"{API}/heartbeat/(?P<session>[\w-]+)", Purpose.STREAM),
    _route("GET", rf"{API}/call/(?:v2/)?[\w-]+/(?P<event>[0-9a-f]{{32}})", Purpose.STREAM, api=True),
    _route("GET HEAD", rf"{API}/file=(?P<file>.*)", Purpose.FILE),
    _route("GET HEAD", rf"/take/(?P<token>{TOKEN})", Purpose.HANDOVER),
    _route("POST", rf"{API}/upload/?", Purpose.UPLOAD),
    _route("GET", rf"{API}/upload_progress", Purpose.PROGRESS),
    _route("GET POST DELETE", rf"{API}/mcp(?:/.*)?", Purpose.MCP, api=True),
    _route("GET POST", r"/login/?", Purpose.LOGIN),
    _route("GET POST", r"/logout/?", Purpose.LOGOUT),
    _route("GET HEAD", r"/healthz|/readyz", Purpose.HEALTH),
)
WITHOUT_LOGIN = (Purpose.STATIC, Purpose.HANDOVER, Purpose.LOGIN, Purpose.LOGOUT, Purpose.HEALTH, Purpose.STARTUP)


def find(method: str, path: str, *, api: bool) -> tuple[Route, re.Match] | None:
    """The open address of a request, and the match of its pattern; None where there is none."""
    for route in OPEN:
        if method in route.methods and (api or not route.api) and (found := route.path.fullmatch(path)):
            return route, found
    return None
