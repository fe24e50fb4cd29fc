"""Track one face through a film: the raw measurements in every frame.

Frames are read one at a time; only a few numbers of each are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.media.film import check_film, looking_rate, read_frames, unreadable

SIDE = 720  # pixels, longest side of the pictures looked at
MOST_FACES = 4
SMALLEST_FACE = 48  # pixels across, below which lips and lids are noise
SELDOM = 0.3  # share of the frames; a face seen in fewer cannot drive a clip
LARGER = 1.6  # another face is followed instead if it is so many times as large
FAR = 0.8  # face widths from one picture to the next; beyond, it is another face
LOST = 1.0  # seconds without the face after which the largest face is chosen again
EYES_APART = 6.3  # centimetres between the centres of both eyes in MediaPipe's canonical face


@dataclass(frozen=True)
class Track:
    """N pictures of a film, `rate` a second; rows where no face is seen hold zeros.

    Attributes
    ----------
    rate : pictures a second; picture i is the one shown at (i + 0.5) / rate seconds
    seen : (N,) bool
    scores : (N, 52) MediaPipe's blendshape scores, 0–1
    gap : (N,) opening of the mouth in eye distances
    turn : (N, 3, 3) the head's rotation in the camera's axes: x to the picture's right, y up, z to the viewer
    place : (N, 2) where the head is, right and down, in eye distances
    width : (N,) of the face in pixels
    """

    rate: float
    seen: np.ndarray
    scores: np.ndarray
    gap: np.ndarray
    turn: np.ndarray
    place: np.ndarray
    width: np.ndarray


@dataclass(frozen=True)
class _Sight:
    """One face in one picture."""

    landmarks: np.ndarray
    scores: np.ndarray
    pose: np.ndarray

    @property
    def centre(self) -> np.ndarray:
        return self.landmarks[:, :2].mean(axis=0)

    @property
    def width(self) -> float:
        return float(np.ptp(self.landmarks[:, 0]))


def track_film(
    path: Path, *, seconds: float | None = None, rate: float | None = None, tick: Callable[[float], None]
) -> Track:
    """Follow the largest face of a film.

    Parameters
    ----------
    seconds : how much of the film, None for all
    rate : pictures a second, None for as many as an ordinary film has
    tick : told the fraction done (0–1) at every picture; what it raises stops the work

    Raises
    ------
    UserError : not a film (see `check_film`), no face in it, the face too small or too seldom seen
    """
    from revive.face.landmarker import found, import_mediapipe, make_landmarker, quietly
    from revive.face.mesh import inner_lip_gap

    mediapipe = import_mediapipe()
    header = check_film(path, lambda: tick(0.0))
    rate = rate or looking_rate(header)
    length = min(header.seconds, seconds or header.seconds)
    face: _Sight | None = None
    unseen = 0
    rows: list[tuple] = []
    with quietly():
        landmarker = make_landmarker(film=True, faces=MOST_FACES)
    with landmarker:
        for i, image in enumerate(read_frames(path, rate=rate, side=SIDE, seconds=length)):
            tick(min(i / (length * rate), 1.0))
            height, width = image.shape[:2]
            picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=image)
            with quietly():
                result = landmarker.detect_for_video(picture, round(1000 * i / rate))
            sights = [_Sight(*one) for one in found(result, width, height)]
            sight = choose_face(face if unseen < LOST * rate else None, sights)
            if sight is None:
                unseen += 1
                rows.append((False, np.zeros(52), 0.0, np.eye(3), np.zeros(2), 0.0))
                continue
            face, unseen = sight, 0
            x, y = sight.pose[:2, 3] / EYES_APART
            turn = sight.pose[:3, :3] / np.linalg.norm(sight.pose[:3, :3], axis=0)
            rows.append((True, sight.scores, inner_lip_gap(sight.landmarks), turn, (x, -y), sight.width))
    if not rows:
        raise unreadable(path)
    track = Track(rate, *(np.array(column) for column in zip(*rows, strict=True)))
    _check_seen(track)
    return track


def choose_face(last: _Sight | None, sights: list[_Sight]) -> _Sight | None:
    """The face to track: the previous one, or a much larger one; at the beginning the largest."""
    if not sights:
        return None
    largest = max(sights, key=lambda sight: sight.width)
    if last is None:
        return largest
    nearest = min(sights, key=lambda sight: np.linalg.norm(sight.centre - last.centre))
    if largest.width > LARGER * nearest.width:
        return largest
    near = np.linalg.norm(nearest.centre - last.centre) < FAR * last.width
    return nearest if near else None


def _check_seen(track: Track) -> None:
    if not track.seen.any():
        raise UserError(
            "No face was seen in the film; please film one person from the front, in good light, with the face filling"
            " at least a quarter of the picture's height.",
        )
    share = track.seen.mean()
    if share < SELDOM:
        raise UserError(
            "The face was seen in only {share:.0%} of the film; please keep it in the picture, turned to the camera"
            " and not covered.",
            share=share,
        )
    width = np.median(track.width[track.seen])
    if width < SMALLEST_FACE:
        raise UserError(
            "The face in the film is only about {width:.0f} pixels across; it needs at least {least}. Please come"
            " closer to the camera.",
            width=width,
            least=SMALLEST_FACE,
        )
