"""How true the animator is: a film's own photograph, moved by the film's own points, beside the film.

The picture with the lips most closed is the photograph. Every other one is drawn three times, by leaving the
photograph as it is, by the plain warp of the mesh, and by the whole animator with its generator, and compared with
what was really there, in a square about the face of 256 pixels.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.network import WEIGHTS
from revive.animator.placement import cut
from revive.animator.pose import Poser
from revive.animator.refine import Refiner
from revive.animator.rig import build_rig
from revive.core.errors import UserError
from revive.face import mesh
from revive.face.face import Face
from revive.portrait.grading import LUMA
from revive.portrait.portrait import Portrait
from revive.teaching.common.metrics import psnr, ssim

CROP = 256  # pixels, side of the square about a face
ABOUT_MOUTH = 0.2  # eye distances beyond the lips that count as round the mouth
OPENED = 0.08  # eye distances more between the lips than in the photograph: a mouth clearly open
SIDE = 720  # pixels, the longest side at which a film is looked at
LONGEST = 120.0  # seconds of a film that are looked at
SHEET_ROWS = 8
WAYS = ("static", "warp", "gan")


def evaluate_animator(
    driver: Path, *, weights: Path = WEIGHTS, sheet: Path | None = None, say: Callable[[str], None] = print
) -> dict:
    """Self-reenactment of a film.

    Parameters
    ----------
    driver : a film of one person
    weights : of the generators
    sheet : a PNG to write, with samples: photograph, warp, finished and real, and their mouths enlarged

    Returns
    -------
    dict : static, warp and gan with face_psnr, face_ssim, mouth_psnr, mouth_ssim, open_mouth_psnr and open_mouth_ssim
        (dB; mean over the frames; None where no mouth is clearly open); for gan also sharpness_ratio (variance of the
        Laplacian round the mouth, ours over real), flicker_ratio (mean absolute second difference in time, ours over
        real) and ms_per_frame (of the generator); frames and open_frames

    Raises
    ------
    UserError : not a film, no face in it, fewer than three pictures of one
    """
    film = _Film(driver)
    say("looking for the face in every picture")
    faces = film.faces()
    landmarks = {i: face.landmarks for i, face in enumerate(faces) if face is not None}
    seen = list(landmarks)
    if len(seen) < 3:
        raise UserError(
            "A face was seen in only {count} pictures of “{file}”; please choose a film of one person facing the"
            " camera.",
            count=len(seen),
            file=driver.name,
        )
    gaps = {i: mesh.inner_lip_gap(points[:, :2]) for i, points in landmarks.items()}
    source = min(seen, key=lambda i: gaps[i])
    photograph = faces[source]
    assert photograph is not None  # it was seen
    say(f"{len(seen)} pictures; the photograph is number {source + 1}")
    opened = {i for i in seen if gaps[i] >= gaps[source] + OPENED}
    wanted = {seen[k] for k in np.linspace(0, len(seen) - 1, SHEET_ROWS).astype(int)} if sheet else set()
    reenactment = Reenactment(film.picture(source), photograph, weights=weights)
    rows = _Rows()
    samples = []
    for i, picture in enumerate(film.pictures()):
        if i not in landmarks or i == source:
            rows.interrupt()
            continue
        drawn = reenactment.draw(landmarks[i])
        compared = rows.add(drawn, picture, landmarks[i], opened=i in opened)
        if i in wanted:
            samples.append(compared)
    if sheet:
        _write_sheet(sheet, samples)
    figures = rows.figures()
    figures["gan"]["ms_per_frame"] = round(1000 * reenactment.seconds / max(len(seen) - 1, 1), 2)
    return figures | {"frames": len(rows.values), "open_frames": sum(rows.opened)}


def table(figures: dict) -> str:
    """The figures as lines of a Markdown table."""
    names = list(figures["static"])
    lines = ["| | " + " | ".join(WAYS) + " |", "|---" * (len(WAYS) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(str(figures[way][name]) for way in WAYS) + " |" for name in names]
    others = {**{name: value for name, value in figures["gan"].items() if name not in names},
              "frames": figures["frames"], "open_frames": figures["open_frames"]}  # fmt: skip
    return "\n".join([*lines, "", *(f"{name}: {value}" for name, value in others.items())])


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


class _Film:
    """A film's pictures, read again whenever they are asked for: none is kept."""

    def __init__(self, path: Path) -> None:
        from revive.media.film import check_film, looking_rate

        header = check_film(path)
        self._path, self._rate, self._seconds = path, looking_rate(header), min(header.seconds or LONGEST, LONGEST)

    def pictures(self) -> Iterator[np.ndarray]:
        from revive.media.film import read_frames

        return read_frames(self._path, rate=self._rate, side=SIDE, seconds=self._seconds)

    def faces(self) -> list[Face | None]:
        from revive.face.detection import follow_face

        return list(follow_face(self.pictures()))

    def picture(self, number: int) -> np.ndarray:
        return next(picture for i, picture in enumerate(self.pictures()) if i == number).copy()


