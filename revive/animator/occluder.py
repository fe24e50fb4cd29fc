"""What lies over the face - a hand, a microphone, a pipe, hair - stays before it and goes with the head alone.

It is cut out of the photograph once, the face below it is filled in from beside, and in every frame it is laid over the
moved and refined face again. So neither lips and lids nor the generators change a pixel of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.animator.draw import FINER, enlarged
from revive.animator.pose import Posed
from revive.animator.rig import Rig
from revive.core.easing import eased
from revive.face import mesh
from revive.face.covers import SIDE, UNIT, Covers
from revive.face.matte import guided

SURE, PART, FAINT = 0.7, 0.4, 0.2  # chance of the surest pixel of a thing, of those in it, and of those at its edge
LEAST = 0.05  # square eye distances of the face that a thing covers at least
EDGE = (0.25, 0.4)  # of the filtered matte: up to the first a pixel is the face's, from the sum of both the thing's
NEAR, FAR = 0.9, 1.2  # eye distances outside the face up to which, and from which, the face moves no pixel
GROWN = 0.3  # eye distances by which a thing may go on beyond where it was found
OTHER = 45  # levels by which a thing's colours differ from those beside it, if it is to be completed by them
FILLED = 48  # pixels of an eye distance in which the face below is filled in


@dataclass(frozen=True)
class Occluder:
    """What lies over the face of one photograph.

    Attributes
    ----------
    behind : (H, W, 3) uint8, the photograph with the face filled in where the thing lies
    matte : (H, W) float32, 0–1, how much of each pixel is the thing's
    """

    behind: np.ndarray
    matte: np.ndarray
    _layer: np.ndarray  # (h, w, 4) float32 at FINER times the photograph's size: its own part of the colours, its matte
    _triangles: np.ndarray  # of the rig, those under it
    _texture: np.ndarray  # (V, 2) float32, the mesh in pixels of the layer

    def lay(self, frame: np.ndarray, posed: Posed) -> None:
        """Lay it over the frame (H, W, 3) uint8 of this pose, in place."""
        import cv2

        from revive.animator.raster import draw_map

        places = posed.still[self._triangles]
        low = np.maximum(np.floor(places.min(axis=(0, 1))).astype(int), 0)
        high = np.minimum(np.ceil(places.max(axis=(0, 1))).astype(int) + 1, frame.shape[1::-1])
        if (high - low).min() < 1:
            return
        sampled = np.full(
            (high[1] - low[1], high[0] - low[0], 2), -1e4, np.float32
        )  # beyond the layer there is nothing
        draw_map((posed.still - low).astype(np.float32), self._texture, self._triangles, sampled)
        layer = cv2.remap(self._layer, sampled, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        below = frame[low[1] : high[1], low[0] : high[0]]
        mixed = below * (1 - layer[..., 3:]) + layer[..., :3]
        below[:] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def find_occluder(image: np.ndarray, rig: Rig, share: np.ndarray | None = None) -> Occluder | None:
    """What lies over the face of the rig's photograph (H, W, 3) uint8; None where nothing does.

    share : (H, W), 0 where another face moves, as of `territories`: what reaches there is somebody else
    """
    covers = rig.covers
    things = _sure_things(covers, rig.points[:478, :2] @ covers.place[:, :2].T + covers.place[:, 2])
    if things is None:
        return None
    matte = _matte(image, things, covers.place, rig)
    if share is not None:
        matte = _without_others(matte, share)
    y, x = np.nonzero(matte)
    if not len(x):
        return None
    low = np.maximum(np.array([x.min(), y.min()]) - 2, 0)
    high = np.minimum(np.array([x.max(), y.max()]) + 3, image.shape[1::-1])
    box = np.s_[low[1] : high[1], low[0] : high[0]]
    behind = image.copy()
    behind[box] = _filled(image[box], matte[box], rig.unit)
    # at rest the layer over what is behind it is the photograph, also where a pixel is part thing, part face
    own = image[box] - (1 - matte[box][..., None]) * behind[box]
    layer = enlarged(np.dstack([own, matte[box]]).astype(np.float32))
    corners = rig.points[rig.triangles, :2]
    under = (corners.max(axis=1) >= low).all(axis=1) & (corners.min(axis=1) <= high).all(axis=1)
    texture = np.ascontiguousarray(FINER * (rig.points[:, :2] - low), np.float32)
    return Occluder(behind, matte, layer, rig.triangles[under], texture)


def _sure_things(covers: Covers, points: np.ndarray) -> np.ndarray | None:
    """(SIDE, SIDE) float32, the chances of those pieces that are surely something before the face; None without any.

    points : (478, 2), of the face in the square
    """
    import cv2

    face = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(face, [np.round(points[list(mesh.OVAL)]).astype(np.int32)], 1)
    count, pieces = cv2.connectedComponents((covers.things > PART).astype(np.uint8))
    sure = [
        piece
        for piece in range(1, count)
        if covers.things[pieces == piece].max() > SURE and face[pieces == piece].sum() > LEAST * UNIT**2
    ]
    if not sure:
        return None
    around = cv2.dilate(np.isin(pieces, sure).astype(np.uint8), np.ones((5, 5), np.uint8))
    whole = cv2.morphologyEx(covers.things * around, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.clip((whole - FAINT) / (PART - FAINT), 0, 1)


def _matte(image: np.ndarray, things: np.ndarray, place: np.ndarray, rig: Rig) -> np.ndarray:
    """(H, W) float32, 0–1; its edges follow those of the photograph, and far from the face it ends."""
    import cv2

    size = image.shape[1::-1]
    # a thing that leaves the square goes on as it leaves it
    coarse = cv2.warpAffine(
        things, place, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    coarse = np.maximum(coarse, _completed(image, coarse, rig.unit))
    fine = guided(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), coarse, radius=max(2, round(0.06 * rig.unit)))
    matte = np.clip((fine - EDGE[0]) / EDGE[1], 0, 1)
    outside = np.ones(image.shape[:2], np.uint8)
    cv2.fillPoly(outside, [np.round(rig.points[list(mesh.OVAL), :2]).astype(np.int32)], 0)
    away = cv2.distanceTransform(outside, cv2.DIST_L2, 5) / rig.unit
    return (matte * (1 - eased((away - NEAR) / (FAR - NEAR)))).astype(np.float32)


def _without_others(matte: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The matte without its pieces that reach where the share is 0."""
    import cv2

    _, pieces = cv2.connectedComponents((matte > 0).astype(np.uint8))
    theirs = np.unique(pieces[(share == 0) & (matte > 0)])
    return np.where(np.isin(pieces, theirs), np.float32(0), matte)


