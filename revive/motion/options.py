"""Options of a motion."""

from __future__ import annotations

from dataclasses import dataclass

from revive.direction.moments import Moment


@dataclass(frozen=True)
class MotionOptions:
    """How a speech is performed.

    Attributes
    ----------
    fps : frames a second, 5–60, whole or not
    seed : the same seed gives the same motion
    lips, head_motion, blink, expression : 0–2, independent amounts; 0 switches that part off exactly (see
        `make_gesture` and `act`)
    moments : what the face does one after another, where nobody speaks
    loop : the last frame passes into the first
    """

    fps: float = 25.0
    seed: int = 0
    lips: float = 1.0
    head_motion: float = 1.0
    blink: float = 1.0
    expression: float = 1.0
    moments: tuple[Moment, ...] = ()
    loop: bool = False
