"""What photographs of a person show of their head, as portraits by name need it, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.generator.frame import HEIGHT, POINTS, WIDTH

SCALE = 2  # pixels a unit of the frame
HEADS, FACTS = ("resting", "smiling"), ("age", "whole", "smiles", "grey")  # in the file


@dataclass(frozen=True)
class Head:
    """A head in the frame.

    Attributes
    ----------
    shape : (POINTS, 2) float32, units of the frame
    picture : (SCALE HEIGHT, SCALE WIDTH, 4) uint8, red, green, blue and the matte of the person
    """

    shape: np.ndarray
    picture: np.ndarray


@dataclass(frozen=True)
class Identity:
    """What the photographs of a person show of their head.

    Attributes
    ----------
    resting, smiling : the head with lips closed, and with a smile
    photograph : (SCALE HEIGHT, SCALE WIDTH, 3) uint8, the photograph that counts most, in the frame
    code : (size,) float32, NaN but for the head: how the generator says what the head is like
    whole : whether neck and clothes are in the photograph that counts most, down to the foot of the frame
    age : years, as it looks
    smiles : whether most of the photographs do
    grey : whether all of them are black and white
    """

    resting: Head
    smiling: Head
    photograph: np.ndarray
    code: np.ndarray
    whole: bool
    age: float
    smiles: bool
    grey: bool


def region(rings: Sequence[np.ndarray], soft: float, *, grown: float = 0.0) -> np.ndarray:
    """(h, w) float32, 1 within rings of points, which are `grown` units larger, with an edge of `soft` units."""
    import cv2

    mask = np.zeros((SCALE * HEIGHT, SCALE * WIDTH), np.float32)
    for ring in rings:
        cv2.fillPoly(mask, [np.round(SCALE * ring).astype(np.int32)], 1.0)
    side = 2 * round(SCALE * abs(grown)) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = cv2.dilate(mask, around) if grown > 0 else cv2.erode(mask, around)
    return cv2.GaussianBlur(mask, (0, 0), SCALE * soft / 2)


def save_identity(identity: Identity, path: Path) -> None:
    """Write all of it into one safetensors file."""
    from safetensors.numpy import save_file

    save_file(
        {
            **{f"{name}.{part}": np.ascontiguousarray(getattr(getattr(identity, name), part))
               for name in HEADS for part in ("shape", "picture")},
            "photograph": np.ascontiguousarray(identity.photograph), "code": identity.code,
            "facts": np.array([getattr(identity, name) for name in FACTS], np.float32),
        },
        path,
    )  # fmt: skip


def load_identity(path: Path) -> Identity:
    """Read what `save_identity` wrote.

    Raises
    ------
    UserError : the file is damaged, or of another version
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    size = (SCALE * HEIGHT, SCALE * WIDTH)
    try:
        told = load_file(path)
        heads = [Head(told[f"{name}.shape"], told[f"{name}.picture"]) for name in HEADS]
        sizes = [*[(one.shape.shape, one.picture.shape) for one in heads], told["photograph"].shape]
        if sizes != [*[((POINTS, 2), (*size, 4))] * len(heads), (*size, 3)]:
            raise ValueError("other sizes")
        age, whole, smiles, grey = told["facts"].tolist()
    except (SafetensorError, OSError, ValueError, KeyError) as error:
        raise UserError(
            "What the portrait generator learned of this person is damaged or from another version of Revive; please"
            " teach it again.",
        ) from error
    resting, smiling = heads
    return Identity(
        resting, smiling, told["photograph"], told["code"], whole=bool(whole), age=age, smiles=bool(smiles),
        grey=bool(grey),
    )  # fmt: skip
