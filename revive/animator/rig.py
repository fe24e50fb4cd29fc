"""The Rig: the mesh that moves a photograph, with everything that can be worked out before the first frame.

The face is MediaPipe's mesh. Round it lies a grid out to where nothing moves. A head is a solid: points beyond the
face get a depth that goes back to the axis of the neck at the outline of the head, so that a turning head keeps its
outline and the background stays where it is.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from revive.core.easing import eased
from revive.face import mesh
from revive.face.age import estimated_age
from revive.face.covers import SIDE, UNIT, Covers, find_covers
from revive.face.expression_basis import expression_basis
from revive.portrait.portrait import Portrait

GRID = 0.24  # spacing of the grid round the face, in eye distances
RIM, RIM_FADE = 0.07, 0.22  # eye distances from a rim within which glasses hold a point, and from which they do not
LEAST_RIM = 0.06  # square eye distances that the rims of glasses cover at least
BACKGROUND_FADE = 0.8  # eye distances outside the person within which the background still gives way


@dataclass(frozen=True)
class Original:
    """The photograph as it was, where its mouth was brought to rest.

    Attributes
    ----------
    image : (H, W, 3) uint8 RGB
    points : (478, 3), the face's points, pixels
    own : (52,), its scores
    """

    image: np.ndarray
    points: np.ndarray
    own: np.ndarray


@dataclass(frozen=True)
class Rig:
    """Everything known of one portrait's mesh; lengths in pixels of the photograph.

    Attributes
    ----------
    unit : eye distance
    points : (V, 3), vertices at rest; the first 478 are MediaPipe's, the rest is the grid
    triangles : (N, 3) int32, in the order of drawing; what never moves is left out
    basis : (52, 478, 3), how one unit of each blendshape score moves the face in this photograph
    own : (52,), the scores of the photograph itself
    covers : what lies over the face, and glasses
    held : (478,), 0–1, how much the rims of glasses hold a point where the head carries it; none of lips and lids
    age : years that the face looks
    head : (V,), how much a vertex belongs to the head: 1 moves with it, 0 stays
    chest : (V,), how much a vertex rises with the breath
    follow : (V - 478, 36), how much of each oval point's expression the grid follows
    pivot : (3,), where the head turns on the neck
    neck : (2,), where it tilts
    frame : (left, top, right, bottom), the part of the photograph that can move
    original : the photograph with its own mouth, where these are points and scores of the mouth at rest
    """

    unit: float
    points: np.ndarray
    triangles: np.ndarray
    basis: np.ndarray
    own: np.ndarray
    covers: Covers
    held: np.ndarray
    age: float
    head: np.ndarray
    chest: np.ndarray
    follow: np.ndarray
    pivot: np.ndarray
    neck: np.ndarray
    frame: tuple[int, int, int, int]
    original: Original | None = None

    @property
    def texture(self) -> np.ndarray:
        """(V, 2) float32, where each vertex takes its colour from."""
        return np.ascontiguousarray(self.points[:, :2], np.float32)

    def within(self, share: np.ndarray) -> Rig:
        """The rig whose frame ends where pixels follow none of its movement; `share` (H, W), as of `territories`."""
        left, top, right, bottom = self.frame
        follows = share[top:bottom, left:right] > 0
        x, y = np.flatnonzero(follows.any(axis=0)), np.flatnonzero(follows.any(axis=1))
        frame = (left + int(x[0]), top + int(y[0]), left + int(x[-1]) + 1, top + int(y[-1]) + 1)
        return dataclasses.replace(self, frame=frame)


def build_rig(portrait: Portrait, *, matte: bool = True) -> Rig:
    """The rig of the portrait's chosen face.

    matte : find the person, so that the background behind a turning head stays; False is enough where only the face
        is looked at, and takes a tenth of the time
    """
    shipped = expression_basis()
    face = portrait.face.landmarks.astype(np.float64)
    unit = mesh.eye_distance(face[:, :2])
    stable = list(mesh.STABLE)
    scale, rotation, _ = mesh.similarity(shipped["mean"][stable], face[stable])
    covers = find_covers(portrait.image, face)
    held = _held(covers, face)
    basis = (1 - held)[:, None] * (scale * shipped["basis"] @ rotation.T)
    height, width = portrait.image.shape[:2]
    frame = _moving_frame(face, unit, width, height)
    grid = _grid(face, unit, frame)
    outline = face[list(mesh.OVAL)]
    right, left, chin = face[mesh.RIGHT_SIDE], face[mesh.LEFT_SIDE], face[mesh.CHIN]
    ears = (right + left) / 2
    pivot = np.array([ears[0], ears[1], max(right[2], left[2])])
    points = np.vstack([face, _with_depth(grid, outline, pivot[2], unit)])
    head = _head_share(points, face, unit, (width, height))
    if matte:
        head *= _person_share(points, portrait, unit)
    chest = _chest_share(points, chin, unit, (width, height))
    follow = _follow(grid, outline, unit, (width, height))
    moves = head + chest
    moves[478:] += follow.sum(axis=1)
    triangles = _triangles(points, shipped["triangles"])
    return Rig(
        unit=unit,
        points=points,
        triangles=triangles[(moves[triangles] > 1e-3).any(axis=1)],
        basis=basis,
        own=portrait.face.scores.astype(np.float64),
        covers=covers,
        held=held,
        age=estimated_age(portrait.image, portrait.face.landmarks),
        head=head,
        chest=chest,
        follow=follow,
        pivot=pivot,
        neck=np.array([chin[0], chin[1] + 0.6 * unit]),
        frame=frame,
        original=_original_of(portrait),
    )


def _original_of(portrait: Portrait) -> Original | None:
    if portrait.original is None:
        return None
    face = portrait.original.face
    return Original(portrait.original.image, face.landmarks.astype(np.float64), face.scores.astype(np.float64))


def _held(covers: Covers, face: np.ndarray) -> np.ndarray:
    """How much the rims of glasses hold each point of a face (478, 3), see `Rig`."""
    import cv2

    held = np.zeros(478)
    rims = covers.glasses > 0.5
    if rims.sum() < LEAST_RIM * UNIT**2:
        return held
    away = cv2.distanceTransform((~rims).astype(np.uint8), cv2.DIST_L2, 5) / UNIT
    x, y = np.clip(np.round(face[:, :2] @ covers.place[:, :2].T + covers.place[:, 2]).astype(int), 0, SIDE - 1).T
    held = _smooth((away[y, x] - RIM) / (RIM_FADE - RIM))
    held[list({*mesh.RIGHT_EYE_RING, *mesh.LEFT_EYE_RING, *mesh.MOUTH_RING, *mesh.OUTER_LIPS})] = 0
    return held


def _moving_frame(face: np.ndarray, unit: float, width: int, height: int) -> tuple[int, int, int, int]:
    centre = (face[mesh.RIGHT_SIDE, 0] + face[mesh.LEFT_SIDE, 0]) / 2
    left, right = centre - 4.2 * unit, centre + 4.2 * unit
    top, bottom = face[mesh.FOREHEAD, 1] - 3.2 * unit, face[mesh.CHIN, 1] + 5.0 * unit
    return max(0, int(left)), max(0, int(top)), min(width, int(right)), min(height, int(bottom))


def _grid(face: np.ndarray, unit: float, frame: tuple[int, int, int, int]) -> np.ndarray:
    """Vertices round the face, (G, 2): an even grid over the moving frame, none closer to the face than half a step."""
    import cv2

    left, top, right, bottom = frame
    step = GRID * unit
    xs = np.linspace(left, right - 1, max(2, int((right - left) / step)))
    ys = np.linspace(top, bottom - 1, max(2, int((bottom - top) / step)))
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    oval = face[list(mesh.OVAL), :2].astype(np.float32)
    distance = np.array([cv2.pointPolygonTest(oval, (float(x), float(y)), True) for x, y in grid])
    return grid[distance < -0.5 * step]


def _outline_distance(points: np.ndarray, outline: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distances (G, 36) of points to the oval's points, and the smallest of each row."""
    distance = np.linalg.norm(points[:, None, :2] - outline[None, :, :2], axis=2)
    return distance, distance.min(axis=1)


