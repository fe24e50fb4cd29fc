"""Collect what can be learned from in photographs and films of one person.

A moment is a photograph, or three neighbouring pictures of a film. Films are read once, picture by picture; only the
face and its surroundings are kept, on disk, until the samples are drawn. Some stretches of time are held back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.face.age import LIKELY, chance_of_child, child_refusal
from revive.face.face import Face
from revive.face.identity import SAME, face_embedding, mean_similarity, most_frequent_person
from revive.media.files import opened
from revive.media.kinds import HEAD, PICTURES, kind_of
from revive.teaching.samples import moment_quality
from revive.teaching.samples.moments import Moment
from revive.teaching.samples.region_samples import RUN
from revive.teaching.samples.selection import select

MOST_MOMENTS = 400  # looked at, in all films together
SCOUTED = 10  # pictures of a film in which the most frequent face is looked for
FILM_SIDE, PHOTO_SIDE, KEPT_SIDE = 720, 1280, 640  # pixels, the longest side
ROOM = 0.75  # of the face's size, kept round it on every side
THUMB = 160  # pixels
AGED = 9  # moments whose faces are looked at for their age


def collect(
    files: list[Path], folder: Path, *, photo: Path | None = None, tell: Callable[[float], None] = lambda _: None
) -> list[Moment]:
    """Every moment that was looked at, in order, the ones to use with their pictures in `folder`.

    Parameters
    ----------
    files : photographs and films, in any order
    folder : for pictures and thumbs; there need not be one
    photo : of the person, where others are seen too; without it the most frequent face is taken
    tell : told the fraction done, 0–1; may raise to stop

    Raises
    ------
    UserError : a file is neither, no face is seen anywhere, or the person is a child
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [is_picture(path) for path in files]
    films = [path for path, picture in zip(files, kinds, strict=True) if not picture]
    clocks = [_clock(path) for path in films]
    person = _person(files, kinds, photo, lambda done: tell(0.2 * done))
    looker = _Looker(folder, person)
    moments: list[Moment] = []
    every = max(RUN, math.ceil(sum(count for _, count in clocks) / MOST_MOMENTS))
    for source, path in enumerate(files):
        share = (0.2 + 0.8 * source / len(files), 0.8 / len(files))
        if kinds[source]:
            moments.append(looker.photograph(source, path))
            tell(sum(share))
            continue
        rate, count = clocks[films.index(path)]
        for i, burst in _bursts(path, rate, count, every):
            moments.append(looker.burst(source, i / rate, burst))
            tell(share[0] + share[1] * i / count)
    chosen = select(moments)
    _check_ages([moment for moment in chosen if moment.used])
    return chosen


