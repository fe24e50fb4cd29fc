"""The stream of frames: every row of the motion posed and drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from revive.animator.draw import Drawer
from revive.animator.pose import Poser
from revive.animator.rig import build_rig
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait


def animate(portrait: Portrait, motion: Motion) -> Iterator[np.ndarray]:
    """The frames of the motion, one after another, each (H, W, 3) uint8 RGB of the portrait's own size.

    The array is used again for the next frame: copy what is to be kept. Memory stays the same however long the
    motion is.
    """
    rig = build_rig(portrait)
    poser, drawer = Poser(rig), Drawer(portrait.image, rig)
    for t in range(len(motion)):
        posed = poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        yield drawer.draw(posed)
