"""Bring an open or smiling mouth to rest: the same face with its lips closed and at ease.

The points of the face go to where they rest (`resting_geometry`), the mesh carries the photograph along at its own
size, and a network, which has seen the same people smiling and at rest, moves what the mesh left in a wrong place and
draws what was hidden: lips that were drawn thin, corners, folds. The card is `revive/weights/resting_face.md`.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

from revive.animator.draw import Renderer
from revive.animator.holes import coverage
from revive.animator.occluder import find_occluder
from revive.animator.placement import box_within, brought_back, cut
from revive.animator.pose import Poser
from revive.animator.resting_frame import SIZE, about_lips, fade_window, frame_place
from revive.animator.resting_geometry import LOWER_SCORES, lower_share, resting_landmarks
from revive.animator.rig import Rig, build_rig
from revive.core.model_cache import cached_model
from revive.core.onnx_session import onnx_session, run_session
from revive.core.weights import FOLDER, read_weights
from revive.face import mesh
from revive.face.blendshapes import INDEX
from revive.face.face import Face
from revive.portrait.grading import LUMA
from revive.portrait.portrait import Portrait

NETWORK = FOLDER / "resting_face.onnx"
GEOMETRY = NETWORK.with_suffix(".safetensors")
MOVED, DRAWN = (0.15, 0.5), (0.05, 0.22)  # eye distances from the lips, within which the network moves; draws
PAINTED = (0.0, 0.06)  # eye distances from the lips, within which it may change the hue
HUE_BLUR = 12.0  # pixels of the frame
PARTED = 0.03  # eye distances between the lips, from which a mouth is not at rest


def needs_rest(face: Face) -> bool:
    """Whether the mouth of a photograph is so open, or smiles so that it shows teeth, that it is brought to rest."""
    return mesh.inner_lip_gap(face.landmarks[:, :2]) >= PARTED


def bring_to_rest(portrait: Portrait) -> Portrait:
    """The portrait with the chosen mouth closed and at ease, and the photograph's own one in its `original`.

    A mouth that is at rest already is left as it is, and so is one after which no face is found any more.
    """
    from revive.face.detection import find_faces

    face = portrait.face
    if not needs_rest(face):
        return portrait
    rig = build_rig(portrait, matte=False)
    occluder = find_occluder(portrait.image, rig)
    bare = portrait.image if occluder is None else occluder.behind
    image = draw_resting_face(bare, rig, face.landmarks, face.scores)
    if occluder is not None:
        occluder.lay(image, Poser(rig).pose(np.zeros(len(INDEX)), 0.0, np.zeros(3), np.zeros(2), 0.0))
    found = [other for other in find_faces(image) if _same_place(other, face)]
    if not found:
        return portrait
    faces = list(portrait.faces)
    faces[portrait.chosen] = _lower_face_of(found[0], face)
    return dataclasses.replace(portrait, image=image, faces=tuple(faces), original=portrait)


def bring_all_to_rest(portraits: Sequence[Portrait]) -> tuple[Portrait, ...]:
    """Portraits of one photograph that differ in the chosen face, with all of these at rest in one common image."""
    common, originals = portraits[0], []
    for portrait in portraits:
        common = bring_to_rest(dataclasses.replace(portrait, image=common.image, faces=common.faces, original=None))
        originals.append(common.original)
    return tuple(
        dataclasses.replace(portrait, image=common.image, faces=common.faces, original=original)
        for portrait, original in zip(portraits, originals, strict=True)
    )


def draw_resting_face(image: np.ndarray, rig: Rig, landmarks: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8, the picture with the mouth at rest.

    image : (H, W, 3) uint8 RGB, on which `rig` was built
    landmarks, scores : of the face, (478, 3) in pixels and (52,)
    """
    rested = resting_landmarks(landmarks, scores, geometry())
    views = RestingViews(image, rig)
    warped, place = views.warped(rested)
    view = cut(warped, place, SIZE, smooth=True)
    seen = {
        "warped": _batch(view), "source": _batch(views.source),
        "opening": _batch(views.opening[..., None]),
    }  # fmt: skip
    flow, change = (out[0].transpose(1, 2, 0) for out in run_session(_network(), seen, ("flow", "change")))
    moved, drawn, painted = (about_lips(rested, place, reach) for reach in (MOVED, DRAWN, PAINTED))
    window = fade_window()[..., None]
    change = window * drawn[..., None] * _in_hue(255 * change, view, painted)
    return _applied(warped, window * moved[..., None] * flow, change, place)