def _check_ages(moments: list[Moment]) -> None:
    """Refuse a child: of a few moments spread over all of them the middle one decides, since one face may mislead."""
    spread = np.linspace(0, len(moments) - 1, min(AGED, len(moments))).astype(int)
    chances = [
        chance_of_child(moment.image(number), moment.landmarks[number])
        for moment in (moments[i] for i in spread)
        for number in [len(moment.pictures) // 2]
    ]
    if chances and np.median(chances) > LIKELY:
        raise child_refusal()


def usable(files: list[Path], folder: Path, *, tell: Callable[[float], None] = lambda _: None) -> list[Moment]:
    """The moments of `collect` that can be used; a photograph is enough.

    Raises
    ------
    UserError : nothing was brought, or none of it can be used
    """
    if not files:
        raise UserError("Please choose photographs of the person first.")
    moments = [moment for moment in collect(files, folder, tell=tell) if moment.used]
    if not moments:
        raise UserError(
            "None of these photographs shows a face clearly enough; please bring some from the front, sharp, with the"
            " head as large as a thumb.",
        )
    return moments


def is_picture(path: Path) -> bool:
    """Whether the file is, by its first bytes, a picture that Revive reads; a film, or anything else, is not.

    Raises
    ------
    UserError : no such file, a folder, empty
    """
    with opened(path, most=2**63) as file:
        return kind_of(file.read(HEAD)) in PICTURES


def read_picture(path: Path) -> np.ndarray:
    """A photograph, (H, W, 3) uint8 RGB, its longest side at most `PHOTO_SIDE`; errors name the file."""
    from revive.media.photo import read_photo

    try:
        return read_photo(path, size=PHOTO_SIDE)
    except UserError as error:
        raise UserError("“{file}”: {trouble}", file=path.name, trouble=error.message) from error


def _clock(path: Path) -> tuple[float, int]:
    """Pictures a second to look at, and how many there are."""
    from revive.media.film import check_film, looking_rate

    header = check_film(path)
    rate = looking_rate(header)
    return rate, max(int((header.seconds or 0) * rate), 1)


def _bursts(path: Path, rate: float, count: int, every: int) -> Iterator[tuple[int, list[np.ndarray]]]:
    """Three neighbouring pictures, with the number of the middle one, at the beginning of every `every` pictures."""
    from revive.media.film import read_frames

    burst: list[np.ndarray] = []
    for i, picture in enumerate(read_frames(path, rate=rate, side=FILM_SIDE, seconds=count / rate)):
        if i % every < RUN:
            burst.append(picture)
        if len(burst) == RUN:
            yield i - 1, burst
            burst = []


def _person(files: list[Path], kinds: list[bool], photo: Path | None, tell: Callable[[float], None]) -> np.ndarray:
    """(n, 128), how the person looks: in the photograph, or as whoever is seen most often."""
    from revive.face.detection import find_faces

    if photo is not None:
        image = read_picture(photo)
        faces = find_faces(image)
        if not faces:
            raise UserError(
                "No face was found in “{file}”; please choose a photograph of the person from the front.",
                file=photo.name,
            )
        return face_embedding(image, faces[0].landmarks)[None]
    described = []
    for i, (path, picture) in enumerate(zip(files, kinds, strict=True)):
        for image in [read_picture(path)] if picture else _scouted(path):
            described += [face_embedding(image, face.landmarks) for face in find_faces(image)]
        tell((i + 1) / len(files))
    if not described:
        raise UserError(
            "No face was found in any of these; please choose photographs or films of the person facing the camera."
        )
    return most_frequent_person(described)


def _scouted(path: Path) -> Iterator[np.ndarray]:
    from revive.media.film import read_frames

    rate, count = _clock(path)
    return read_frames(path, rate=min(rate, SCOUTED * rate / count), side=FILM_SIDE, seconds=count / rate)


class _Looker:
    """Looks at one moment after another, following the person through the pictures of a film."""

    def __init__(self, folder: Path, person: np.ndarray) -> None:
        self._folder, self._person = folder, person
        self._last: tuple[int, Face] | None = None
        self._count = 0

    def photograph(self, source: int, path: Path) -> Moment:
        """A photograph, whoever else is in it."""
        image = read_picture(path)
        face, reason = self._find(image, None)
        return self._moment(source, False, 0.0, [image], [face] if face else [], reason)

    def burst(self, source: int, seconds: float, pictures: list[np.ndarray]) -> Moment:
        """Neighbouring pictures of a film."""
        from revive.face.detection import detect_again

        last = self._last[1] if self._last and self._last[0] == source else None
        middle = RUN // 2
        face, reason = self._find(pictures[middle], last)
        faces: list[Face] = []
        if face is not None:
            self._last = (source, face)
            seen = [face if i == middle else detect_again(picture, face) for i, picture in enumerate(pictures)]
            faces = [one for one in seen if one is not None]
            if len(faces) < len(pictures):
                faces, reason = [face], reason or "no_face"
        return self._moment(source, True, seconds, pictures, faces, reason)

    def _find(self, image: np.ndarray, last: Face | None) -> tuple[Face | None, str]:
        """The person's face, or the one most like it, and why it is not fit."""
        from revive.face.detection import detect_again, find_faces

        face = detect_again(image, last) if last is not None else None
        if face is None or self._likeness(image, face) < SAME:
            every = find_faces(image)
            if not every:
                return None, "no_face"
            face = max(every, key=lambda one: self._likeness(image, one))
            if self._likeness(image, face) < SAME:
                return face, moment_quality.rejection(face) or "stranger"  # a tiny or turned face is like nobody
        return face, moment_quality.rejection(face)

    def _likeness(self, image: np.ndarray, face: Face) -> float:
        return mean_similarity(face_embedding(image, face.landmarks), self._person)

    def _moment(
        self, source: int, film: bool, seconds: float, pictures: list[np.ndarray], faces: list[Face], reason: str
    ) -> Moment:
        name = f"{self._count:04d}"
        self._count += 1
        middle = len(pictures) // 2
        thumb = self._folder / f"{name}-thumb.jpg"
        _write(thumb, _thumb(pictures[middle], faces[len(faces) // 2] if faces else None), 85)
        if reason:
            return Moment(source, film, seconds, thumb, reason)
        sharp = moment_quality.sharpness(pictures[middle], faces[middle].landmarks)
        if sharp < moment_quality.BLURRED:
            return Moment(source, film, seconds, thumb, "blurred")
        box = _room(faces[middle], pictures[middle].shape)
        kept, landmarks = [], []
        for i, (picture, face) in enumerate(zip(pictures, faces, strict=True)):
            cropped, scale = _cropped(picture, box)
            kept.append(self._folder / f"{name}-{i}.jpg")
            _write(kept[-1], cropped, 96)
            landmarks.append((face.landmarks - (box[0], box[1], 0)) * scale)
        return Moment(
            source, film, seconds, thumb, pictures=tuple(kept), landmarks=np.array(landmarks, np.float32),
            scores=np.stack([face.scores for face in faces]), turn=faces[middle].turn, sharp=sharp,
        )  # fmt: skip


def _room(face: Face, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    left, top, right, bottom = face.box
    room = round(ROOM * max(right - left, bottom - top))
    return max(left - room, 0), max(top - room, 0), min(right + room, shape[1]), min(bottom + room, shape[0])


def _cropped(picture: np.ndarray, box: tuple[int, int, int, int]) -> tuple[np.ndarray, float]:
    """The part of the picture, at most `KEPT_SIDE` long, and its scale."""
    import cv2

    left, top, right, bottom = box
    part = picture[top:bottom, left:right]
    scale = min(1.0, KEPT_SIDE / max(part.shape[:2]))
    if scale < 1:
        size = (round(part.shape[1] * scale), round(part.shape[0] * scale))
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return part, scale


def _thumb(picture: np.ndarray, face: Face | None) -> np.ndarray:
    import cv2

    if face is not None:
        left, top, right, bottom = _room(face, picture.shape)
        picture = picture[top:bottom, left:right]
    scale = THUMB / max(picture.shape[:2])
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def _write(path: Path, picture: np.ndarray, quality: int) -> None:
    import cv2

    code = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    code.tofile(path)
