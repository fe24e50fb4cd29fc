"""The aligned frame in which portraits are learned: all heads at one position, with the same outline.

A portrait is its shape (the face mesh, the outline of head and hair, the line of the shoulders) and its texture, the
picture warped until that shape is the mean shape (Cootes et al. 2001, "Active appearance models"). In this frame an eye
is always in the same pixels, so a few hundred pictures are enough to learn from; the warp is a thin-plate spline
(Bookstein 1989), linear in the shape.

Places are told in units of the frame, WIDTH across and HEIGHT down. A picture has a whole number of pixels a unit, its
scale, which its size tells.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from revive.face.mesh import LEFT_IRIS, LOWER_LIP_MIDDLE, NOSE_TIP, OVAL, RIGHT_IRIS, UPPER_LIP_MIDDLE

WIDTH, HEIGHT = 192, 240  # units; pixels of a picture of scale 1
MESH = 478  # points
RIGHT_PUPIL, LEFT_PUPIL, LIPS = RIGHT_IRIS[0], LEFT_IRIS[0], (UPPER_LIP_MIDDLE, LOWER_LIP_MIDDLE)  # mesh points
PLACES = np.array([[72.5, 108.0], [119.5, 108.0], [96.0, 160.9]])  # positions of the irises and the middle of the lips
CENTRE = np.array([96.0, 124.5])  # centre of the outline
ANGLES = np.deg2rad(np.arange(-98, 99, 7.0))  # of the outline's points, from straight up, clockwise
COLUMNS = np.array([4, 14, 24, 34, 44, 148, 158, 168, 178, 188.0])  # in which the shoulders' height is measured
POINTS = MESH + len(ANGLES) + len(COLUMNS)
_STEP = 4  # pixels between the places at which a warp is worked out
_STIFF = 0.01  # how much smoother a warp is than its points would have it
_AROUND = np.array([[x, y] for x in (-20, WIDTH / 2, WIDTH + 20) for y in (-20, HEIGHT + 20)]
                   + [[-20, HEIGHT / 2], [WIDTH + 20, HEIGHT / 2]])  # held in place  # fmt: skip


def placement(landmarks: np.ndarray) -> np.ndarray:
    """(2, 3) the similarity that brings a face (478, ≥2) in pixels to `PLACES`."""
    source = np.array([landmarks[RIGHT_PUPIL, :2], landmarks[LEFT_PUPIL, :2], landmarks[list(LIPS), :2].mean(axis=0)])
    away, goal = source - source.mean(axis=0), PLACES - PLACES.mean(axis=0)
    along = (away * goal).sum()
    across = (away[:, 0] * goal[:, 1] - away[:, 1] * goal[:, 0]).sum()
    turn = np.array([[along, -across], [across, along]]) / (away**2).sum()
    return np.column_stack([turn, PLACES.mean(axis=0) - turn @ source.mean(axis=0)])


def placed(picture: np.ndarray, place: np.ndarray, *, scale: int = 1) -> np.ndarray:
    """(scale HEIGHT, scale WIDTH, …) a picture moved into the frame; its edge pixels are repeated."""
    import cv2

    place = scale * place + [[0, 0, (scale - 1) / 2]] * 2  # pixels are told by their middles
    smaller = np.linalg.norm(place[:, 0])
    if smaller < 0.7:  # so that small details do not flicker
        picture = cv2.GaussianBlur(picture, (0, 0), float(0.4 / smaller))
    size = (scale * WIDTH, scale * HEIGHT)
    return cv2.warpAffine(picture, place, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def shape_of(mesh: np.ndarray, matte: np.ndarray) -> np.ndarray:
    """(POINTS, 2) the whole shape, of a mesh (478, 2) and the person's matte (HEIGHT, WIDTH), 0–1, both in place."""
    return np.concatenate([mesh, _outline(mesh, matte), _shoulders(matte)])


def aside(shapes: np.ndarray) -> np.ndarray:
    """(…) of shapes (…, POINTS, 2): how many pixels the tip of the nose is beside the middle of the eyes."""
    eyes = (shapes[..., RIGHT_PUPIL, 0] + shapes[..., LEFT_PUPIL, 0]) / 2
    return np.abs(shapes[..., NOSE_TIP, 0] - eyes)


