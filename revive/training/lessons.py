"""Lessons for the generator: what the animator draws, beside what was really there.

From a tracked clip one frame is the photograph, and others, in runs of three for the sake of time, are what it should
become: the animator draws them from the tracked points, so that training sees what the app will draw. A single
portrait with parted lips has its mouth shut by the animator and opened again: the only lesson about old mouths.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.pose import Poser
from revive.animator.region import MOUTH, REGIONS, Region, Viewer, cut
from revive.animator.rig import Rig, build_rig
from revive.core.errors import UserError
from revive.face import mesh
from revive.face.blendshapes import (
    INDEX,
)
from revive.face.face import (
    Face,
    box_of,
)
from revive.portrait.portrait import (
    Portrait,
)
from revive.training.basis import HELD_OUT

RUN = 3  # frames that follow each other
SOURCES, RUNS = 16, 20  # photographs taken from a clip, and runs drawn of each
PARTED = 0.045  # eye distances between the lips, from which a portrait shows the inside of a mouth
SUFFIXES = ("", "-right", "-left")  # of the names of lessons, in the order of REGIONS
STRETCH_STEP = 1 / 32  # powers of two in a stored step of stretch


@dataclass(frozen=True)
class Lesson:
    """Pictures of one region of one photograph.

    Attributes
    ----------
    picture, truth : (n, h, w, 3) uint8, drawn and real; n is a multiple of `run`
    opening : (n, h, w) uint8
    stretch : (n, h, w, 2) int8, in steps of `STRETCH_STEP`
    shape : (n, 2 points, 2) float32
    rest, rest_opening : the region in the photograph itself
    run : frames that follow each other
    """

    picture: np.ndarray
    truth: np.ndarray
    opening: np.ndarray
    stretch: np.ndarray
    shape: np.ndarray
    rest: np.ndarray
    rest_opening: np.ndarray
    run: np.ndarray

    def save(self, path: Path) -> None:
        """Write the lesson whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, **vars(self))
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> Lesson:
        with np.load(path) as arrays:
            return cls(**arrays)


@dataclass(frozen=True)
class TrackedClip:
    """A clip with its points. `frames` are those that are valid and have a picture, in order."""

    name: str
    frames: list[int]
    landmarks: np.ndarray
    scores: np.ndarray
    picture: Callable[[int], np.ndarray]

    def portrait(self, frame: int) -> Portrait:
        """One frame as the photograph."""
        return as_portrait(self.picture(frame), self.landmarks[frame], self.scores[frame])


def as_portrait(image: np.ndarray, landmarks: np.ndarray, scores: np.ndarray) -> Portrait:
    """An (H, W, 3) picture whose one face is known."""
    return Portrait(image, (Face(box_of(landmarks), landmarks, scores, 0.0),))


