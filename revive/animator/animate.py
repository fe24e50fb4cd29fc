"""Make the frames: pose, draw and refine every row of the motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.network import WEIGHTS
from revive.animator.occluder import find_occluder
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.rig import Rig, build_rig
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait


def animate(
    portrait: Portrait, motion: Motion, *, weights: Path | None = WEIGHTS, rig: Rig | None = None
) -> Iterator[np.ndarray]:  # fmt: skip
    """The frames of the motion, one after another, each (H, W, 3) uint8 RGB of the portrait's own size.

    The array is reused for the next frame; copy it to keep it. Memory does not grow with the motion's length.

    weights : of the generators that refine mouth and eyes; None leaves the frames unrefined
    rig : of the portrait, if it was built before
    """
    rig = rig or build_rig(portrait)
    occluder = find_occluder(portrait.image, rig)
    image = portrait.image if occluder is None else occluder.behind
    poser, drawer = Poser(rig), Renderer(image, rig)
    finisher = Refiner(image, rig, weights=weights) if weights else None
    for t in range(len(motion)):
        posed = poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        drawer.draw(posed)
        if finisher is not None:
            finisher.finish(drawer, posed)
        if occluder is not None:
            occluder.lay(drawer.frame, posed)
        yield drawer.frame
