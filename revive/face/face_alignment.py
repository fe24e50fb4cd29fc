"""The other face detector: face-alignment's 68 points (3DFAN-4, Bulat and Tzimiropoulos 2017), if it is installed.

Its detector (S3FD) finds small, dark and damaged faces that the packaged one misses. The mean mesh of 478 points is
fitted to the 68 points. Its weights are not packaged; they are used if the user has installed them, and nothing is
downloaded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import cast

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model, model_device
from revive.face.face import Face

# file -> its authors' download address; the file name contains the start of its SHA-256
FILES = ("3DFAN4-7835d9f11d.pth.tar", "s3fd-619a316812.pth")
SOURCE = "https://www.adrianbulat.com/downloads/python-fan/"
# the mesh point at each of the 68: jaw, brows, nose, eyes, lips
MESH_POINTS = (
    162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389, 71, 63, 105, 66, 107, 336, 296,
    334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305, 33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380, 61,
    39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87,
)  # fmt: skip


def find_faces_by_alignment(image: np.ndarray) -> tuple[Face, ...]:
    """All faces of an (H, W, 3) uint8 RGB image, the largest first.

    Raises
    ------
    UserError : the weights are missing, or do not match the checksum in their name
    """
    # a list of (68, 3), None where there is no face
    found = cast("list[np.ndarray] | None", _aligner().get_landmarks_from_image(np.ascontiguousarray(image))) or []
    faces = [fit_mesh(points[:, :2].astype(np.float64)) for points in found]
    return tuple(sorted(faces, key=lambda face: face.box[2] - face.box[0], reverse=True))


def fit_mesh(points: np.ndarray) -> Face:
    """Fit the mean mesh to 68 points (68, 2): rotated and scaled rigidly, then deformed to pass through them.

    The blendshape scores of such a face are unknown and set to 0.
    """
    from scipy.interpolate import RBFInterpolator

    from revive.face.expression_basis import expression_basis

    mean = expression_basis()["mean"]
    anchors = mean[list(MESH_POINTS)]
    scale, rotation, shift = _scaled_orthographic(anchors, points)
    mesh = scale * mean @ rotation.T
    mesh[:, :2] += shift
    missing = points - mesh[list(MESH_POINTS), :2]
    bend = RBFInterpolator(mesh[list(MESH_POINTS), :2], missing, smoothing=1.0, kernel="thin_plate_spline")
    mesh[:, :2] += bend(mesh[:, :2])
    low, high = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    box = int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))
    turn = float(np.degrees(np.arccos(np.clip(rotation[2, 2], -1, 1))))
    return Face(box, mesh.astype(np.float32), np.zeros(52, np.float32), turn)


def _scaled_orthographic(solid: np.ndarray, flat: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Scale, rotation (3, 3) and shift (2,) that show a solid (N, 3) at the flat points (N, 2) best."""
    centre, shift = solid.mean(axis=0), flat.mean(axis=0)
    rows = np.linalg.lstsq(solid - centre, flat - shift, rcond=None)[0].T
    u, singular, v = np.linalg.svd(rows, full_matrices=False)
    first, second = u @ v
    rotation = np.stack([first, second, np.cross(first, second)])
    scale = float(singular.mean())
    return scale, rotation, shift - scale * rotation[:2] @ centre


@cached_model()
def _aligner():
    import torch
    from face_alignment import FaceAlignment, LandmarksType

    folder = Path(torch.hub.get_dir()) / "checkpoints"
    for name in FILES:
        _check_file(folder / name)
    # 2.5-D: the depth network of the 3-D type is a pickle, which is never loaded
    return FaceAlignment(
        LandmarksType.TWO_HALF_D,
        device=model_device(),
        compile=False,
        face_detector_kwargs={"path_to_detector": str(folder / FILES[1])},
    )


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise UserError(
            "The face detector face-alignment needs the file {file} in the folder {parent}; put it there (from"
            " {source}{file}) or choose mediapipe as the face detector.",
            file=path.name,
            parent=path.parent,
            source=SOURCE,
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not digest.startswith(path.name.split("-")[1].split(".")[0]):
        raise UserError(
            "The file {file} is damaged or is another file; please fetch it again from {source}{file}.",
            file=path.name,
            source=SOURCE,
        )
