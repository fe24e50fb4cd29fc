"""What a portrait shows, measured on the picture itself: skin, hair, glasses and beard.

Nothing here taught the generator, whose attributes are colours at fixed places of its frame and labels by eye. Glasses
are seen by the network that finds what lies over a face; the rest are colours and areas that face mesh and matte tell.
The limits are those that divide real portraits labelled by eye: glasses are told right in nine of ten, long hair nearly
always, beards in four of five.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.face.mesh import OVAL

GLASSES = 0.006  # of the square round the face that rims take, from which somebody wears glasses
CHEEKS = (50, 101, 118, 205, 280, 330, 347, 425)  # mesh points
CHIN = (152, 199, 175, 171, 396)  # mesh points
DARK, FAIR = 28.0, 38.0  # degrees of the individual typology angle, below and above which skin is so
LONG = 0.78  # of the places beside jaw and neck that are the person's, from which hair is long
BEARD = 0.42  # how much less colour than the cheeks a chin with a beard has


@dataclass(frozen=True)
class Traits:
    """What a portrait shows.

    Attributes
    ----------
    glasses : the share of the square round the face that rims take
    skin : degrees, the individual typology angle of the cheeks (Chardon et al. 1991)
    hair : (3,) L*, a*, b* of the hair above the face
    beside : 0–1, how much of the places beside jaw and neck is the person
    beard : how much less colour the chin has than the cheeks, as a share: hair is greyer than skin
    """

    glasses: float
    skin: float
    hair: np.ndarray
    beside: float
    beard: float

    def hair_is(self, colour: str) -> bool:
        """Whether the hair may be called so."""
        light, red, yellow = self.hair
        colourful = np.hypot(red, yellow)
        if colour in ("white", "grey"):
            return bool(colourful < 13 and light > 38)
        if colour == "black":
            return bool(light < 28)
        if colour == "blonde":
            return bool(light > 42 and yellow > 9)
        return bool(14 < light < 52 and colourful > 5)  # brown


def measure_traits(picture: np.ndarray, landmarks: np.ndarray, matte: np.ndarray) -> Traits:
    """What a portrait shows.

    Parameters
    ----------
    picture : (H, W, 3) uint8
    landmarks : (478, ≥2) in pixels
    matte : (H, W) 0–1, where the person is
    """
    import cv2

    from revive.face.covers import find_covers

    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    rims = find_covers(picture, landmarks).glasses
    cheeks = _colour(lab, landmarks, CHEEKS)
    chin = _colour(lab, landmarks, CHIN)
    paler = 1 - np.hypot(*chin[1:]) / max(float(np.hypot(*cheeks[1:])), 1.0)
    return Traits(
        float((rims > 0.5).mean()), float(np.rad2deg(np.arctan2(cheeks[0] - 50, max(float(cheeks[2]), 1.0)))),
        _hair(lab, landmarks, matte), _beside(landmarks, matte), float(paler),
    )  # fmt: skip


def _colour(lab: np.ndarray, landmarks: np.ndarray, points: tuple[int, ...]) -> np.ndarray:
    """(3,), the median of L*, a*, b* round mesh points."""
    reach = max(1, round(0.04 * float(np.ptp(landmarks[:, 0]))))
    found = []
    for x, y in np.round(landmarks[list(points), :2]).astype(int):
        found.append(lab[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1].reshape(-1, 3))
    return np.median(np.concatenate(found), axis=0)


def _hair(lab: np.ndarray, landmarks: np.ndarray, matte: np.ndarray) -> np.ndarray:
    """(3,), the median colour of the person above the forehead; of the forehead's edge, where nothing is there."""
    import cv2

    face = np.zeros(matte.shape, np.uint8)
    oval = landmarks[list(OVAL), :2]
    top, wide = oval[:, 1].min(), np.ptp(oval[:, 0])
    cv2.fillPoly(face, [np.round(oval).astype(np.int32)], 1)
    face = cv2.dilate(face, np.ones((max(3, int(0.12 * wide)),) * 2, np.uint8))
    y, x = np.mgrid[0 : matte.shape[0], 0 : matte.shape[1]]
    inner = cv2.erode((matte > 0.7).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    near = (y < top + 0.12 * wide) & (np.abs(x - oval[:, 0].mean()) < 0.45 * wide)
    hair = inner & (face == 0) & near
    if hair.sum() < 20:
        hair = np.abs(y - top) < 0.03 * wide
    return np.median(lab[hair], axis=0)


def _beside(landmarks: np.ndarray, matte: np.ndarray) -> float:
    """0–1: how much is the person beside jaw and neck, where only long hair is."""
    oval = landmarks[list(OVAL), :2]
    left, right, chin = oval[:, 0].min(), oval[:, 0].max(), oval[:, 1].max()
    tall, wide = np.ptp(oval[:, 1]), right - left
    rows = slice(int(chin - 0.22 * tall), int(chin + 0.06 * tall))
    shares = []
    for first, last in ((left - 0.16 * wide, left + 0.02 * wide), (right - 0.02 * wide, right + 0.16 * wide)):
        piece = matte[rows, max(int(first), 0) : max(int(last), 1)]
        shares.append(float((piece > 0.5).mean()) if piece.size else 0.0)
    return float(np.mean(shares))
