"""How old a face looks, by dlib's age estimator (dnn_age_predictor_v1); pictures of children are refused.

A face is refused only if it is more likely than not a child's. The model card (`revive/weights/age.md`) gives the
error rates.
"""

from __future__ import annotations

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session, run_session
from revive.core.weights import FOLDER
from revive.face import mesh

MODEL = FOLDER / "age.onnx"
CHILD = 13  # years, the highest age that counts; the model cannot tell older children from adults
LIKELY = 0.5  # a picture is refused above this chance of a child
SIDE = 64  # pixels; width and height of the model's input
# dlib's mean positions: outer and inner corner of the left eye, of the right eye, and the base of the nose
_CHIP = np.array([
    (0.8595674595992, 0.2134981538014), (0.6460604764104, 0.2289674387677), (0.1205750620789, 0.2137274526848),
    (0.3340850613712, 0.2290642403242), (0.4901123135679, 0.6277975316475),
])  # fmt: skip
_CHIP_POINTS = (*mesh.LEFT_EYE_CORNERS, *mesh.RIGHT_EYE_CORNERS, mesh.NOSE_BASE)
_PADDING = 0.2
_MEAN = np.array([122.782, 117.001, 104.298], np.float32)


def check_age(picture: np.ndarray, landmarks: np.ndarray) -> None:
    """Refuse the face of a child.

    Parameters
    ----------
    picture : (H, W, 3) uint8 RGB
    landmarks : (478, 2 or 3), of the face, pixels

    Raises
    ------
    UserError : it is more likely than not a child's
    """
    if chance_of_child(picture, landmarks) > LIKELY:
        raise child_refusal()


def child_refusal() -> UserError:
    """The error for a picture of a child."""
    return UserError(
        "This seems to be about a child; Revive makes pictures and clips of adults only. We are sorry if this is"
        " someone you miss.",
    )


def chance_of_child(picture: np.ndarray, landmarks: np.ndarray) -> float:
    """The probability (0–1) that the person is at most CHILD years old."""
    return float(_chances(picture, landmarks)[: CHILD + 1].sum())


def estimated_age(picture: np.ndarray, landmarks: np.ndarray) -> float:
    """The age in years that the model expects; parameters as in `check_age`."""
    chances = _chances(picture, landmarks)
    return float(chances @ np.arange(len(chances)) / chances.sum())


def _chances(picture: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """(years,) the probability of each age."""
    return run_session(age_network(), {"images": face_chip(picture, landmarks, SIDE)})[0][0]


def face_chip(picture: np.ndarray, landmarks: np.ndarray, side: int) -> np.ndarray:
    """(1, 3, side, side) float32: the face upright and scaled as in dlib's training data."""
    import cv2

    goal = side * (_CHIP + _PADDING) / (1 + 2 * _PADDING)
    place = cv2.estimateAffinePartial2D(landmarks[list(_CHIP_POINTS), :2].astype(np.float64), goal)[0]
    face = cv2.warpAffine(picture, place, (side, side), flags=cv2.INTER_AREA)
    return ((face - _MEAN) / 256).astype(np.float32).transpose(2, 0, 1)[None]


@cached_model()
def age_network():
    """The age network."""
    return onnx_session(MODEL, threads=1)
