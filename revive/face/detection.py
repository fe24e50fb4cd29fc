"""Face detection: MediaPipe Face Landmarker (478 points, 52 blendshape scores, pose) from a packaged model.

The packaged detector finds faces that fill at least about a tenth of its input. Group photographs are therefore also
searched in pieces, and every face is measured again in a close crop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from revive.core.model_cache import cached_model
from revive.face.face import Face, box_of
from revive.face.landmarker import found, import_mediapipe, make_landmarker, quietly

MOST_FACES = 20
LOST = 25  # pictures without the face, after which it is searched for again
CROP = 640  # pixels; side of the close crop in which a face is measured


def find_faces(image: np.ndarray) -> tuple[Face, ...]:
    """All faces of an (H, W, 3) uint8 RGB image, the largest first; empty when there is none."""
    seen: list[Face] = []
    for left, top, right, bottom in _pieces(*image.shape[:2]):
        for face in _detect(image[top:bottom, left:right], origin=(left, top)):
            if not any(_overlap(face.box, other.box) > 0.3 for other in seen):
                seen.append(face)
    faces = [_measured_again(image, face) for face in seen[:MOST_FACES]]
    return tuple(sorted(faces, key=lambda face: face.box[2] - face.box[0], reverse=True))


def follow_face(pictures: Iterable[np.ndarray]) -> Iterator[Face | None]:
    """Follow one face through pictures, measured as precisely as in a photograph: the largest of the first with a face.

    Yields a Face for every picture (H, W, 3) uint8 RGB, None if it is not found; after `LOST` pictures without it, the
    largest face is followed instead. The crop in which it is measured moves only when the face has left its middle, so
    the points of a still face stay still.
    """
    anchor: Face | None = None
    unseen = 0
    for picture in pictures:
        if anchor is None or unseen >= LOST:
            anchor = next(iter(find_faces(picture)), anchor)
        seen = None if anchor is None else detect_again(picture, anchor)
        unseen = 0 if seen is not None else unseen + 1
        if seen is not None and anchor is not None and _strayed(seen.box, anchor.box):
            anchor = seen
        yield seen


def _strayed(box: tuple, anchor: tuple) -> bool:
    """Whether an edge of the box has moved by more than a tenth of the anchor's size."""
    reach = 0.1 * max(anchor[2] - anchor[0], anchor[3] - anchor[1])
    return max(abs(a - b) for a, b in zip(box, anchor, strict=True)) > reach


def _pieces(height: int, width: int) -> list[tuple[int, int, int, int]]:
    """The whole picture, then overlapping halves and thirds of a large one."""
    boxes = [(0, 0, width, height)]
    for share in (0.6, 0.4):
        w, h = round(width * share), round(height * share)
        if min(w, h) < 240:
            continue
        steps = 2 if share > 0.5 else 4
        boxes += [
            (left, top, left + w, top + h)
            for top in np.linspace(0, height - h, steps).astype(int)
            for left in np.linspace(0, width - w, steps).astype(int)
        ]
    return boxes


def _detect(image: np.ndarray, *, origin: tuple[int, int]) -> list[Face]:
    mediapipe = import_mediapipe()
    height, width = image.shape[:2]
    picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image))
    with quietly():
        result = face_landmarker().detect(picture)
    faces = []
    for landmarks, scores, pose in found(result, width, height):
        landmarks[:, :2] += origin
        forward = pose[:3, 2]
        turn = float(np.degrees(np.arccos(np.clip(forward[2] / np.linalg.norm(forward), -1, 1))))
        faces.append(Face(box_of(landmarks), landmarks, scores, turn))
    return faces


def _measured_again(image: np.ndarray, face: Face) -> Face:
    """The same face measured in a close crop, where its points are more exact; unchanged if it is not found there."""
    return detect_again(image, face) or face


def detect_again(image: np.ndarray, face: Face) -> Face | None:
    """The face at the position of `face`, measured in a close crop."""
    import cv2

    left, top, right, bottom = face.box
    reach = max(right - left, bottom - top)
    x0, x1 = max(0, left - reach // 2), min(image.shape[1], right + reach // 2)
    y0, y1 = max(0, top - reach // 2), min(image.shape[0], bottom + reach // 2)
    scale = CROP / max(x1 - x0, y1 - y0)
    shape = (round((x1 - x0) * scale), round((y1 - y0) * scale))
    crop = cv2.resize(image[y0:y1, x0:x1], shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    candidates = []
    for close in _detect(crop, origin=(0, 0)):
        landmarks = close.landmarks / scale
        landmarks[:, :2] += (x0, y0)
        candidates.append(Face(box_of(landmarks), landmarks, close.scores, close.turn))
    best = max(candidates, key=lambda other: _overlap(face.box, other.box), default=None)
    return best if best is not None and _overlap(face.box, best.box) > 0.3 else None


def _overlap(a: tuple, b: tuple) -> float:
    """Intersection over the smaller area."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


@cached_model()
def face_landmarker():
    """MediaPipe's landmarker for single pictures."""
    return make_landmarker(film=False, faces=MOST_FACES)
