"""Training data made on the spot: a drawn clip whose points are known, and a portrait."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.films import write_film

SIDE = 260
CLIP_FRAMES = 9


@pytest.fixture(scope="session")
def training_data(tmp_path_factory, smiling, hopper) -> Path:
    """A folder like the real one: talking/ with one tracked clip for learning and one held out, portraits/."""
    import cv2
    from PIL import Image

    from revive.animator.draw import Renderer
    from revive.animator.pose import Poser
    from revive.animator.rig import build_rig
    from revive.face.blendshapes import INDEX
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
def region_samples(training_data, tmp_path_factory) -> Path:
    """The folder of region samples of that data."""
    from revive.training.animator import clip_samples

    folder = tmp_path_factory.mktemp("work") / "lessons"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clip_samples, "SOURCES", 4)
        patch.setattr(clip_samples, "RUNS", 4)
        clip_samples.prepare_samples(training_data, folder, seed=1, say=lambda line: None)
    return folder


@pytest.fixture(scope="session")
def film():
    """film(path, frames, rate, codec, *options) -> path: see `write_film`."""
    return write_film
