"""Moving pictures without sound, GIF and animated WebP: how large and how fast they sensibly are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A kind of moving picture.

    Attributes
    ----------
    name : as people call it
    side : pixels of the longest side, at most
    fps : frames a second, at most
    tick : seconds; a frame lasts a whole number of them
    """

    name: str
    side: int
    fps: float
    tick: float

    def rate(self, fps: float) -> float:
        """Frames a second, as near to `fps` as this kind can, and at most its own."""
        ticks = max(round(1 / (min(fps, self.fps) * self.tick)), 1)
        return 1 / (ticks * self.tick)


PICTURES = {  # ending -> kind; messengers accept these sizes
    ".gif": Picture("GIF", 440, 12.5, 0.01),
    ".webp": Picture("WebP", 640, 25.0, 0.001),
}
