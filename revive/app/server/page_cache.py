"""The page as it was drawn a moment ago: Gradio copies its whole description afresh for everybody, a sixth of a second.

It is the same for everyone who asks for the same address; what is one visitor's own comes later, and whether somebody
may see it is asked before.
"""

from __future__ import annotations

import time
from collections import OrderedDict

from starlette.types import Message, Scope

PATHS = ("/", "/config")
SECONDS = 60.0
MOST = 16  # drawn for different addresses
_TELLING = (b"host", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix", b"x-direct-url", b"accept")


class KeptPage:
    """The last answers to PATHS, without what was for one browser alone."""

    def __init__(self):
        self._kept: OrderedDict[tuple, tuple[float, Message, Message]] = OrderedDict()

    def key(self, scope: Scope) -> tuple | None:
        """What answers may be the same for; None where this one may not be kept."""
        if scope["method"] != "GET" or scope["path"] not in PATHS or scope["query_string"]:
            return None
        headers = [(name, value) for name, value in scope["headers"] if name in _TELLING]
        return (scope["path"], scope["scheme"], scope.get("root_path", ""), *headers)

    def get(self, key: tuple | None) -> tuple[Message, Message] | None:
        """The start and the body of the answer, while it is fresh."""
        found = self._kept.get(key)
        if found is None or time.monotonic() - found[0] > SECONDS:
            return None
        return found[1:]

    def keep(self, key: tuple, start: Message, body: Message) -> None:
        """Keep an answer that went well and gave no cookie of Gradio's."""
        if start["status"] == 200 and not any(name.lower() == b"set-cookie" for name, _ in start["headers"]):
            self._kept[key] = (time.monotonic(), start, body)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
