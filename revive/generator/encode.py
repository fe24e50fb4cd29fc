"""Encode a photograph as a code, to show the generator a person.

What the code cannot say of a face stays in the texture beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.face.mesh import OVAL
from revive.generator.frame import HEIGHT, WIDTH, Frame, placed, placement, shape_of

COARSE = 2  # the linear texture has half of the frame's width and height
FACE = 2.0  # how much more a pixel of the face counts than one of hair and cloth
NECK = 165  # pixels from the top of the frame, down to which all is the head's
MOST = 3.0  # spreads, beyond which no code goes
_EMPTY = 500  # pixels without anybody, at least, to tell the background by


@dataclass(frozen=True)
class Seen:
    """A portrait in the frame.

    Attributes
    ----------
    picture : (scale HEIGHT, scale WIDTH, 3) uint8
    matte : (scale HEIGHT, scale WIDTH) uint8, 255 where the person is
    shape : (POINTS, 2) float32
    """

    picture: np.ndarray
    matte: np.ndarray
    shape: np.ndarray


def look(image: np.ndarray, landmarks: np.ndarray, matte: np.ndarray, *, shaken: np.ndarray | None = None) -> Seen:
    """A portrait (H, W, 3) uint8 with its landmarks (478, ≥2) and matte (H, W) 0–1, moved into the frame.

    shaken : (2, 3), moved by this within the frame
    """
    place = placement(landmarks)
    if shaken is not None:
        place = shaken[:, :2] @ place + np.column_stack([np.zeros((2, 2)), shaken[:, 2]])
    mesh = landmarks[:, :2] @ place[:, :2].T + place[:, 2]
    here = placed(matte.astype(np.float32), place)
    shape = shape_of(mesh, here).astype(np.float32)
    return Seen(placed(image, place), (255 * here + 0.5).astype(np.uint8), shape)


def texture_of(seen: Seen, frame: Frame) -> np.ndarray:
    """(4, scale HEIGHT, scale WIDTH) uint8, premultiplied red, green, blue and the matte, warped to the mean shape."""
    alpha = frame.texture(seen.matte, seen.shape)
    colour = frame.texture(seen.picture, seen.shape) * (alpha[..., None] / 255.0)
    return np.dstack([colour + 0.5, alpha]).astype(np.uint8).transpose(2, 0, 1)


def coarse(textures: np.ndarray) -> np.ndarray:
    """(N, 4, h, w) uint8 -> (N, 4 h/2 w/2) float32, 0–1: what the linear basis is about."""
    small = textures.reshape(len(textures), 4, HEIGHT // COARSE, COARSE, WIDTH // COARSE, COARSE)
    return (small.mean(axis=(3, 5), dtype=np.float32) / 255).reshape(len(textures), -1)


def background_of(seen: Seen) -> np.ndarray:
    """(BACKGROUND,) colour in the middle, 0–1, and its change to the right and to the foot; NaN where none is seen."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    empty = seen.matte < 8
    if empty.sum() < _EMPTY:
        return np.full(9, np.nan, np.float32)
    plane = np.stack([np.ones((HEIGHT, WIDTH)), x / (WIDTH / 2) - 1, y / (HEIGHT / 2) - 1], axis=-1)
    return np.linalg.lstsq(plane[empty], seen.picture[empty] / 255.0, rcond=None)[0].T.ravel().astype(np.float32)


def face_weight(frame: Frame) -> np.ndarray:
    """(4 h/2 w/2,) float32, the square root of how much a pixel counts."""
    import cv2

    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillPoly(mask, [np.round(frame.mean[list(OVAL)]).astype(np.int32)], 1.0)
    mask = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 6), (WIDTH // COARSE, HEIGHT // COARSE))
    return np.tile(np.sqrt(1 + (FACE - 1) * mask).ravel(), 4).astype(np.float32)


def head_mask(frame: Frame) -> np.ndarray:
    """(4 h/2 w/2,) float32, 0–1: where the head is told, soft at the jaw; the rest is the body's."""
    import cv2

    oval = frame.mean[list(OVAL)]
    low = oval[oval[:, 1] > NECK - 40]
    low = low[np.argsort(low[:, 0])]
    jaw = np.interp(np.arange(WIDTH), low[:, 0], low[:, 1], left=0, right=0) + 4
    mask = (np.arange(HEIGHT)[:, None] < np.maximum(jaw, NECK)[None]).astype(np.float32)
    mask = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 3), (WIDTH // COARSE, HEIGHT // COARSE))
    return np.tile(mask.ravel(), 4)


def encode(seen: Seen, texture: np.ndarray, pipeline) -> np.ndarray:
    """(size,) float32, the code that a `PortraitPipeline` has for a portrait and its texture; in colour."""
    decoder, frame = pipeline.decoder, pipeline.frame
    known, mask = coarse(texture[None])[0], head_mask(frame)
    behind = background_of(seen)
    if np.isnan(behind).any():
        behind = decoder.background_mean.numpy()
    parts = [
        _code(decoder, "shape", seen.shape.ravel()),
        _code(decoder, "head", known * mask, face_weight(frame)),
        _code(decoder, "body", known * (1 - mask)),
        _code(decoder, "background", behind),
        np.ones(1),
    ]
    return np.concatenate(parts).clip(-MOST, MOST).astype(np.float32)


def _code(decoder, name: str, known: np.ndarray, weight: np.ndarray | float = 1.0) -> np.ndarray:
    """In a basis whose rows, weighted, are of length 1 and square to each other."""
    mean, rows, spread = (getattr(decoder, f"{name}_{part}").float().numpy() for part in ("mean", "basis", "spread"))
    return (rows * weight) @ ((known - mean) * weight) / spread
