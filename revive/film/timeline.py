"""When each scene is shown: whole frames, each scene overlapping the one before by its cross-fade."""

from __future__ import annotations

from dataclasses import dataclass

from revive.film.story import Story

FADE_OUT = 1.5  # seconds in which the film ends in black


@dataclass(frozen=True)
class Span:
    """The frames of one scene: the first `crossing` pass into it from the scene before, or from black."""

    start: int
    frames: int
    crossing: int

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + self.frames


def crossings(story: Story) -> tuple[int, ...]:
    """Frames of the transition into each scene, and of the fade at the end of the film."""
    into = [round(scene.transition * story.fps) for scene in story.scenes]
    return (*into, round(FADE_OUT * story.fps))


class Timeline:
    """Puts scenes one after another; a transition is never longer than a third of either scene."""

    def __init__(self):
        self.spans: list[Span] = []

    @property
    def frames(self) -> int:
        """Of all scenes so far."""
        return self.spans[-1].end if self.spans else 0

    def add(self, frames: int, crossing: int) -> Span:
        """The span of the next scene."""
        before = self.spans[-1].frames if self.spans else frames
        crossing = min(crossing, frames // 3, before // 3)
        start = self.frames - crossing if self.spans else 0
        self.spans.append(Span(start, frames, crossing))
        return self.spans[-1]
