"""The three regions that the generator refines, each in a small frame that is fixed to the skull.

In such a frame everybody's upper teeth are at the same height, and the eyes do not move with the head, so the generator
only learns how lips and lids move over what they hide.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from revive.animator.draw import FINER, Renderer
from revive.animator.holes import coverage
from revive.animator.mouth import PLANE
from revive.animator.placement import brought_back, cut
from revive.animator.pose import Posed
from revive.animator.rig import Rig
from revive.face import mesh
from revive.face.expression_basis import expression_basis

PIXELS = 80  # of a region's frame, in an eye distance
UNMOVED = 0.2  # of `Region.whole`: so little the rest of the face, or a tracker's unrest, moves every region
MOST_STRETCH = 3.0  # powers of two
EDGE = 8  # pixels along the edge of a region in which it gives way to what lies round it
EYE_CORNERS = (*mesh.RIGHT_EYE_CORNERS, *mesh.LEFT_EYE_CORNERS)


@dataclass(frozen=True)
class Region:
    """A place on the face.

    Attributes
    ----------
    name : of the region; both eyes share a network
    size : (width, height) of its frame in pixels, of which `PIXELS` are an eye distance
    centre : (x, y) of the frame, in eye distances from the mean of the anchors
    anchors : points that lay the mean face on this one, and so the region on a face at rest
    plane : points that carry the region when the head moves
    ring : points round the opening
    shape : points whose places tell the network what the face does
    leading : how many of these, the first, tell whether there is anything to finish; a gaze that wanders has nothing
    whole : eye distances by which the farthest of them have gone when the generator may say all
    mirrored : the frame's x runs to the picture's left
    """

    name: str
    size: tuple[int, int]
    centre: tuple[float, float]
    anchors: tuple[int, ...]
    plane: tuple[int, ...]
    ring: tuple[int, ...]
    shape: tuple[int, ...]
    leading: int
    whole: float
    mirrored: bool = False


MOUTH = Region(
    name="mouth",
    size=(112, 96),
    centre=(0.0, 0.9),
    anchors=(*EYE_CORNERS, mesh.NOSE_BASE, 98, 327, 0, 37, 267),
    plane=PLANE,
    ring=mesh.MOUTH_RING,
    shape=(*mesh.OUTER_LIPS, *mesh.MOUTH_RING, mesh.CHIN, 18, 205, 425, 50, 280, mesh.NOSE_BASE),
    leading=40,
    whole=0.05,
)
RIGHT_EYE = Region(
    name="eye",
    size=(64, 48),
    centre=(0.0, -0.02),
    anchors=mesh.RIGHT_EYE_CORNERS,
    plane=(*mesh.RIGHT_EYE_CORNERS, 52, 65, 53, 23, 230, 110),
    ring=mesh.RIGHT_EYE_RING,
    shape=(*mesh.RIGHT_EYE_RING, *mesh.RIGHT_IRIS, 52, 65, 53, 23, 230, 110),
    leading=16,
    whole=0.06,
)
LEFT_EYE = replace(
    RIGHT_EYE,
    anchors=mesh.LEFT_EYE_CORNERS,
    plane=(*mesh.LEFT_EYE_CORNERS, 282, 295, 283, 253, 450, 339),
    ring=mesh.LEFT_EYE_RING,
    shape=(*mesh.LEFT_EYE_RING, 473, 476, 475, 474, 477, 282, 295, 283, 253, 450, 339),
    mirrored=True,
)
REGIONS = (MOUTH, RIGHT_EYE, LEFT_EYE)
EYES = (RIGHT_EYE, LEFT_EYE)


@dataclass(frozen=True)
class RegionView:
    """What a region shows in one frame; everything the generator is told.

    Attributes
    ----------
    picture : (h, w, 3) uint8, the warped photograph
    opening : (h, w) uint8, 0–255, what lies between lips or lids
    stretch : (h, w, 2) float32, how many times the photograph was stretched along x and y, as powers of two
    shape : (2 n, 2) float32, where the region's points are, and how far they have gone from where the photograph has
        them; in eye distances of the region's frame
    place : (2, 3) float32, pixels of the region's frame -> pixels of the window
    """

    picture: np.ndarray
    opening: np.ndarray
    stretch: np.ndarray
    shape: np.ndarray
    place: np.ndarray


def moved(region: Region, shape: np.ndarray) -> float:
    """0–1, how far the region's points have gone from the photograph: 0 hardly at all, 1 `region.whole` or farther."""
    away = shape[len(shape) // 2 :][: region.leading]
    farthest = np.sort(np.hypot(away[:, 0], away[:, 1]))[-len(away) // 4 :]
    return min(max((float(farthest.mean()) / region.whole - UNMOVED) / (1 - UNMOVED), 0.0), 1.0)


def share(region: Region, shape: np.ndarray) -> np.ndarray:
    """(h, w) float32, 0–1: how much the generator may say. Nothing where nothing moved: the photograph stays itself.

    shape : (2 n, 2), see `UploadInfo`
    """
    return moved(region, shape) * edge_window(region.size)


class Viewer:
    """Looks at one region of one photograph's rig, frame after frame.

    rest : (2, 3), pixels of the region's frame -> pixels of the photograph
    """

    def __init__(self, region: Region, rig: Rig) -> None:
        self.region = region
        self.rest = _laid_on(region, rig.points[:478, :2])
        self._plane = mesh.Plane(rig.points, region.plane)
        self._at_rest = self._in_region(rig.points[list(region.shape), :2], self.rest)
        self._scale = np.hypot(*self.rest[:, 0])

    def place(self, still: np.ndarray) -> np.ndarray:
        """(2, 3), pixels of the region's frame -> pixels of the photograph, where the head has gone to `still`."""
        moved = self._plane.carried(still)
        return np.column_stack([moved[:, :2] @ self.rest[:, :2], moved[:, :2] @ self.rest[:, 2] + moved[:, 2]])

    def shape(self, posed: Posed, place: np.ndarray | None = None) -> np.ndarray:
        """(2 n, 2) float32, what the region's points do in this pose; see `UploadInfo`."""
        place = self.place(posed.still) if place is None else place
        points = self._in_region(posed.points[list(self.region.shape)], place)
        return np.concatenate([points, points - self._at_rest]).astype(np.float32)

    def at_rest(self, image: np.ndarray, rig: Rig) -> tuple[np.ndarray, np.ndarray]:
        """The region in the photograph itself: picture (h, w, 3) and opening (h, w), uint8."""
        ring = rig.points[list(self.region.ring), :2]
        return cut(image, self.rest, self.region.size, smooth=True), self._opening(ring, self.rest)

    def look(self, drawer: Renderer, posed: Posed, shape: np.ndarray | None = None) -> RegionView:
        """The region in the drawer's last picture, which was of this pose; `shape` where it is already known."""
        place = self.place(posed.still)
        shape = self.shape(posed, place) if shape is None else shape
        place[:, 2] -= drawer.origin
        sampled = cut(drawer.sampled, place, self.region.size)
        return RegionView(
            picture=cut(drawer.window, place, self.region.size, smooth=True),
            opening=self._opening(posed.points[list(self.region.ring)] - drawer.origin, place),
            stretch=_stretch(sampled, FINER * self._scale),
            shape=shape,
            place=place.astype(np.float32),
        )

    def _in_region(self, points: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Points of the photograph in eye distances from the middle of the region's frame."""
        return (brought_back(points, place) - np.array(self.region.size) / 2) / PIXELS

    def _opening(self, ring: np.ndarray, place: np.ndarray) -> np.ndarray:
        import cv2

        width, height = self.region.size
        return cv2.convertScaleAbs(coverage(brought_back(ring, place), (height, width)), alpha=255)


@functools.cache
def edge_window(size: tuple[int, int]) -> np.ndarray:
    """(h, w) float32: 1 inside a region, fading to 0 at its edge."""

    def ramp(n: int) -> np.ndarray:
        place = np.arange(n) + 0.5
        return np.clip(np.minimum(place, n - place) / EDGE, 0, 1)

    width, height = size
    return (ramp(height)[:, None] * ramp(width)[None]).astype(np.float32)


def _laid_on(region: Region, points: np.ndarray) -> np.ndarray:
    """(2, 3), pixels of the region's frame -> pixels of a photograph whose face at rest has these points (478, 2)."""
    mean = expression_basis()["mean"][:, :2]
    anchors = list(region.anchors)
    laid = mesh.flat_similarity(mean[anchors], points[anchors])
    middle = mean[anchors if region.name == "eye" else list(EYE_CORNERS)].mean(axis=0) + region.centre
    width, height = region.size
    direction = np.diag([-1.0 if region.mirrored else 1.0, 1.0]) / PIXELS
    to_photo = laid[:, :2] @ direction
    return np.column_stack([to_photo, laid[:, :2] @ middle + laid[:, 2] - to_photo @ (width / 2, height / 2)])


def _stretch(sampled: np.ndarray, scale: float) -> np.ndarray:
    """(h, w, 2): log2 of how much larger the photograph appears along x and along y; `scale` is its size at rest."""
    import cv2

    squares = []
    for kernel in ((1, 0), (0, 1)):
        step = cv2.Sobel(sampled, cv2.CV_32F, *kernel, ksize=1, scale=0.5 / scale)
        # cv2.magnitude rounds by where in memory its input lies, and so differs from run to run
        step *= step
        squares.append(step[..., 0] + step[..., 1])
    powers = cv2.log(cv2.merge(squares) + np.float32(1e-6)) * np.float32(-0.5 / np.log(2))
    return np.clip(powers, -MOST_STRETCH, MOST_STRETCH)
