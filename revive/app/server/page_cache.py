"""A cache for the page: Gradio copies its whole description for every visitor, which takes a sixth of a second.

It is the same for everyone who asks for the same address. What is a visitor's own comes later, and whether somebody may
see the page is checked before.
"""

from __future__ import annotations

import time
from collections import OrderedDict

from starlette.types import Message, Scope

PATHS = ("/", "/config")
SECONDS = 60.0
MOST = 16  # drawn for different addresses
_KEY_HEADERS = (b"host", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix", b"x-direct-url", b"accept")


class PageCache:
    """The last responses to PATHS, without what was for one browser alone."""

    def __init__(self):
        self._entries: OrderedDict[tuple, tuple[float, Message, Message]] = OrderedDict()

    def key(self, scope: Scope) -> tuple | None:
        """What requests with the same response have in common; None where the response may not be cached."""
        if scope["method"] != "GET" or scope["path"] not in PATHS or scope["query_string"]:
            return None
        headers = [(name, value) for name, value in scope["headers"] if name in _KEY_HEADERS]
        return (scope["path"], scope["scheme"], scope.get("root_path", ""), *headers)

    def get(self, key: tuple | None) -> tuple[Message, Message] | None:
        """The start and the body of the response, while it is fresh."""
        entry = self._entries.get(key) if key else None
        if entry is None or time.monotonic() - entry[0] > SECONDS:
            return None
        return entry[1:]

    def put(self, key: tuple, start: Message, body: Message) -> None:
        """Cache a response that succeeded and set no cookie of Gradio's."""
        if start["status"] == 200 and not any(name.lower() == b"set-cookie" for name, _ in start["headers"]):
            self._entries[key] = (time.monotonic(), start, body)
            while len(self._entries) > MOST:
                self._entries.popitem(last=False)
