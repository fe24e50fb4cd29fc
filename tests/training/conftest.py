"""Training data made on the spot: a drawn clip whose points are known, and a portrait; and a family film.

The film is a photograph rendered in motion, its mouth's inside in a colour that no generator can know.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

SIDE = 260
CLIP_FRAMES = 9
FRAMES, RATE = 108, 15
BLURRED = slice(60, 66)  # frames


@pytest.fixture(scope="session")
def training_data(tmp_path_factory, smiling, hopper) -> Path:
    """A folder like the real one: talking/ with one tracked clip for learning and one held out, portraits/."""
    import cv2
    from PIL import Image

    from revive.animator.draw import Renderer
    from revive.animator.pose import Poser
    from revive.animator.rig import build_rig
    from revive.face.blendshapes import (
        INDEX,
    )
    from revive.portrait import make_portrait

    data = tmp_path_factory.mktemp("data")
    (data / "portraits" / "images").mkdir(parents=True)
    close = data / "portraits" / "images" / "collins.jpg"
    with Image.open(smiling) as picture:
        picture.crop((110, 0, 370, 300)).resize((226, 260)).save(close)
    index = []
    for name, photo in (("clip90", close), ("clip20", hopper)):
        folder = data / "talking" / name
        folder.mkdir(parents=True)
        portrait = make_portrait(photo, size=SIDE)
        rig = build_rig(portrait)
        poser, drawer = Poser(rig), Renderer(portrait.image, rig)
        points, scores = [], np.zeros((CLIP_FRAMES, 52), np.float32)
        for t in range(CLIP_FRAMES):
            scores[t, INDEX["jawOpen"]] = 0.25 * (1 - np.cos(2 * np.pi * t / CLIP_FRAMES))
            scores[t, [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]] = t == 4
            posed = poser.pose(scores[t], 0.0, np.array([0, t / 3, t / 2]), np.zeros(2), 0.0)
            cv2.imwrite(str(folder / f"{t:05d}.jpg"), drawer.draw(posed)[..., ::-1])
            points.append(np.column_stack([posed.points[:478], portrait.face.landmarks[:, 2]]))
        np.savez(
            folder / "tracks.npz", landmarks=np.array(points, np.float32), blendshapes=scores,
            valid=np.ones(CLIP_FRAMES, bool), frames=np.arange(CLIP_FRAMES), fps=25.0,
        )  # fmt: skip
        index.append({"clip": name})
    (data / "talking" / "index.json").write_text(json.dumps(index))
    return data


@pytest.fixture(scope="session")
def drawn_lessons(training_data, tmp_path_factory) -> Path:
    """The lessons of that data."""
    from revive.training import lessons

    folder = tmp_path_factory.mktemp("work") / "lessons"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lessons, "SOURCES", 4)
        patch.setattr(lessons, "RUNS", 4)
        lessons.prepare_lessons(training_data, folder, seed=1, say=lambda line: None)
    return folder


@pytest.fixture(scope="session")
def film():
    """film(path, frames, rate, codec, *options) -> path: the frames (H, W, 3) as a film without sound."""
    from revive.media import ffmpeg

    def write(path: Path, frames: list[np.ndarray], rate: float, codec: str, *options: str) -> Path:
        height, width = frames[0].shape[:2]
        command = [
            ffmpeg.binary(), "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}",
            "-r", str(rate), "-i", "pipe:0", "-c:v", codec, *options, str(path),
        ]  # fmt: skip
        subprocess.run(command, input=b"".join(frame.tobytes() for frame in frames), check=True)
        return path

    return write


@pytest.fixture(scope="session")
def family_film(hopper, film, tmp_path_factory) -> Path:
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
    return film(path, frames, RATE, "libx264", "-crf", "10", "-pix_fmt", "yuv420p")


def _speaking():
    from revive.face.blendshapes import (
        INDEX,
    )
    from revive.motion.motion import (
        Motion,
    )

    t = np.arange(FRAMES) / RATE
    scores = np.zeros((FRAMES, 52), np.float32)
    scores[:, INDEX["jawOpen"]] = 0.28 * (1 - np.cos(2 * np.pi * 1.3 * t))
    scores[:, INDEX["mouthSmileLeft"]] = scores[:, INDEX["mouthSmileRight"]] = 0.25 * (1 + np.sin(2 * np.pi * 0.31 * t))
    for side in ("Left", "Right"):
        scores[:, INDEX[f"eyeBlink{side}"]] = 0.5 * (1 - np.cos(2 * np.pi * 0.7 * t))
    rotation = np.column_stack([3 * np.sin(2 * np.pi * 0.23 * t), 6 * np.sin(2 * np.pi * 0.17 * t), np.zeros(FRAMES)])
    still = np.zeros(FRAMES, np.float32)
    return Motion(RATE, scores, still, rotation.astype(np.float32), np.zeros((FRAMES, 2), np.float32), still)