def read_rgb(path: Path) -> np.ndarray:
    """A picture that was prepared for training, (H, W, 3) uint8 RGB."""
    import cv2

    return cv2.cvtColor(cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def prepare_lessons(data: Path, folder: Path, *, seed: int, say: Callable[[str], None] = print) -> None:
    """Draw all lessons of `data` into `folder`, as many as are not yet there: learn/ and validate/, by region."""
    clips = tracked_clips(data)
    portraits = sorted((data / "portraits" / "images").glob("*.jpg"))
    say(f"drawing lessons from {len(clips)} clips and {len(portraits)} portraits: about 8 minutes, kept in {folder}")
    for clip in clips:
        held_out = clip.name in HELD_OUT
        rng = np.random.default_rng([seed, zlib.crc32(clip.name.encode())])
        sources = [_most_closed(clip)] if held_out else _draw_sources(clip, rng)
        for source in sources:
            targets = _draw_runs(clip, rng, RUNS)
            name = f"{clip.name}-{source:05d}"
            if not lesson_path(folder, held_out, MOUTH, name).exists():
                save_lessons(folder, held_out, name, _from_clip(clip, source, targets))
    for path in portraits:
        if not lesson_path(folder, False, MOUTH, path.stem).exists():
            drawn = _from_portrait(path, np.random.default_rng([seed, zlib.crc32(path.stem.encode())]))
            if drawn is not None:
                drawn.save(lesson_path(folder, False, MOUTH, path.stem))


def lessons(folder: Path, region: str, *, validate: bool = False) -> Iterator[tuple[str, Lesson]]:
    """All lessons of a region ("mouth" or "eye") with their names, in order."""
    for path in sorted((folder / ("validate" if validate else "learn") / region).glob("*.npz")):
        yield path.stem, Lesson.load(path)


def tracked_clips(data: Path) -> list[TrackedClip]:
    """The clips of `data`/talking that have pictures.

    Raises
    ------
    UserError : there is no such folder
    """
    talking = data / "talking"
    if not (talking / "index.json").is_file():
        raise UserError(
            f"The folder {data} holds no talking/index.json; please give the folder of training data.",
            f"文件夹 {data} 中没有 talking/index.json，请指定训练数据所在的文件夹。",
        )
    clips = []
    for entry in json.loads((talking / "index.json").read_text()):
        folder = talking / entry["clip"]
        with np.load(folder / "tracks.npz") as tracks:
            frames = [int(i) for i in tracks["frames"] if tracks["valid"][i]]
            landmarks, scores = tracks["landmarks"], tracks["blendshapes"]

        def picture(frame: int, folder: Path = folder) -> np.ndarray:
            return read_rgb(folder / f"{frame:05d}.jpg")

        if len(frames) >= RUN:
            clips.append(TrackedClip(entry["clip"], frames, landmarks, scores, picture))
    return clips


def lesson_path(folder: Path, held_out: bool, region: Region, name: str) -> Path:
    """Where a lesson lies: in learn/ or validate/, by region."""
    return folder / ("validate" if held_out else "learn") / region.name / f"{name}.npz"


def save_lessons(folder: Path, held_out: bool, name: str, drawn: list[Lesson]) -> None:
    """Write the lessons of one photograph, one for each of `REGIONS`."""
    every = list(zip(REGIONS, SUFFIXES, drawn, strict=True))
    for region, suffix, lesson in reversed(every):  # the mouth last: where it is, all is there
        lesson.save(lesson_path(folder, held_out, region, name + suffix))


def lip_gaps(clip: TrackedClip) -> np.ndarray:
    """Opening of the mouth in every frame that has a picture, in eye distances."""
    return np.array([mesh.inner_lip_gap(clip.landmarks[frame][:, :2]) for frame in clip.frames])


def _most_closed(clip: TrackedClip) -> int:
    return clip.frames[int(lip_gaps(clip).argmin())]


def _draw_sources(clip: TrackedClip, rng: np.random.Generator) -> list[int]:
    """Half of them from the third with the lips nearest to each other, as most photographs have them."""
    order = np.array(clip.frames)[np.argsort(lip_gaps(clip))]
    third = max(len(order) // 3, 1)
    half = SOURCES // 2
    closed = rng.choice(order[:third], min(half, third), replace=False)
    others = rng.choice(order[third:], min(SOURCES - half, len(order) - third), replace=False)
    return [int(frame) for frame in (*closed, *others)]


def _draw_runs(clip: TrackedClip, rng: np.random.Generator, count: int) -> np.ndarray:
    """(count, RUN) frames; a quarter of the runs about the widest mouths, a quarter about closing eyes."""
    middles = np.arange(1, len(clip.frames) - 1)
    gaps = lip_gaps(clip)[1:-1]
    blinks = clip.scores[clip.frames][1:-1][:, [INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]]].max(axis=1)
    quarter = count // 4
    chosen = [
        rng.choice(middles, count - 2 * quarter),
        rng.choice(middles[np.argsort(-gaps)[: max(len(middles) // 4, 1)]], quarter),
        rng.choice(middles[np.argsort(-blinks)[: max(len(middles) // 12, 1)]], quarter),
    ]
    middle = np.concatenate(chosen)
    return np.array(clip.frames)[middle[:, None] + np.arange(-1, 2)]


def _from_clip(clip: TrackedClip, source: int, targets: np.ndarray) -> list[Lesson]:
    portrait = clip.portrait(source)
    rig = build_rig(portrait)
    order = targets.ravel()
    truths = [clip.picture(int(frame)) for frame in order]
    return draw_lessons(portrait.image, rig, clip.landmarks[order], truths, run=RUN)


def draw_lessons(
    image: np.ndarray, rig: Rig, landmarks: np.ndarray, truths: list[np.ndarray], *, run: int = 1
) -> list[Lesson]:
    """Draw a photograph after tracked points (n, 478, 3), beside the real pictures: a lesson for each of `REGIONS`."""
    poser, drawer = Poser(rig), Renderer(image, rig)
    viewers = [Viewer(region, rig) for region in REGIONS]
    left, top, right, bottom = rig.frame
    rest = [viewer.at_rest(image, rig) for viewer in viewers]
    rows: list[list[tuple]] = [[] for _ in REGIONS]
    for points, truth in zip(landmarks, truths, strict=True):
        posed = poser.pose_landmarks(points)
        drawer.draw(posed)
        for viewer, row in zip(viewers, rows, strict=True):
            seen = viewer.look(drawer, posed)
            real = cut(truth[top:bottom, left:right], seen.place, viewer.region.size, smooth=True)
            stretch = np.round(seen.stretch / STRETCH_STEP).astype(np.int8)
            row.append((seen.picture, real, seen.opening, stretch, seen.shape))
    return [
        Lesson(*(np.stack(column) for column in zip(*row, strict=True)), *at_rest, np.array(run))
        for row, at_rest in zip(rows, rest, strict=True)
    ]


def with_lips_closed(portrait: Portrait, *, relaxed: float = 0.0) -> Portrait:
    """The photograph with its mouth shut by the animator, as though what is behind the lips had never been seen.

    relaxed : 0–1, how far its smile is taken back too
    """
    rig = build_rig(portrait)
    scores = np.zeros(len(INDEX))
    scores[[INDEX["mouthFrownLeft"], INDEX["mouthFrownRight"]]] = relaxed
    posed = Poser(rig).pose(scores, 1.0, np.zeros(3), np.zeros(2), 0.0)
    image = Renderer(portrait.image, rig).draw(posed).copy()
    points = np.column_stack([posed.points[:478], portrait.face.landmarks[:, 2]])
    return as_portrait(image, points, portrait.face.scores)


def hidden_mouth(portrait: Portrait, *, relaxed: float = 0.0) -> Lesson | None:
    """The mouth of one photograph, opened again after it was shut; None if its lips are not parted."""
    landmarks = portrait.face.landmarks
    if mesh.inner_lip_gap(landmarks[:, :2]) < PARTED:
        return None
    shut = with_lips_closed(portrait, relaxed=relaxed)
    return draw_lessons(shut.image, build_rig(shut), landmarks[None], [portrait.image])[0]


def _from_portrait(path: Path, rng: np.random.Generator) -> Lesson | None:
    """The mouth of a single portrait as `hidden_mouth` draws it; None also if it shows no face."""
    from revive.face.detection import find_faces

    image = read_rgb(path)
    faces = find_faces(image)
    if not faces:
        return None
    return hidden_mouth(Portrait(image, faces), relaxed=rng.uniform(0, 0.8))