def _completed(image: np.ndarray, coarse: np.ndarray, unit: float) -> np.ndarray:
    """(H, W) float32 of 0 and 1: where a thing goes on in its own colours farther than it was found, by GrabCut.

    A thing of which a part were left behind would break when the face moves. A hand has the colours of the face itself,
    and is left as it was found.
    """
    import cv2

    scale = min(FILLED / unit, 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = cv2.resize(coarse, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    reach = round(GROWN * unit * scale)
    near = cv2.dilate((found > 0.5).astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    inside, outside = small[found > 0.5], small[near & (found < 0.2)]
    if not len(inside) or not len(outside):
        return np.zeros_like(coarse)
    if np.abs(np.median(inside, axis=0) - np.median(outside, axis=0)).max() <= OTHER:
        return np.zeros_like(coarse)
    labels = np.where(near, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    labels[found > 0.5] = cv2.GC_PR_FGD
    labels[found > 0.9] = cv2.GC_FGD
    cv2.setRNGSeed(0)
    cv2.grabCut(small, labels, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    whole = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.float32)
    return cv2.resize(whole, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _filled(image: np.ndarray, matte: np.ndarray, unit: float) -> np.ndarray:
    """(h, w, 3) uint8, the picture with what lies beside carried on under the matte; only its edges will be seen."""
    import cv2

    scale = min(FILLED / unit, 1.0)
    size = tuple(max(round(n * scale), 1) for n in image.shape[1::-1])
    hidden = cv2.dilate((matte > 0.02).astype(np.uint8), np.ones((3, 3), np.uint8))
    small = cv2.resize(hidden, size, interpolation=cv2.INTER_NEAREST)
    small = cv2.dilate(small, np.ones((3, 3), np.uint8))
    filled = cv2.inpaint(cv2.resize(image, size, interpolation=cv2.INTER_AREA), small, 3, cv2.INPAINT_TELEA)
    filled = cv2.resize(filled, image.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    share = np.clip(cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), 1) * 2, 0, 1)[..., None]
    return (image + share * (filled.astype(np.float32) - image) + 0.5).clip(0, 255).astype(np.uint8)
