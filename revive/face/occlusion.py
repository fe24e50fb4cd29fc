"""Whether something lies over the mouth: a hand, a cup, a mask, a microphone.

The mesh draws a mouth on whatever is there, so a mouth would be drawn on the fingers. A network looks at the lower
face and says, for each pixel, how likely it belongs to something before it; the card is `revive/weights/occlusion.md`.
"""

from __future__ import annotations

import numpy as np

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session, run_session
from revive.core.weights import FOLDER
from revive.face import mesh

MODEL = FOLDER / "occlusion.onnx"
SIDE = 64  # pixels; width and height of the network's input
UNIT = 20.0  # pixels of it, the distance of the eyes
TOP = 10.0  # pixels of it above the eyes
CHIN_DOWN = 0.55  # eye distances in the distance from the eyes to the chin; counts where the face is turned away
COVERED, DOUBTFUL = 0.5, 0.2  # shares of the lips above which a photograph is refused, and the user is told

DOUBT = Message(
    "Something may lie over the mouth. If a hand, a cup, a mask or a microphone covers it, please choose another"
    " photograph: the lips would be drawn on it."
)


def check_mouth(image: np.ndarray, landmarks: np.ndarray) -> Message | None:
    """Refuse a face whose mouth is covered; gives what the user is told where that is doubtful.

    Parameters
    ----------
    image : (H, W, 3) uint8 RGB
    landmarks : (478, 2 or 3), of the face, pixels

    Raises
    ------
    UserError : more than COVERED of the lips is behind something
    """
    share = covered_share(image, landmarks)
    if share > COVERED:
        raise UserError(
            "Something lies over the mouth in this photograph, such as a hand, a cup, a mask or a microphone, and"
            " Revive will not draw lips on it; please choose a photograph where the whole mouth can be seen."
        )
    return DOUBT if share > DOUBTFUL else None


def covered_share(image: np.ndarray, landmarks: np.ndarray) -> float:
    """The share (0–1) of the lips that is behind something, as the network sees it; parameters as of `check_mouth`."""
    place = lower_face(landmarks)
    lips = lips_mask(landmarks[:, :2] @ place[:, :2].T + place[:, 2], SIDE)
    seen = np.concatenate([cut_out(image, place, SIDE).astype(np.float32) / 255, lips[..., None]], axis=2)
    found = run_session(_network(), {"seen": seen.transpose(2, 0, 1)[None]})[0][0, 0]
    chances = 1 / (1 + np.exp(-found))
    return float((chances * lips).sum() / max(float(lips.sum()), 1.0))


def lower_face(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3), the affine map that brings eyes to chin upright into a square of SIDE pixels."""
    return upright_square(landmarks, SIDE, UNIT, TOP)


def upright_square(landmarks: np.ndarray, side: int, unit: float, top: float) -> np.ndarray:
    """(2, 3), the affine map that lays a face upright into a square of `side` pixels, the eyes `top` below its edge.

    `unit` pixels of it are the distance of the eyes. It is made from the points that a covered mouth does not move: the
    eyes, and the chin for the scale alone.
    """
    points = landmarks[:, :2].astype(np.float64)
    right, left = (points[list(corners)].mean(axis=0) for corners in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS))
    middle = (right + left) / 2
    along = (left - right) / max(float(np.linalg.norm(left - right)), 1e-6)
    distance = max(float(np.linalg.norm(left - right)), CHIN_DOWN * float(np.linalg.norm(points[mesh.CHIN] - middle)))
    turn = unit / distance * np.array([along, (-along[1], along[0])])
    return np.column_stack([turn, np.array([side / 2, top]) - turn @ middle])


def cut_out(image: np.ndarray, place: np.ndarray, side: int) -> np.ndarray:
    """(side, side, 3) uint8, what an affine map (2, 3) brings into a square; each pixel the mean of those it covers."""
    import cv2

    scale = float(np.linalg.norm(place[:, 0]))
    finer = int(np.clip(np.ceil(1 / max(scale, 1e-6)), 1, 8))
    crop = cv2.warpAffine(image, place * finer, (side * finer, side * finer), borderMode=cv2.BORDER_REPLICATE)
    return cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA)


def lips_mask(points: np.ndarray, side: int) -> np.ndarray:
    """(side, side) float32, 1 within the outer line of the lips of (478, 2) points, 0 elsewhere."""
    import cv2

    mask = np.zeros((side, side), np.uint8)
    cv2.fillPoly(mask, [np.round(points[list(mesh.OUTER_LIPS)]).astype(np.int32)], 1)
    return mask.astype(np.float32)


@cached_model()
def _network():
    return onnx_session(MODEL, threads=1)
