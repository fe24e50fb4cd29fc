"""What lies over the face: a hand, a microphone, hair; and the rims of glasses.

A network looks at the face and says, for each pixel, how likely it belongs to one; the card is
`revive/weights/covers.md`. Whether the mouth can be spoken with at all is another network's question, see `occlusion`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session, run_session
from revive.core.weights import FOLDER
from revive.face.occlusion import cut_out, lips_mask, upright_square

MODEL = FOLDER / "covers.onnx"
SIDE = 96  # pixels; width and height of the network's input
UNIT = 28.0  # pixels of it, the distance of the eyes
TOP = 26.0  # pixels of it above the eyes


@dataclass(frozen=True)
class Covers:
    """What the network sees on one face.

    Attributes
    ----------
    place : (2, 3), the affine map from the photograph into the square
    things, glasses : (SIDE, SIDE) float32 of 0–1, how likely each pixel of the square belongs to one
    """

    place: np.ndarray
    things: np.ndarray
    glasses: np.ndarray


def find_covers(image: np.ndarray, landmarks: np.ndarray) -> Covers:
    """What lies over the face with these landmarks (478, 2 or 3), pixels, of an image (H, W, 3) uint8 RGB."""
    place = face_square(landmarks)
    lips = lips_mask(landmarks[:, :2] @ place[:, :2].T + place[:, 2], SIDE)
    seen = np.concatenate([cut_out(image, place, SIDE).astype(np.float32) / 255, lips[..., None]], axis=2)
    found = run_session(_network(), {"seen": seen.transpose(2, 0, 1)[None]})[0][0]
    things, glasses = 1 / (1 + np.exp(-found))
    return Covers(place, things, glasses)


def face_square(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3), the affine map that brings forehead to chin upright into a square of SIDE pixels."""
    return upright_square(landmarks, SIDE, UNIT, TOP)


@cached_model()
def _network():
    return onnx_session(MODEL, threads=1)