def _outline(mesh: np.ndarray, matte: np.ndarray) -> np.ndarray:
    """Where head and hair end, seen from CENTRE in each of ANGLES; not nearer than the face, nor far beyond it."""
    import cv2

    away = mesh[list(OVAL)] - CENTRE
    angles, reach = np.arctan2(away[:, 0], -away[:, 1]), np.hypot(*away.T)
    order = np.argsort(angles)
    face = np.interp(ANGLES, angles[order], reach[order], period=2 * np.pi)
    steps = np.arange(0, 150, 0.5)
    x = CENTRE[0] + np.sin(ANGLES)[:, None] * steps
    y = CENTRE[1] - np.cos(ANGLES)[:, None] * steps
    seen = cv2.remap(matte.astype(np.float32), x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
    inside = (x >= 0) & (x <= WIDTH - 1) & (y >= 0) & (y <= HEIGHT - 1)
    over = (steps > 0.97 * face[:, None]) & ((seen < 0.5) | ~inside)
    radius = np.where(over.any(axis=1), steps[over.argmax(axis=1)], steps[-1])
    most = 2.1 - 0.8 * np.clip((np.abs(np.rad2deg(ANGLES)) - 50) / 48, 0, 1)  # long hair beside the jaw is texture
    radius = np.clip(radius, face + 1, face * most)
    middle = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(radius, 2, mode="edge"), 5), axis=1)
    radius = np.convolve(np.pad(middle, 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    return CENTRE + radius[:, None] * np.column_stack([np.sin(ANGLES), -np.cos(ANGLES)])


def _shoulders(matte: np.ndarray) -> np.ndarray:
    """How far up the person goes in each of COLUMNS."""
    from_below = matte[::-1, COLUMNS.astype(int)] > 0.5
    count = np.where(from_below.all(axis=0), HEIGHT, (~from_below).argmax(axis=0))
    top = np.where(from_below[0], HEIGHT - 1 - count, HEIGHT + 3)
    return np.column_stack([COLUMNS, np.clip(top, 150, HEIGHT + 3)])


@dataclass(frozen=True)
class Frame:
    """The mean shape (POINTS, 2), to which and from which pictures are warped."""

    mean: np.ndarray

    def texture(self, picture: np.ndarray, shape: np.ndarray) -> np.ndarray:
        """A picture (scale HEIGHT, scale WIDTH, …) of this shape, warped to the mean shape."""
        return _sample(picture, self._from_mean @ np.vstack([shape, _AROUND]))

    def picture(self, texture: np.ndarray, shape: np.ndarray) -> np.ndarray:
        """A texture (scale HEIGHT, scale WIDTH, …) warped to this shape."""
        fixed = np.vstack([shape, _AROUND])
        return _sample(texture, _spline(fixed, _grid()) @ np.vstack([self.mean, _AROUND]))

    @functools.cached_property
    def _from_mean(self) -> np.ndarray:
        return _spline(np.vstack([self.mean, _AROUND]), _grid())


def _grid() -> np.ndarray:
    y, x = np.mgrid[0 : HEIGHT + 1 : _STEP, 0 : WIDTH + 1 : _STEP]
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(float)


def _spline(centres: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(len(places), len(centres)) the thin-plate spline through `centres` as a matrix on what it carries there."""

    def kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        square = ((a[:, None] - b[None]) ** 2).sum(axis=-1)
        return square * np.log(square + 1e-9) / 2e4

    count = len(centres)
    plane = np.column_stack([np.ones(count), centres / 100])
    system = np.block([
        [kernel(centres, centres) + _STIFF * np.eye(count), plane], [plane.T, np.zeros((3, 3))],
    ])  # fmt: skip
    reading = np.column_stack([kernel(places, centres), np.ones(len(places)), places / 100])
    return np.linalg.solve(system.T, reading.T).T[:, :count]


def _sample(picture: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The picture at `places`, which are told for the points of `_grid`."""
    import cv2

    field = places.reshape(HEIGHT // _STEP + 1, WIDTH // _STEP + 1, 2).astype(np.float32)
    x, y = units(scale_of(picture))
    field = cv2.remap(field, x / _STEP, y / _STEP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    field = scale_of(picture) * (field + 0.5) - 0.5
    return cv2.remap(picture, field[..., 0], field[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def scale_of(picture: np.ndarray) -> int:
    """Pixels a unit of a picture (scale HEIGHT, scale WIDTH, …)."""
    return len(picture) // HEIGHT


def units(scale: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the pixels of a picture of this scale are, x and y (scale HEIGHT, scale WIDTH) float32."""
    y, x = np.mgrid[0 : scale * HEIGHT, 0 : scale * WIDTH].astype(np.float32)
    return (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5