class RestingViews:
    """What the network sees of one picture.

    Attributes
    ----------
    source : (h, w, 3) uint8, the picture in the frame
    opening : (h, w) uint8, 0–255, what lies between its lips
    """

    def __init__(self, image: np.ndarray, rig: Rig) -> None:
        self._poser, self._drawer = Poser(rig), Renderer(image, rig, insides=False)
        place = frame_place(rig.points[:478])
        self.source = cut(image, place, SIZE, smooth=True)
        ring = brought_back(rig.points[list(mesh.MOUTH_RING), :2], place)
        self.opening = (255 * coverage(ring, SIZE[::-1])).astype(np.uint8)

    def warped(self, landmarks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The whole picture as the mesh carries it to other points (478, 3), and the frame's place (2, 3) in it."""
        posed = self._poser.pose_landmarks(landmarks)
        return self._drawer.draw(posed).copy(), frame_place(posed.still)


@functools.cache
def geometry() -> np.ndarray:
    """The shipped way to rest, see `resting_landmarks`."""
    return read_weights(GEOMETRY)["geometry"]


@cached_model()
def _network():
    return onnx_session(NETWORK, threads=1)


def _batch(picture: np.ndarray) -> np.ndarray:
    """(1, channels, h, w) float32, 0–1."""
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], np.float32) / np.float32(255)


def _applied(picture: np.ndarray, flow: np.ndarray, change: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The picture moved by the flow at its own size, with the change added.

    flow : (h, w, 2), pixels of the frame: where each pixel takes its colour from, less its own place
    change : (h, w, 3), levels
    place : (2, 3), pixels of the frame -> pixels of the picture
    """
    import cv2

    low, high = box_within(place, SIZE, picture.shape)
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    laid = np.column_stack([place[:, :2], place[:, 2] - low])
    way = cv2.warpAffine(flow @ place[:, :2].T.astype(np.float32), laid, size, flags=cv2.INTER_CUBIC)
    added = cv2.warpAffine(change, laid, size, flags=cv2.INTER_CUBIC)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    part = picture[low[1] : high[1], low[0] : high[0]]
    moved = cv2.remap(part, x + way[..., 0], y + way[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    done = picture.copy()
    done[low[1] : high[1], low[0] : high[0]] = np.clip(moved + added + 0.5, 0, 255).astype(np.uint8)
    return done


def _in_hue(change: np.ndarray, picture: np.ndarray, lips: np.ndarray) -> np.ndarray:
    """The change (h, w, 3) of a picture (h, w, 3), levels, where beyond the `lips` (h, w) skin keeps its hue."""
    import cv2

    soft = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), HUE_BLUR)
    alone = (change @ LUMA)[..., None] * soft / np.maximum(soft @ LUMA, 1)[..., None]
    return (lips[..., None] * change + (1 - lips[..., None]) * alone).astype(np.float32)


def _same_place(found: Face, face: Face) -> bool:
    away = found.landmarks[:, :2].mean(axis=0) - face.landmarks[:, :2].mean(axis=0)
    return float(np.linalg.norm(away)) < mesh.eye_distance(face.landmarks[:, :2])


def _lower_face_of(found: Face, face: Face) -> Face:
    """The face, with the points and the scores of mouth and chin as they were found after it was brought to rest."""
    landmarks = (face.landmarks + lower_share() * (found.landmarks - face.landmarks)).astype(np.float32)
    scores = face.scores.copy()
    scores[LOWER_SCORES] = found.scores[LOWER_SCORES]
    return dataclasses.replace(face, landmarks=landmarks, scores=scores)