def _with_depth(grid: np.ndarray, outline: np.ndarray, back: float, unit: float) -> np.ndarray:
    distance, nearest = _outline_distance(grid, outline)
    weights = np.exp(-((distance / (0.4 * unit)) ** 2) + ((nearest / (0.4 * unit)) ** 2)[:, None])
    edge = (weights @ outline[:, 2]) / weights.sum(axis=1)
    depth = back + (edge - back) * np.exp(-((nearest / (0.45 * unit)) ** 2))
    return np.column_stack([grid, depth])


def _triangles(points: np.ndarray, face: np.ndarray) -> np.ndarray:
    """The grid first, then the holes of the face, then the face from back to front."""
    from scipy.spatial import Delaunay

    oval = np.array(mesh.OVAL)
    around = np.concatenate([oval, np.arange(478, len(points))])
    outer = around[Delaunay(points[around, :2]).simplices]
    depth = points[face, 2].mean(axis=1)
    return np.vstack([outer, _hole_triangles(), face[np.argsort(-depth)]]).astype(np.int32)


def _hole_triangles() -> np.ndarray:
    """The mouth and both eyes as strips between upper and lower points, corners included."""
    strips = []
    for corners, upper, lower in (
        (mesh.MOUTH_CORNERS, mesh.UPPER_INNER_LIP, mesh.LOWER_INNER_LIP),
        (mesh.RIGHT_EYE_CORNERS, mesh.RIGHT_UPPER_LID, mesh.RIGHT_LOWER_LID),
        (mesh.LEFT_EYE_CORNERS, mesh.LEFT_UPPER_LID, mesh.LEFT_LOWER_LID),
    ):
        strips += [(corners[0], upper[0], lower[0]), (corners[1], upper[-1], lower[-1])]
        for i in range(len(upper) - 1):
            strips += [(upper[i], upper[i + 1], lower[i]), (upper[i + 1], lower[i + 1], lower[i])]
    return np.array(strips)


