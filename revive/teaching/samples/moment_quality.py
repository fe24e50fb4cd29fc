"""What makes a picture of a face fit to learn from: its size, its turn, its sharpness, how it differs from others."""

from __future__ import annotations

import numpy as np

from revive.animator.placement import cut
from revive.face import mesh
from revive.face.face import Face
from revive.portrait.grading import LUMA

SMALLEST = 36.0  # pixels between the eyes; the generator's own frames have 80
WIDEST = 32.0  # degrees
BLURRED = 0.005  # sharpness below which a face is blurred whatever the others are; 17 films had 0.006 to 0.25
SOFTER = 0.4  # of the sharpest tenth of its film; below it a picture is blurred beside the others
ALIKE = 0.006  # eye distances that the points of mouth and eyes go in the mean; less is the same face again
UNIT, SQUARE = 80, 176  # pixels: an eye distance, and the square about a face in which sharpness is measured
TELLING = (*mesh.OUTER_LIPS, *mesh.MOUTH_RING, *mesh.RIGHT_EYE_RING, *mesh.LEFT_EYE_RING, 152, 50, 280, 105, 334)


def rejection(face: Face) -> str:
    """Why a face cannot be learned from, by itself: "small", "turned", or "" when it can."""
    if mesh.eye_distance(face.landmarks[:, :2]) < SMALLEST:
        return "small"
    return "turned" if face.turn > WIDEST else ""


def sharpness(image: np.ndarray, landmarks: np.ndarray) -> float:
    """How much of the light's variation in the face is fine detail; independent of light and of the face's size.

    A small or soft face, laid on the square that the generator sees, has little.
    """
    import cv2

    eyes = [landmarks[list(corners), :2].mean(axis=0) for corners in (mesh.RIGHT_EYE_CORNERS, mesh.LEFT_EYE_CORNERS)]
    wanted = np.array([(SQUARE / 2 - UNIT / 2, 0.3 * SQUARE), (SQUARE / 2 + UNIT / 2, 0.3 * SQUARE)])
    place = mesh.flat_similarity(wanted, np.array(eyes, np.float64))
    light = (cut(image, place, (SQUARE, SQUARE), smooth=True) @ LUMA).astype(np.float32)
    return float(cv2.Laplacian(light, cv2.CV_32F).var() / max(light.var(), 25.0))


def relatively_blurred(values: np.ndarray) -> np.ndarray:
    """(n,) bool, which pictures of one film are blurred beside its sharpest tenth."""
    return values < SOFTER * np.quantile(values, 0.9)


def telling_shape(landmarks: np.ndarray) -> np.ndarray:
    """(points, 2), where mouth and eyes are in eye distances, with the head's own movement taken out."""
    from revive.face.expression_basis import expression_basis

    mean = expression_basis()["mean"]
    stable = list(mesh.STABLE)
    scale, rotation, shift = mesh.similarity(landmarks[stable].astype(np.float64), mean[stable])
    return (scale * landmarks[list(TELLING)] @ rotation.T + shift)[:, :2]


def most_different(shapes: np.ndarray, most: int) -> list[int]:
    """Up to `most` of shapes (n, points, 2), each as far as can be from those before; what is alike is left out.

    The first is the one nearest to the mean: a face at rest.
    """
    first = int(np.linalg.norm(shapes - shapes.mean(axis=0), axis=2).mean(axis=1).argmin())
    chosen, away = [first], _away(shapes, first)
    while len(chosen) < min(most, len(shapes)) and away.max() >= ALIKE:
        chosen.append(int(away.argmax()))
        away = np.minimum(away, _away(shapes, chosen[-1]))
    return chosen


def _away(shapes: np.ndarray, one: int) -> np.ndarray:
    return np.linalg.norm(shapes - shapes[one], axis=2).mean(axis=1)