class _Rows:
    """The comparison of every picture, and what they come to."""

    def __init__(self) -> None:
        self.values: list[dict[str, tuple[float, float, float, float]]] = []
        self.opened: list[bool] = []
        self._edges: list[tuple[float, float]] = []
        self._bends: list[tuple[float, float]] = []
        self._last: list[tuple[np.ndarray, np.ndarray]] = []

    def interrupt(self) -> None:
        """The next picture does not follow the last one."""
        self._last.clear()

    def add(
        self, drawn: dict[str, np.ndarray], real: np.ndarray, landmarks: np.ndarray, *, opened: bool
    ) -> dict[str, np.ndarray]:
        """Compare; gives the squares about the face, and the mouth's rectangle in them, as they were compared."""
        place, rectangle = face_square(landmarks)
        squares = {way: cut(picture, place, (CROP, CROP), smooth=True) for way, picture in drawn.items()}
        truth = cut(real, place, (CROP, CROP), smooth=True)
        row = {}
        for way, square in squares.items():
            alike = ssim(square, truth)
            row[way] = (
                psnr(square, truth), float(alike.mean()),
                psnr(square[rectangle], truth[rectangle]), float(alike[rectangle].mean()),
            )  # fmt: skip
        self.values.append(row)
        self.opened.append(opened)
        self._edges.append((_edges(squares["gan"][rectangle]), _edges(truth[rectangle])))
        self._last.append((squares["gan"].astype(np.float32), truth.astype(np.float32)))
        if len(self._last) == 3:
            (a, real_a), (b, real_b), (c, real_c) = self._last
            bend, real_bend = (
                np.abs(x - 2 * y + z)[rectangle].mean() for x, y, z in ((a, b, c), (real_a, real_b, real_c))
            )
            self._bends.append((float(bend), float(real_bend)))
            self._last.pop(0)
        return squares | {"real": truth, "rectangle": rectangle}

    def figures(self) -> dict:
        names = ("face_psnr", "face_ssim", "mouth_psnr", "mouth_ssim")
        opened = [row for row, is_open in zip(self.values, self.opened, strict=True) if is_open]
        figures: dict[str, dict] = {}
        for way in WAYS:
            mean = np.mean([row[way] for row in self.values], axis=0)
            figures[way] = {name: round(float(value), 4) for name, value in zip(names, mean, strict=True)}
            open_mean = np.mean([row[way][2:] for row in opened], axis=0) if opened else (None, None)
            for name, value in zip(("open_mouth_psnr", "open_mouth_ssim"), open_mean, strict=True):
                figures[way][name] = None if value is None else round(float(value), 4)
        figures["gan"]["sharpness_ratio"] = _ratio(self._edges)
        figures["gan"]["flicker_ratio"] = _ratio(self._bends)
        return figures


def face_square(landmarks: np.ndarray) -> tuple[np.ndarray, tuple[slice, slice]]:
    """(2, 3) that lays a square of `CROP` pixels on the face, and the rectangle in it that is round the mouth."""
    points = landmarks[:, :2].astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max())
    corner = (low + high) / 2 - side / 2
    place = np.column_stack([np.eye(2) * side / CROP, corner])
    lips = (points[list(mesh.OUTER_LIPS)] - corner) * CROP / side
    margin = ABOUT_MOUTH * mesh.eye_distance(points) * CROP / side
    first = np.maximum(np.floor(lips.min(axis=0) - margin).astype(int), 0)
    last = np.minimum(np.ceil(lips.max(axis=0) + margin).astype(int), CROP)
    return place, (slice(first[1], last[1]), slice(first[0], last[0]))


def _edges(picture: np.ndarray) -> float:
    import cv2

    return float(cv2.Laplacian((picture @ LUMA).astype(np.float32), cv2.CV_32F).var())


def _ratio(pairs: list[tuple[float, float]]) -> float | None:
    """Ours over real; 1 where neither has anything, None where there was nothing to compare."""
    if not pairs:
        return None
    ours, real = np.mean(pairs, axis=0)
    return round(float(ours / real), 4) if real > 0 else (1.0 if ours == 0 else None)


def _write_sheet(path: Path, samples: list[dict]) -> None:
    import cv2

    from revive.provenance import Provenance
    from revive.provenance.pictures import write_picture

    rows = []
    for sample in samples:
        rows_, columns = sample["rectangle"]
        crops = [sample[way] for way in (*WAYS, "real")]
        mouths = [cv2.resize(picture[rows_, columns], (CROP, CROP), interpolation=cv2.INTER_CUBIC) for picture in crops]
        rows.append(np.hstack(crops + mouths))
    write_picture(np.vstack(rows), path, Provenance("photograph"), seen=False)
