"""The stream of frames: the photograph drawn through the moving mesh, eyeballs behind the lids, teeth behind the lips.

Warping one photograph by a face mesh follows Averbuch-Elor et al. 2017, "Bringing portraits to life".
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from revive.animator.eyes import draw_eye, find_eyes
from revive.animator.mouth import draw_mouth, find_mouth
from revive.animator.pose import Poser
from revive.animator.rig import build_rig
from revive.motion.motion import Motion
from revive.portrait.portrait import Portrait

FINER = 2  # the photograph is sampled from a copy this many times as large


def animate(portrait: Portrait, motion: Motion) -> Iterator[np.ndarray]:
    """The frames of the motion, one after another, each (H, W, 3) uint8 RGB of the portrait's own size.

    The array is used again for the next frame: copy what is to be kept. Memory stays the same however long the
    motion is.
    """
    import cv2

    from revive.animator.raster import draw_map

    rig = build_rig(portrait)
    poser = Poser(rig)
    mouth = find_mouth(portrait.image, rig)
    eyes = find_eyes(portrait.image, rig)
    left, top, right, bottom = rig.frame
    origin = np.array([left, top], np.float32)
    frame = portrait.image.copy()
    window = frame[top:bottom, left:right]
    finer = _finer(portrait.image)
    # for each pixel of the window, the point of `finer` that it shows; the mesh's rim stays, so what lies outside it
    # needs to be written but once
    sampled = FINER * np.stack(np.meshgrid(np.arange(left, right), np.arange(top, bottom)), axis=-1).astype(np.float32)
    for t in range(len(motion)):
        posed = poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        draw_map(posed.points - origin, FINER * posed.texture, rig.triangles, sampled)
        cv2.remap(finer, sampled, None, cv2.INTER_LINEAR, dst=window, borderMode=cv2.BORDER_REPLICATE)
        for eye in eyes:
            draw_eye(window, eye, posed, motion.scores[t], rig, origin)
        draw_mouth(window, mouth, posed, rig, origin)
        yield frame


def _finer(image: np.ndarray) -> np.ndarray:
    """The image `FINER` times as large, its own pixels kept at every second place.

    Bilinear sampling of it is as sharp as a bicubic one of the photograph, and several times as fast.
    """
    import cv2

    height, width = image.shape[:2]
    smaller = np.float32([[1 / FINER, 0, 0], [0, 1 / FINER, 0]])
    flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(image, smaller, (FINER * width, FINER * height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
