"""Temporary: replaced by the branch that draws several faces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator.animate import animate
from revive.animator.network import WEIGHTS
from revive.animator.resting_face import bring_to_rest
from revive.animator.rig import Rig
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait


@dataclass(frozen=True)
class Performer:
    portrait: Portrait
    motion: Motion
    weights: Path | None = WEIGHTS
    rig: Rig | None = None


def animate_together(performers: Sequence[Performer], *, threads=None) -> Iterator[np.ndarray]:
    first = performers[0]
    return animate(first.portrait, first.motion, weights=first.weights, rig=first.rig)


def bring_all_to_rest(portraits) -> tuple[Portrait, ...]:
    return (bring_to_rest(portraits[0]), *portraits[1:])