def _smooth(x: np.ndarray) -> np.ndarray:
    """1 for x ≤ 0, 0 for x ≥ 1, without a kink between."""
    return 1 - eased(x)


def _head_share(points: np.ndarray, face: np.ndarray, unit: float, size: tuple[int, int]) -> np.ndarray:
    """1 on the head with hair or hat, fading to 0 in the background and down the neck to the shoulders."""
    x, y = points[:, 0], points[:, 1]
    right, left = face[mesh.RIGHT_SIDE, 0], face[mesh.LEFT_SIDE, 0]
    centre_x = (right + left) / 2
    top, chin = face[mesh.FOREHEAD, 1], face[mesh.CHIN, 1]
    centre_y = (top + chin) / 2
    half_width = max(left - right, 1.6 * unit) / 2
    half_height = (chin - top) / 2
    dx = np.abs(x - centre_x) / (half_width * 1.18)
    up, down = half_height * 1.5, half_height * 1.05
    dy = (y - centre_y) / np.where(y < centre_y, up, down)
    away = np.hypot(dx, dy) - 1  # 0 on the outline of head and hair
    width_of_fade = np.where(y < centre_y, 1.15, 1.35)
    share = _smooth(away / width_of_fade)
    share[: len(face)] = 1.0
    return share * _border_share(points, unit, size)


def _person_share(points: np.ndarray, portrait: Portrait, unit: float) -> np.ndarray:
    """1 on the person, fading to 0 a little outside: the background behind a tilting head stays where it is."""
    import cv2

    from revive.face.matte import person_matte

    background = (person_matte(portrait.image, portrait.face.landmarks) < 0.5).astype(np.uint8)
    away = cv2.distanceTransform(background, cv2.DIST_L2, 5)
    x, y = np.round(points[:, :2]).astype(int).T
    height, width = away.shape
    share = _smooth(away[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] / (BACKGROUND_FADE * unit))
    share[:478] = 1.0
    return share


def _chest_share(points: np.ndarray, chin: np.ndarray, unit: float, size: tuple[int, int]) -> np.ndarray:
    """0 on the head, 1 on the shoulders, fading to 0 at the sides and at the picture's edge."""
    down = (points[:, 1] - chin[1]) / unit
    aside = np.abs(points[:, 0] - chin[0]) / unit
    share = (1 - _smooth((down - 0.3) / 1.2)) * _smooth((aside - 1.5) / 2.5) * _smooth((down - 2.0) / 3.0)
    return share * _border_share(points, unit, size)


def _border_share(points: np.ndarray, unit: float, size: tuple[int, int]) -> np.ndarray:
    """0 on the picture's edge, 1 a little inside: nothing may be pulled in from beyond the edge."""
    width, height = size
    x, y = points[:, 0], points[:, 1]
    inside = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y))
    return 1 - _smooth(inside / (0.35 * unit))


def _follow(grid: np.ndarray, outline: np.ndarray, unit: float, size: tuple[int, int]) -> np.ndarray:
    distance, nearest = _outline_distance(grid, outline)
    weights = np.exp(-(distance**2 - nearest[:, None] ** 2) / (0.25 * unit) ** 2)
    weights /= weights.sum(axis=1, keepdims=True)
    fade = np.exp(-((nearest / (0.6 * unit)) ** 2)) * _border_share(grid, unit, size)
    return weights * fade[:, None]
