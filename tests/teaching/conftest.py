"""A family film made on the spot: a photograph in motion, its mouth's inside in a colour that no generator can know."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.films import write_film

FRAMES, RATE = 108, 15
BLURRED = slice(60, 66)  # frames


@pytest.fixture(scope="session")
def family_film(hopper, tmp_path_factory) -> Path:
    """Seven seconds at 15 frames a second; six frames are blurred."""
    import cv2

    from revive.animator.animate import animate
    from revive.animator.pose import Poser
    from revive.animator.rig import build_rig
    from revive.face import mesh
    from revive.portrait import make_portrait

    portrait = make_portrait(hopper, size=400)
    motion = _speaking()
    poser = Poser(build_rig(portrait))
    frames = []
    for t, frame in enumerate(animate(portrait, motion, weights=None)):
        posed = poser.pose(
            motion.scores[t], motion.closure[t], motion.rotation[t], motion.translation[t], motion.breath[t]
        )
        picture = frame.copy()
        ring = np.round(posed.points[list(mesh.MOUTH_RING)]).astype(np.int32)
        cv2.fillPoly(picture, [ring], (60, 170, 190), cv2.LINE_AA)
        if t in range(FRAMES)[BLURRED]:
            picture = cv2.GaussianBlur(picture, (0, 0), 4)
        frames.append(picture)
    path = tmp_path_factory.mktemp("film") / "family.mp4"
    return write_film(path, frames, RATE, "libx264", "-crf", "10", "-pix_fmt", "yuv420p")


def _speaking():
    from revive.face.blendshapes import INDEX
    from revive.motion.motion import Motion

    t = np.arange(FRAMES) / RATE
    scores = np.zeros((FRAMES, 52), np.float32)
    scores[:, INDEX["jawOpen"]] = 0.28 * (1 - np.cos(2 * np.pi * 1.3 * t))
    scores[:, INDEX["mouthSmileLeft"]] = scores[:, INDEX["mouthSmileRight"]] = 0.25 * (1 + np.sin(2 * np.pi * 0.31 * t))
    for side in ("Left", "Right"):
        scores[:, INDEX[f"eyeBlink{side}"]] = 0.5 * (1 - np.cos(2 * np.pi * 0.7 * t))
    rotation = np.column_stack([3 * np.sin(2 * np.pi * 0.23 * t), 6 * np.sin(2 * np.pi * 0.17 * t), np.zeros(FRAMES)])
    still = np.zeros(FRAMES, np.float32)
    return Motion(RATE, scores, still, rotation.astype(np.float32), np.zeros((FRAMES, 2), np.float32), still)
