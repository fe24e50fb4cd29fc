"""From the parts of a code to a picture: the person in their own shape, before the background, in colour or grey."""

from __future__ import annotations

import numpy as np

from revive.generator.frame import ANGLES, HEIGHT, MESH, WIDTH, Frame, scale_of, units
from revive.portrait.grading import LUMA

COLOURED = 0.0  # of the code's "colour", from which a picture has any
CROWN = np.deg2rad(70)  # from straight up, to where the outline is that of the hair above the ears
OVER, EDGE = 3.0, 2.0  # units above the outline that single hairs reach, and in which they end
GRAIN = 1.2 / 255  # of the background, so that it does not show steps


def render(
    frame: Frame, shape: np.ndarray, texture: np.ndarray, background: np.ndarray, colour: float,
    draw: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """(scale HEIGHT, scale WIDTH, 3) uint8 RGB.

    Parameters
    ----------
    shape : (POINTS, 2) in units of the frame
    texture : (4, scale HEIGHT, scale WIDTH) premultiplied red, green, blue and the matte, 0–1, in the mean shape
    background : (9,), see `decoder.BACKGROUND`
    colour : grey below COLOURED
    draw : the background's grain
    """
    person = frame.picture(np.ascontiguousarray(texture.transpose(1, 2, 0), np.float32), shape)
    return before_wall(person * _below_outline(shape, scale_of(person))[..., None], background, colour, draw)


def _below_outline(shape: np.ndarray, scale: int) -> np.ndarray:
    """(h, w) 0–1, 0 above the outline of the hair, where hair that a photograph cut off would go on to its edge."""
    ring = shape[MESH : MESH + len(ANGLES)][np.abs(ANGLES) < CROWN]
    ring = ring[np.argsort(ring[:, 0])]
    x, y = units(scale)
    top = np.interp(x[0], ring[:, 0], ring[:, 1], left=-np.inf, right=-np.inf)
    return ((y - top[None] + OVER) / EDGE).clip(0, 1).astype(np.float32)


def before_wall(person: np.ndarray, background: np.ndarray, colour: float, draw: np.random.Generator) -> np.ndarray:
    """(h, w, 3) uint8 RGB, a premultiplied (h, w, 4) picture of a person, 0–1, before a wall; see `render`."""
    matte = person[..., 3:].clip(0, 1)
    x, y = units(scale_of(person))
    plane = np.stack([np.ones_like(x), x / (WIDTH / 2) - 1, y / (HEIGHT / 2) - 1], axis=-1)
    behind = plane @ background.reshape(3, 3).T.astype(np.float32)
    behind = behind + draw.normal(0, GRAIN, (*matte.shape[:2], 1)).astype(np.float32)
    picture = person[..., :3].clip(0, 1) + (1 - matte) * behind.clip(0, 1)
    if colour < COLOURED:
        picture = np.repeat((picture @ LUMA)[..., None], 3, axis=2)
    return (255 * picture.clip(0, 1) + 0.5).astype(np.uint8)
