"""The body of a request, read only as far as it may go."""

from __future__ import annotations

import asyncio
import time

from starlette.types import Message, Receive

LONGEST_PAUSE = 30.0  # seconds without a byte
GRACE = 60.0  # seconds before the pace counts
SLOWEST = 16_000  # bytes a second, averaged


class Refused(Exception):
    """A request that is refused, with its status and one sentence."""

    def __init__(self, sentence: str, status: int = 400):
        super().__init__(sentence)
        self.status = status


class TooLarge(Refused):
    """More was sent than is accepted."""

    def __init__(self):
        super().__init__("That is more than can be sent at once.", 413)


class TooSlow(Refused):
    """The body comes so slowly that it only blocks others."""

    def __init__(self):
        super().__init__("It came too slowly; please try again.", 408)


class Disconnected(Exception):
    """The sender closed the connection in the middle."""


class RequestBody:
    """The pieces of a request's body, as an asynchronous iterator.

    Parameters
    ----------
    most : bytes; more raises TooLarge
    """

    def __init__(self, receive: Receive, most: int):
        self.receive, self.most = receive, most
        self.read = 0  # bytes so far
        self._started = time.monotonic()

    async def __aiter__(self):
        """Bytes as they come.

        Raises
        ------
        TooLarge, TooSlow, Disconnected : see there
        """
        more = True
        while more:
            try:
                message = await asyncio.wait_for(self.receive(), LONGEST_PAUSE)
            except TimeoutError as error:
                raise TooSlow from error
            if message["type"] == "http.disconnect":
                raise Disconnected
            piece, more = message.get("body", b""), message.get("more_body", False)
            self.read += len(piece)
            if self.read > self.most:
                raise TooLarge
            taken = time.monotonic() - self._started
            if more and taken > GRACE and self.read < SLOWEST * taken:
                raise TooSlow
            yield piece

    async def whole(self) -> bytes:
        """Everything at once."""
        return b"".join([piece async for piece in self])


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives this body, then what comes after it."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
