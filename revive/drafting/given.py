"""What the family said of a message to draft."""

from __future__ import annotations

from dataclasses import dataclass

from revive.drafting.request import Request


@dataclass(frozen=True)
class Given:
    """What the family said, and so may be said again.

    Attributes
    ----------
    request : what was asked for
    more : what letters of the person tell of the things asked for
    """

    request: Request
    more: str = ""

    @property
    def text(self) -> str:
        told = self.request
        return "\n".join((told.occasion, told.about, told.called, told.signed, self.more))
