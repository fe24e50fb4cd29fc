"""Every address that is open, and what it is for. What is not written here is answered with 404, whoever asks.

Gradio offers far more than the page uses (components' own servers, a proxy, deep links, recordings, profiling); each is
a way in that would have to be watched. A test compares this list with the routes that Gradio has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

API = "/gradio_api"


class Use(Enum):
    """What a request to an address is, and so how it is treated."""

    PAGE = "the page itself, a description of it"
    STATIC = "Gradio's own files, the same for everybody and no secret"
    STREAM = "news of a visitor's events"
    EVENT = "an event with its data"
    FILE = "a visitor's file"
    UPLOAD = "files that are brought"
    PROGRESS = "how far an upload is"
    MCP = "the endpoints for programs by another protocol"
    LOGIN = "the password"
    LOGOUT = "its end"
    HEALTH = "asked by programs that watch over the page"
    STARTUP = "asked by Gradio once, of itself"


@dataclass(frozen=True)
class Route:
    """An open address: methods, the whole path as a pattern, what it is for, and whether `--api` opens it."""

    methods: tuple[str, ...]
    path: re.Pattern
    use: Use
    api: bool = False


def _route(methods: str, path: str, use: Use, *, api: bool = False) -> Route:
    return Route(tuple(methods.split()), re.compile(path, re.DOTALL), use, api)


OPEN = (
    _route("GET HEAD", r"/", Use.PAGE),
    _route("GET", r"/config/?", Use.PAGE),
    _route("GET", rf"{API}/info/?", Use.PAGE, api=True),
    _route("GET HEAD", r"/(?:assets|static|svelte)/.+", Use.STATIC),
    _route("GET HEAD", r"/pwa_icon(?:/\d+)?|/favicon\.ico|/robots\.txt|/theme\.css|/manifest\.json", Use.STATIC),
    _route("GET", rf"{API}/theme\.css", Use.STATIC),
    _route("GET", rf"{API}/startup-events", Use.STARTUP),
    _route("POST", rf"{API}/queue/join/?", Use.EVENT),
    _route("POST", rf"{API}/run/(?P<name>[\w-]+)/?", Use.EVENT),
    _route("POST", rf"{API}/call/(?:v2/)?(?P<name>[\w-]+)/?", Use.EVENT, api=True),
    _route("POST", rf"{API}/(?:cancel|reset)/?", Use.EVENT),
    _route("GET", rf"{API}/queue/data", Use.STREAM),
    _route("GET", rf"{API}/heartbeat/(?P<session>[\w-]+)", Use.STREAM),
    _route("GET", rf"{API}/call/(?:v2/)?[\w-]+/(?P<event>[0-9a-f]{{32}})", Use.STREAM, api=True),
    _route("GET HEAD", rf"{API}/file=(?P<file>.*)", Use.FILE),
    _route("POST", rf"{API}/upload/?", Use.UPLOAD),
    _route("GET", rf"{API}/upload_progress", Use.PROGRESS),
    _route("GET POST DELETE", rf"{API}/mcp(?:/.*)?", Use.MCP, api=True),
    _route("GET POST", r"/login/?", Use.LOGIN),
    _route("GET POST", r"/logout/?", Use.LOGOUT),
    _route("GET HEAD", r"/healthz|/readyz", Use.HEALTH),
)
WITHOUT_LOGIN = (Use.STATIC, Use.LOGIN, Use.LOGOUT, Use.HEALTH, Use.STARTUP)


def find(method: str, path: str, *, api: bool) -> tuple[Route, re.Match] | None:
    """The open address that is asked, and what its pattern found; None where there is none."""
    for route in OPEN:
        if method in route.methods and (api or not route.api) and (found := route.path.fullmatch(path)):
            return route, found
    return None
