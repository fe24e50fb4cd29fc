"""Make the frames: pose, draw and refine every row of the motion, several of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.network import WEIGHTS
from revive.animator.occluder import find_occluder
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.rig import Rig, build_rig
from revive.core.cores import cores
from revive.core.parallel import AHEAD, in_order
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait


def animate(
    portrait: Portrait, motion: Motion, *, weights: Path | None = WEIGHTS, rig: Rig | None = None,
    threads: int | None = None,
) -> Iterator[np.ndarray]:  # fmt: skip
    """The frames of the motion, one after another, each (H, W, 3) uint8 RGB of the portrait's own size.

    The array is reused for a later frame; copy it to keep it. Memory does not grow with the motion's length.

    weights : of the generators that refine mouth and eyes; None leaves the frames unrefined
    rig : of the portrait, if it was built before
    threads : how many frames are drawn at once; None for one on every core. The frames are the same to the bit.
    """
    import cv2

    cv2.setNumThreads(1)  # the cores have frames to draw; OpenCV's own threads would only wait beside them
    rig = rig or build_rig(portrait)
    occluder = find_occluder(portrait.image, rig)
    image = portrait.image if occluder is None else occluder.behind
    poser, refiner = Poser(rig), Refiner(image, rig, weights=weights) if weights else None
    threads = max(1, min(threads or cores(), len(motion)))
    renderer = Renderer(image, rig)
    free: SimpleQueue[Renderer] = SimpleQueue()
    for each in (renderer, *(renderer.another() for _ in range(min(threads + AHEAD, len(motion) - 1)))):
        free.put(each)

    def draw(t: int) -> Renderer:
        renderer = free.get()
        posed = poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        renderer.draw(posed)
        if refiner is not None:
            refiner.finish(renderer, posed)
        if occluder is not None:
            occluder.lay(renderer.frame, posed)
        return renderer

    for drawn in in_order(draw, range(len(motion)), threads=threads):
        yield drawn.frame
        free.put(drawn)
