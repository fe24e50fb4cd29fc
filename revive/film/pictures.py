"""A photograph as it is seen in the film: read, framed by its faces, laid out in the shape of the frame, with depth."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.clip.title import dimmed
from revive.face.framing import Box, crop_box, head_box
from revive.face.matte import person_matte
from revive.face.photograph import Photograph, read_photograph
from revive.film.scenes import Pictured
from revive.film.views import View, between, fills, path_of
from revive.media.photo import read_photo

LOOKED_AT = 1280  # pixels, the longest side at which faces and people are found
LARGEST = 8000  # pixels, the longest side at which a photograph is read
SHARPNESS = 1.3  # pixels of the laid-out picture for one of the frame, at most, in its widest view
SIDES, SIDES_LIGHT = 0.04, 0.45  # of the width, the blur of what is beside a picture; its brightness
DEPTH = 0.014  # by how much the people grow before what is behind them, at depth 1
RIM = 0.03  # of its shorter side, within which a picture has no depth, so that nothing slides over its edge
EDGE, SURE = 0.003, 0.7  # of the shorter side, the width of an edge; matte from which the hole behind it is filled
MENDED_AT = 400  # pixels of the longest side at which the hole behind the people is filled


@dataclass(frozen=True)
class Scenery:
    """A picture laid out for the film, and how it is seen.

    Attributes
    ----------
    ground : (H, W, 3) uint8 RGB of the frame's shape; with depth, without its people
    people : (H, W, 4) uint8, the people alone, premultiplied; None without depth
    anchor : (x, y), the point from which they grow
    first, last : the views at the beginning and at the end
    depth : by how much the people grow meanwhile
    faces : boxes in pixels of `ground`
    """

    ground: np.ndarray
    people: np.ndarray | None
    anchor: tuple[float, float]
    first: View
    last: View
    depth: float
    faces: tuple[Box, ...]

    def draw(self, share: float, size: tuple[int, int]) -> np.ndarray:
        """The frame (height, width, 3) uint8 RGB of `size` (width, height), at a share (0–1) of the scene's time."""
        import cv2

        view = between(self.first, self.last, share)
        frame = self._seen(self.ground, view, size, 1.0, (0, 0, *size))
        if self.people is None:
            return frame
        grown = 1 + self.depth * self._nearness(view)
        part = self._people_in(view, size, grown)
        people = self._seen(self.people, view, size, grown, part)
        under = frame[part[1] : part[3], part[0] : part[2]]
        shade = cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(people, 3)), cv2.COLOR_GRAY2RGB)
        seen = cv2.multiply(under, shade, scale=1 / 255)
        cv2.add(seen, cv2.cvtColor(people, cv2.COLOR_RGBA2RGB), dst=seen)
        under[:] = seen
        return frame

    def faces_in(self, share: float, size: tuple[int, int]) -> tuple[Box, ...]:
        """The boxes of the faces in the frame at a share of the time."""
        view = between(self.first, self.last, share)
        scale = size[0] / view.width
        left, top = view.x - view.width / 2, view.y - size[1] / scale / 2
        moved = (np.array(self.faces, float).reshape(-1, 4) - (left, top, left, top)) * scale
        return tuple(_box(face) for face in moved)

    def _nearness(self, view: View) -> float:
        """0 in the widest view, 1 in the closest."""
        wide, close = (pick(self.first.width, self.last.width) for pick in (max, min))
        return (wide - view.width) / (wide - close) if wide > close else 0.0

    @functools.cached_property
    def _standing(self) -> Box:
        """Where the people are in the ground."""
        import cv2

        assert self.people is not None
        left, top, width, height = cv2.boundingRect(self.people[..., 3])
        return left, top, left + width, top + height

    def _people_in(self, view: View, size: tuple[int, int], grown: float) -> Box:
        """The part of the frame in which the people are; at least a pixel of it."""
        scale, offset = self._map(view, size, grown)
        low, high = ((np.reshape(corner, 2) - offset) / scale for corner in np.split(np.array(self._standing), 2))
        low, high = np.floor(low).astype(int) - 1, np.ceil(high).astype(int) + 1
        left, top = np.clip(low, 0, np.array(size) - 1)
        right, bottom = np.clip(high, (left + 1, top + 1), size)
        return int(left), int(top), int(right), int(bottom)

    def _map(self, view: View, size: tuple[int, int], grown: float) -> tuple[float, np.ndarray]:
        """Scale and offset (x, y) that take a point of the frame to the ground, or to the people who have grown."""
        scale, anchor = view.width / size[0], np.array(self.anchor)
        offset = np.array([view.x, view.y]) - scale * (np.array(size) - 1) / 2 - 0.5  # of pixels' middles
        return scale / grown, anchor + (offset - anchor) / grown

    def _seen(self, picture: np.ndarray, view: View, size: tuple[int, int], grown: float, part: Box) -> np.ndarray:
        """A part of the frame, drawn from the ground or the people."""
        import cv2

        scale, offset = self._map(view, size, grown)
        offset = offset + scale * np.array(part[:2])
        matrix = np.array([[scale, 0, offset[0]], [0, scale, offset[1]]])
        return cv2.warpAffine(
            picture, matrix, (part[2] - part[0], part[3] - part[1]), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip


def lay_out(photo: Path, scene: Pictured, size: tuple[int, int]) -> Scenery:
    """The photograph as a scene shows it in frames of `size` (width, height).

    Raises
    ------
    UserError : not a usable picture
    """
    found = read_photograph(photo, size=LOOKED_AT)
    seen, aspect = found.image, size[0] / size[1]
    height, width = seen.shape[:2]
    faces = [face.box for face in found.faces]
    across = round(size[0] * min(scene.zoom, SHARPNESS))
    ground_size = across, round(across / aspect)
    filled = fills(width, height, aspect, faces, scene.fit)
    part = crop_box(width, height, aspect, faces) if filled else (0, 0, width, height)
    place = (0, 0, *ground_size) if filled else _inside(part, ground_size)
    scale = (place[2] - place[0]) / (part[2] - part[0])
    ground = _whole(photo, found, part, place, ground_size)
    shift = np.array([place[0] - scale * part[0], place[1] - scale * part[1]] * 2)
    boxes = [_box(np.array(face) * scale + shift) for face in faces]
    heads = [_clipped(head_box(box), place) for box in boxes if _overlaps(box, place)]
    heads.sort(key=lambda head: head[0] + head[2])
    first, last = path_of((0, 0, *ground_size), aspect, heads, scene.movement, scene.zoom)
    people, anchor = None, (ground_size[0] / 2, ground_size[1] / 2)
    if scene.depth > 0 and heads and scene.movement in ("in", "out"):
        ground, people = _layers(ground, *_mattes(found, part, place, ground_size))
        x, y = np.array(heads).reshape(-1, 2, 2).mean(axis=(0, 1))
        anchor = float(x), float(y)
    return Scenery(ground, people, anchor, first, last, DEPTH * scene.depth, tuple(boxes))


def placed_on(picture: np.ndarray, size: tuple[int, int], sides: np.ndarray | None = None) -> np.ndarray:
    """All of a picture in the middle of a frame of `size` (width, height), before its own blurred, darker likeness.

    sides : such a frame of a picture of the same size, whose middle is drawn over; it stays as it is
    """
    frame = beside(picture, size) if sides is None else sides.copy()
    place = _inside((0, 0, *picture.shape[1::-1]), size)
    frame[place[1] : place[3], place[0] : place[2]] = _resized(picture, (place[2] - place[0], place[3] - place[1]))
    return frame


def beside(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A frame of `size` filled by a blurred, darker enlargement of a picture."""
    import cv2

    left, top, right, bottom = crop_box(picture.shape[1], picture.shape[0], size[0] / size[1])
    small = cv2.resize(picture[top:bottom, left:right], (96, max(round(96 * size[1] / size[0]), 2)), 
                       interpolation=cv2.INTER_AREA)  # fmt: skip
    soft = cv2.GaussianBlur(small, (0, 0), SIDES * 96)
    return cv2.resize(dimmed(soft, SIDES_LIGHT), size, interpolation=cv2.INTER_CUBIC)


def _whole(photo: Path, found: Photograph, part: Box, place: Box, size: tuple[int, int]) -> np.ndarray:
    """The ground: a part of the photograph at its place, and what is beside it."""
    width = found.image.shape[1]
    scale = (place[2] - place[0]) / (part[2] - part[0])
    side = min(math.ceil(max(found.image.shape[:2]) * max(scale, 1.0)), LARGEST)
    image = np.rot90(read_photo(photo, size=side, page=found.page), found.quarters)
    finer = image.shape[1] / width
    left, top, right, bottom = (round(value * finer) for value in part)
    piece = _resized(np.ascontiguousarray(image[top:bottom, left:right]), (place[2] - place[0], place[3] - place[1]))
    if piece.shape[1::-1] == size:
        return piece
    ground = beside(piece, size)
    ground[place[1] : place[3], place[0] : place[2]] = piece
    return ground


def _mattes(found: Photograph, part: Box, place: Box, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """(H, W) float32 each, 0–1: where people are in the ground, and what lies within the rim of the photograph."""
    import cv2

    matte = np.max([person_matte(found.image, face.landmarks) for face in found.faces], axis=0)
    left, top, right, bottom = part
    rim = max(round(RIM * min(right - left, bottom - top)), 2)
    inner = np.zeros(matte.shape, np.float32)
    inner[top + rim : bottom - rim, left + rim : right - rim] = 1
    inner = cv2.blur(inner, (2 * rim + 1, 2 * rim + 1))
    shape, laid = (place[2] - place[0], place[3] - place[1]), []
    for mask in (matte, inner):
        whole = np.zeros((size[1], size[0]), np.float32)
        whole[place[1] : place[3], place[0] : place[2]] = cv2.resize(mask[top:bottom, left:right], shape)
        laid.append(whole)
    return laid[0], laid[1]


def _layers(picture: np.ndarray, matte: np.ndarray, inner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is behind the people, the hole filled, and the people alone (premultiplied RGBA).

    Around their edge and in the rim the ground stays as it is, so that nothing changes where nothing moved; what they
    uncover as they grow is filled.
    """
    import cv2

    height, width = matte.shape
    scale = MENDED_AT / max(height, width)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    hole = cv2.resize(matte, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    hole = cv2.dilate((hole > 0.02).astype(np.uint8), np.ones((5, 5), np.uint8))
    mended = cv2.resize(cv2.inpaint(small, hole, 5, cv2.INPAINT_TELEA), (width, height), interpolation=cv2.INTER_CUBIC)
    reach = 2 * round(EDGE * min(height, width)) + 1
    within = cv2.blur(matte * np.clip(inner * 5 - 4, 0, 1), (reach, reach))
    weight = np.clip((within - SURE) / (1 - SURE), 0, 1)
    behind = cv2.blendLinear(mended, picture, weight, 1 - weight)
    alpha = np.rint(255 * matte * inner).astype(np.uint8)
    alone = cv2.multiply(picture, cv2.merge([alpha] * 3), scale=1 / 255)
    return behind, cv2.merge([*cv2.split(alone), alpha])


def _inside(part: Box, size: tuple[int, int]) -> Box:
    """Where a part is shown whole, as large as it can be, in the middle of `size`; even."""
    across, down = part[2] - part[0], part[3] - part[1]
    scale = min(size[0] / across, size[1] / down)
    width, height = (min(round(scale * one / 2) * 2, limit) for one, limit in zip((across, down), size, strict=True))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return left, top, left + width, top + height


def _resized(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    import cv2

    if picture.shape[1::-1] == size:
        return picture
    shrinks = picture.shape[1] > size[0]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC)


def _box(edges: np.ndarray) -> Box:
    left, top, right, bottom = (round(float(edge)) for edge in edges)
    return left, top, right, bottom


def _clipped(head: tuple[float, float, float, float], place: Box) -> tuple[float, float, float, float]:
    low, high = np.maximum(head[:2], place[:2]), np.minimum(head[2:], place[2:])
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _overlaps(box: Box, place: Box) -> bool:
    return box[0] < place[2] and box[2] > place[0] and box[1] < place[3] and box[3] > place[1]
