"""Change the wall behind the person and the framing, as words ask, without changing the face."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

# red, green, blue of a wall in even light, 0–1
WALLS = {
    "dark blue": (0.12, 0.17, 0.30), "light blue": (0.62, 0.72, 0.82), "blue": (0.33, 0.44, 0.58),
    "dark grey": (0.20, 0.20, 0.21), "light grey": (0.76, 0.76, 0.76), "grey": (0.48, 0.48, 0.49),
    "black": (0.05, 0.05, 0.05), "white": (0.93, 0.93, 0.92), "cream": (0.91, 0.86, 0.76), "brown": (0.36, 0.27, 0.20),
    "green": (0.31, 0.40, 0.32), "red": (0.45, 0.14, 0.14), "pink": (0.83, 0.66, 0.66), "yellow": (0.85, 0.76, 0.48),
}  # fmt: skip
BEHIND = r"(?:\s+(?:plain|studio|even))?\s+(?:back\s?ground|backdrop|wall|curtain)"
CLOSE = r"\bclose[- ]?up|\bclose to the face|\bonly the face"
BUST = r"\bhead[- ]and[- ]shoulders|\bbust portrait|\bpassport|\bhead ?shot"
FRAMES = {"close": 1.75, "bust": 2.7}  # heights of the face that the picture is high
ABOVE = 0.42  # of the room, that is above the middle of the face
SHADE = 0.28  # how much darker a wall is in its corners
_SPELT = {"gray": "grey"}


@dataclass(frozen=True)
class Scene:
    """wall : one of WALLS, "" leaves what is behind the person; framing : "close", "bust", or "" for all of it."""

    wall: str = ""
    framing: str = ""


def read_scene(words: str) -> Scene:
    """The wall and framing that an English description asks for."""
    words = re.sub("gray", _SPELT["gray"], words.lower())
    colours = "|".join(sorted(WALLS, key=len, reverse=True))
    wall = re.search(rf"\b({colours}){BEHIND}\b", words)
    framing = "close" if re.search(CLOSE, words) else "bust" if re.search(BUST, words) else ""
    return Scene(wall[1] if wall else "", framing)


def set_scene(image: np.ndarray, landmarks: np.ndarray, scene: Scene) -> np.ndarray:
    """An (H, W, 3) uint8 portrait before another wall and closer; untouched where nothing is asked."""
    if scene.wall:
        image = _before_wall(image, landmarks, np.array(WALLS[scene.wall], np.float32))
    return _framed(image, landmarks, FRAMES[scene.framing]) if scene.framing else image


def _before_wall(image: np.ndarray, landmarks: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """A wall lit from the middle, as grainy as the photograph, without colour where the photograph has none."""
    import cv2

    from revive.face.matte import person_matte
    from revive.portrait.grading import LUMA
    from revive.restore.colour_state import ColourState, colour_state
    from revive.restore.tone import noise_of

    height, width = image.shape[:2]
    matte = person_matte(image, landmarks)[..., None]
    if colour_state(image) is ColourState.NONE:
        tone = np.median(image.reshape(-1, 3), axis=0) / 255
        colour = (colour @ LUMA) * tone / max(float(tone @ LUMA), 1e-3)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot((x / width - 0.5) * 1.2, y / height - 0.45)
    wall = colour * (1.06 - SHADE * np.clip(away, 0, 1) ** 1.5)[..., None]
    grain = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 1, (height, width, 1)).astype(np.float32), (0, 0), 0.6)
    wall = 255 * wall + noise_of(image) * 1.8 * grain[..., None]
    # the old background still shines through hair at the edge: there the person's own colour is taken from inside
    inside = cv2.erode(matte, np.ones((3, 3), np.uint8), iterations=max(round(max(height, width) / 250), 1))[..., None]
    sure = (inside > 0.95).astype(np.float32)
    sigma = max(height, width) / 120
    weight = cv2.GaussianBlur(sure, (0, 0), sigma)[..., None]
    spread = cv2.GaussianBlur(image * sure, (0, 0), sigma) / np.maximum(weight, 1e-3)
    edge = np.clip(4 * matte * (1 - matte), 0, 1) * np.clip(weight * 4, 0, 1)
    person = (1 - edge) * image + edge * spread
    return (matte * person + (1 - matte) * wall + 0.5).clip(0, 255).astype(np.uint8)


def _framed(image: np.ndarray, landmarks: np.ndarray, faces: float) -> np.ndarray:
    """The part of the picture that is `faces` faces high, of its own proportions, as far as there is so much."""
    height, width = image.shape[:2]
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    tall = min(faces * (high - low)[1], height)
    wide = min(tall * width / height, width)
    middle = (low + high) / 2
    left = int(np.clip(middle[0] - wide / 2, 0, width - wide))
    top = int(np.clip(middle[1] - (0.5 + (0.5 - ABOVE) * 0.5) * tall * 0.92, 0, height - tall))
    size = (int(tall) // 2 * 2, int(wide) // 2 * 2)
    return np.ascontiguousarray(image[top : top + size[0], left : left + size[1]])
