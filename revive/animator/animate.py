"""Make the frames of one head or of several: pose, draw and refine every row of the motion, a few of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import numpy as np

from revive.animator.draw import Renderer, Texture
from revive.animator.network import WEIGHTS
from revive.animator.occluder import Occluder, find_occluder
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.rig import Rig, build_rig
from revive.animator.territory import territories
from revive.core.cores import cores
from revive.core.parallel import AHEAD, in_order
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait


@dataclass(frozen=True)
class Performer:
    """One head that moves.

    Attributes
    ----------
    portrait : the photograph; its chosen face is the one that moves
    motion : what it does
    weights : of the generators that refine mouth and eyes; None leaves the frames unrefined
    rig : of the portrait, if it was built before
    """

    portrait: Portrait
    motion: Motion = field(repr=False)
    weights: Path | None = WEIGHTS
    rig: Rig | None = field(default=None, repr=False)


def animate(
    portrait: Portrait, motion: Motion, *, weights: Path | None = WEIGHTS, rig: Rig | None = None,
    threads: int | None = None,
) -> Iterator[np.ndarray]:  # fmt: skip
    """The frames of the motion, one after another, each (H, W, 3) uint8 RGB of the portrait's own size.

    The array is reused for a later frame; copy it to keep it. Memory does not grow with the motion's length.

    weights, rig : as in `Performer`
    threads : how many frames are drawn at once; None for one on every core. The frames are the same to the bit.
    """
    return animate_together([Performer(portrait, motion, weights, rig)], threads=threads)


def animate_together(performers: Sequence[Performer], *, threads: int | None = None) -> Iterator[np.ndarray]:
    """The frames in which several heads of one photograph move, as `animate` gives them.

    performers : of portraits that differ in the chosen face and in nothing else, such as those of `bring_all_to_rest`;
        their motions are equally long. Faces that are not among them stay still.
    """
    import cv2

    cv2.setNumThreads(1)  # the cores have frames to draw; OpenCV's own threads would only wait beside them
    photograph, frames = performers[0].portrait, len(performers[0].motion)
    shares: list[np.ndarray | None] = [None]
    if len(photograph.faces) > 1:
        every = territories([face.landmarks for face in photograph.faces], photograph.image.shape[:2])
        shares = [every[performer.portrait.chosen] for performer in performers]
    image, rigs, occluders = photograph.image, [], []
    for performer, share in zip(performers, shares, strict=True):
        rigs.append(performer.rig or build_rig(performer.portrait))
        if share is not None:
            rigs[-1] = rigs[-1].within(share)
        occluders.append(find_occluder(image, rigs[-1], share))
        image = image if occluders[-1] is None else occluders[-1].behind
    texture = Texture(image)
    heads = [
        _Head(performer, rig, occluder, image)
        for performer, rig, occluder in zip(performers, rigs, occluders, strict=True)
    ]
    first = _Picture(
        image, [Renderer(image, rig, share=share, photograph=texture) for rig, share in zip(rigs, shares, strict=True)]
    )
    threads = max(1, min(threads or cores(), frames))
    free: SimpleQueue[_Picture] = SimpleQueue()
    for each in (first, *(first.another() for _ in range(min(threads + AHEAD, frames - 1)))):
        free.put(each)

    def draw(t: int) -> _Picture:
        picture = free.get()
        for head, renderer in zip(heads, picture.renderers, strict=True):
            head.draw(t, renderer)
        picture.join()
        return picture

    for drawn in in_order(draw, range(frames), threads=threads):
        yield drawn.frame
        free.put(drawn)


class _Head:
    """What is worked out once for one performer."""

    def __init__(self, performer: Performer, rig: Rig, occluder: Occluder | None, image: np.ndarray) -> None:
        self._motion, self._occluder, self._poser = performer.motion, occluder, Poser(rig)
        self._refiner = Refiner(image, rig, weights=performer.weights) if performer.weights else None

    def draw(self, t: int, renderer: Renderer) -> None:
        """Draw row `t` of the motion."""
        motion = self._motion
        posed = self._poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        renderer.draw(posed)
        if self._refiner is not None:
            self._refiner.finish(renderer, posed)
        if self._occluder is not None:
            self._occluder.lay(renderer.frame, posed)


class _Picture:
    """A frame and the renderers of its heads: of a single one the frame is the renderer's own."""

    def __init__(self, image: np.ndarray, renderers: list[Renderer]) -> None:
        self.renderers = renderers
        self.frame = renderers[0].frame if len(renderers) == 1 else image.copy()

    def another(self) -> _Picture:
        """One that can be drawn at the same time."""
        return _Picture(self.frame, [renderer.another() for renderer in self.renderers])

    def join(self) -> None:
        """Put what each head moves into the frame."""
        if len(self.renderers) > 1:
            for renderer in self.renderers:
                renderer.join(self.frame)
