"""The clothes that a photograph shows, in another colour: their folds, seams and shine stay."""

from __future__ import annotations

import numpy as np

from revive.generator.main_colours import COUNT, main_colours

# red, green, blue of cloth in even light, 0–1
CLOTHS = {
    "black": (0.08, 0.08, 0.09), "dark grey": (0.22, 0.22, 0.23), "light grey": (0.68, 0.68, 0.68),
    "grey": (0.42, 0.42, 0.43), "white": (0.90, 0.90, 0.89), "dark blue": (0.10, 0.14, 0.27),
    "light blue": (0.60, 0.72, 0.85), "blue": (0.18, 0.28, 0.52), "dark red": (0.33, 0.06, 0.08),
    "red": (0.60, 0.12, 0.13), "brown": (0.33, 0.22, 0.15), "beige": (0.78, 0.70, 0.58), "cream": (0.91, 0.86, 0.76),
    "dark green": (0.10, 0.22, 0.15), "green": (0.20, 0.42, 0.26), "purple": (0.35, 0.20, 0.42),
    "pink": (0.85, 0.58, 0.64), "yellow": (0.86, 0.74, 0.34),
}  # fmt: skip
DETAIL, TINT = 0.75, 0.25  # of the differences of light, and of colour, within the cloth, that stay
NEAR = 16.0  # levels of Lab, about the cloth's, that are of it


def coloured(picture: np.ndarray, clothes: np.ndarray, colour: str) -> np.ndarray:
    """A picture (h, w, 3), 0–1, whose largest piece of cloth has a colour of CLOTHS.

    clothes : (h, w) 0–1, where there are clothes and no skin
    """
    import cv2

    if clothes.sum() < 100:
        return picture
    lab = cv2.cvtColor(picture.clip(0, 1).astype(np.float32), cv2.COLOR_RGB2LAB)
    cloth = _largest(lab, clothes)
    near = np.exp(-((np.linalg.norm((lab - cloth) * np.array([0.6, 1, 1], np.float32), axis=2) / NEAR) ** 2))
    there = cv2.GaussianBlur((near * clothes).astype(np.float32), (0, 0), 1.5)[..., None]
    asked = cv2.cvtColor(np.array([[CLOTHS[colour]]], np.float32), cv2.COLOR_RGB2LAB)[0, 0]
    changed = asked + (lab - cloth) * np.array([DETAIL, TINT, TINT], np.float32)
    changed[..., 0] = changed[..., 0].clip(0, 100)
    return (1 - there) * picture + there * cv2.cvtColor(changed.astype(np.float32), cv2.COLOR_LAB2RGB)


def _largest(lab: np.ndarray, clothes: np.ndarray) -> np.ndarray:
    """(3,) the colour of the cloth that there is most of."""
    sure = clothes > 0.8
    centres, shares = main_colours(lab[sure if sure.sum() >= COUNT else clothes > 0], most=6000)
    return centres[shares.argmax()]
