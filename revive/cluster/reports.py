"""How far the clips are: an actor of Ray that keeps the latest report of each, until this computer asks for them."""

from __future__ import annotations

from revive.core.progress import Report

EVERY = 0.3  # seconds between two reports of a clip


class Reports:
    """The actor. It holds no more than one report of a clip, however seldom it is asked."""

    def __init__(self):
        self._latest: dict[int, Report] = {}

    def tell(self, number: int, report: Report) -> None:
        """The clip of this number is so far."""
        self._latest[number] = report

    def take(self) -> dict[int, Report]:
        """What was told since the last time: number of a clip -> its latest report."""
        latest, self._latest = self._latest, {}
        return latest
