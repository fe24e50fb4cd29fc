"""Move a photograph by tracked points in every way that is compared, and read the film that they come from."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.rig import build_rig
from revive.face.face import Face
from revive.portrait.portrait import Portrait

SIDE = 720  # pixels, the longest side at which a film is looked at
LONGEST = 120.0  # seconds of a film that are looked at
WAYS = ("static", "warp", "gan")  # the photograph as it is, moved by the mesh alone, and finished by the generators


class Reenactment:
    """One photograph, drawn after tracked points in every way. `seconds` is what the generator has taken."""

    def __init__(self, image: np.ndarray, face: Face, *, weights: Path) -> None:
        rig = build_rig(Portrait(image, (face,)))
        self._image = image
        self._poser = Poser(rig)
        self._plain = Renderer(image, rig, insides=False)
        self._whole = Renderer(image, rig)
        self._finisher = Refiner(image, rig, weights=weights)
        self.seconds = 0.0

    def draw(self, landmarks: np.ndarray) -> dict[str, np.ndarray]:
        """The pictures of `WAYS`; they are drawn over by the next call."""
        posed = self._poser.pose_landmarks(landmarks)
        self._plain.draw(posed)
        self._whole.draw(posed)
        started = time.perf_counter()
        self._finisher.finish(self._whole, posed)
        self.seconds += time.perf_counter() - started
        return {"static": self._image, "warp": self._plain.frame, "gan": self._whole.frame}


class Film:
    """A film's pictures, read again whenever they are asked for: none is kept."""

    def __init__(self, path: Path) -> None:
        from revive.media.film import check_film, looking_rate

        header = check_film(path)
        self._path, self._rate, self._seconds = path, looking_rate(header), min(header.seconds or LONGEST, LONGEST)

    def pictures(self) -> Iterator[np.ndarray]:
        """Every picture, (H, W, 3) uint8."""
        from revive.media.film import read_frames

        return read_frames(self._path, rate=self._rate, side=SIDE, seconds=self._seconds)

    def faces(self) -> list[Face | None]:
        """The face in every picture."""
        from revive.face.detection import follow_face

        return list(follow_face(self.pictures()))

    def picture(self, number: int) -> np.ndarray:
        """The picture of this number, from 0."""
        return next(picture for i, picture in enumerate(self.pictures()) if i == number).copy()
