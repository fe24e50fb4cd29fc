"""Draw the eyeballs behind the lids: they turn with the gaze and stay still while the lids close over them.

A lid that closes unrolls from its fold: where the eye was, the skin of the closed lid is shown, made up from what lies
round the eye. Stretched skin would show its lashes, wrinkles and reflections as stripes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.animator.holes import Hole, mix
from revive.animator.pose import Posed
from revive.animator.rig import Rig
from revive.face import mesh
from revive.portrait.grading import LUMA

# an eyeball is drawn wholly when the gaze has gone so many eye distances, the lids have closed by so much, or the
# opening is higher or lower by so much
TURNED, CLOSING, WIDENED = 0.01, 0.1, 0.05
LASH_SHADE = 0.55  # share of the light that lashes take
SHUT, OPEN = 0.03, 0.09  # height of the opening, eye distances: an eye that is closed in the photograph; an open one
UNROLLED = 0.2  # of a blink, from which the lid's own skin is shown wholly
ABOVE, BELOW = 0.06, 0.025  # eye distances beyond the lids that lashes and their shadow reach
ODD = 0.35  # of the skin's brightness, by which a pixel differs that is no skin: a reflection, a rim, a brow


@dataclass(frozen=True)
class Eye:
    """One eyeball as a patch of the photograph, the parts hidden by the lids made up from what is seen beside them."""

    ring: np.ndarray  # indices of the lid points, in order round the eye
    anchors: np.ndarray  # indices of three points that say where the eyeball is
    rest: np.ndarray  # (3, 2) those points in the patch
    opening: float  # between the middles of the lids, in pixels
    patch: np.ndarray  # (h, w, 3) uint8
    lid: np.ndarray  # (h, w, 3) uint8, the same part of the photograph with skin where the eye is
    hidden: np.ndarray  # (h, w) float32, 0–1, where that skin is shown when the lids are closed


def find_eyes(image: np.ndarray, rig: Rig) -> tuple[Eye, Eye]:
    """Both eyes of a photograph, the person's right one first."""
    return _find_eye(image, rig, mesh.RIGHT_EYE_RING), _find_eye(image, rig, mesh.LEFT_EYE_RING)


def _find_eye(image: np.ndarray, rig: Rig, ring: tuple) -> Eye:
    import cv2

    points = rig.points[list(ring), :2]
    margin = 0.14 * rig.unit
    low = np.maximum(np.floor(points.min(axis=0) - margin), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + margin) + 1, image.shape[1::-1]).astype(int)
    patch = np.ascontiguousarray(image[low[1] : high[1], low[0] : high[0]])
    seen = np.zeros(patch.shape[:2], np.uint8)
    cv2.fillPoly(seen, [np.round((points - low) * 16).astype(np.int32)], 255, shift=4)
    erode = max(1, round(0.012 * rig.unit))  # lashes and the shadow of the lid stay with the lid
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * erode + 1, 2 * erode + 1))
    inside = cv2.erode(seen, kernel)
    if not inside.any():  # nearly closed in the photograph
        inside = seen
    lid, hidden = _closed(patch, seen, rig.unit)
    patch = cv2.inpaint(patch, 255 - inside, 3, cv2.INPAINT_TELEA)
    middle = len(ring) // 4
    anchors = np.array([ring[0], ring[8], ring[middle]])
    opening = max(_opening(rig.points[list(ring), :2]), 1.0)
    hidden *= np.float32(np.clip((opening / rig.unit - SHUT) / (OPEN - SHUT), 0, 1))
    rest = rig.points[anchors, :2] - low
    return Eye(np.array(ring), anchors, rest, opening, patch, lid, hidden)


def _closed(patch: np.ndarray, opening: np.ndarray, unit: float) -> tuple[np.ndarray, np.ndarray]:
    """The skin of the closed lids of a patch (h, w, 3) uint8 with an opening (h, w) uint8, and where it belongs."""
    import cv2

    up, down = (max(1, round(reach * unit)) for reach in (ABOVE, BELOW))
    tall = np.zeros((2 * up + 1, 2 * down + 1), np.uint8)
    tall[up - down :] = 1  # rows below the middle look down, and so let the eye grow upwards
    eye = cv2.dilate(opening, tall)
    luma = patch @ LUMA
    around = cv2.dilate(eye, np.ones((3, 3), np.uint8), iterations=max(2, round(0.05 * unit))) > eye
    usual = float(np.median(luma[around])) if around.any() else float(np.median(luma))
    odd = (np.abs(luma - usual) > ODD * usual).astype(np.uint8) * 255
    skin = cv2.inpaint(patch, np.maximum(eye, cv2.dilate(odd, np.ones((3, 3), np.uint8))), 3, cv2.INPAINT_TELEA)
    skin = cv2.GaussianBlur(skin, (0, 0), max(0.5, 0.03 * unit)).astype(np.float32)
    fine = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1.0))[around & (odd == 0)]
    grain = cv2.GaussianBlur(np.random.default_rng(0).standard_normal(luma.shape), (0, 0), 0.6)
    skin += (float(np.median(fine)) if len(fine) else 0.0) * grain[..., None]
    hidden = cv2.GaussianBlur(eye.astype(np.float32) / 255, (0, 0), max(0.7, 0.02 * unit))
    return np.clip(skin + 0.5, 0, 255).astype(np.uint8), hidden


def _opening(ring: np.ndarray) -> float:
    """Between the middles of the upper and the lower lid."""
    return float(np.linalg.norm(ring[4] - ring[12]))


def draw_eye(
    frame: np.ndarray, eye: Eye, posed: Posed, gaze: np.ndarray, blink: float, unit: float, origin: np.ndarray
) -> None:
    """Lay the eyeball into the opening between the lids, in place.

    frame : (H, W, 3) uint8, with its corner at `origin` in the photograph
    gaze : (2,), how far the iris has gone, in pixels
    blink : 0–1
    unit : eye distance, in pixels
    """
    import cv2

    hole = Hole.of(posed.points[eye.ring] - origin, frame.shape)
    wider = _opening(posed.points[eye.ring]) / eye.opening
    made = min(max(np.linalg.norm(gaze) / (TURNED * unit), blink / CLOSING, abs(wider - 1) / WIDENED), 1.0)
    if hole is None or made < 0.01:
        return  # an eye that keeps still is the photograph's own
    hole.soften_edge(frame)
    _draw_lid(frame, eye, posed, blink, origin)
    _draw_lashes(frame, hole, blink, unit)
    if not hole.is_open():
        return
    target = posed.still[eye.anchors] - origin + gaze - hole.corner
    # eyes opened wider than the photograph shows them: what is seen is stretched, nothing is made up
    middle = target[:2].mean(axis=0)
    target[2] = middle + max(wider, 1.0) * (target[2] - middle)
    affine = cv2.getAffineTransform(eye.rest.astype(np.float32), target.astype(np.float32))
    ball = cv2.warpAffine(eye.patch, affine, hole.size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    hole.fill(frame, ball, np.float32(made) * hole.mask())


def _draw_lid(frame: np.ndarray, eye: Eye, posed: Posed, blink: float, origin: np.ndarray) -> None:
    """The skin of a closing lid where the eye was, in place."""
    import cv2

    if blink <= 0:
        return
    affine = cv2.getAffineTransform(eye.rest.astype(np.float32), (posed.still[eye.anchors] - origin).astype(np.float32))
    height, width = eye.hidden.shape
    corners = np.array([(0, 0), (width, 0), (0, height), (width, height)]) @ affine[:, :2].T + affine[:, 2]
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int), frame.shape[1::-1])
    if (high - low).min() < 1:
        return
    affine[:, 2] -= low
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    skin = cv2.warpAffine(eye.lid, affine, size, borderMode=cv2.BORDER_REPLICATE)
    share = np.float32(min(blink / UNROLLED, 1.0)) * cv2.warpAffine(eye.hidden, affine, size)
    mix(frame[low[1] : high[1], low[0] : high[0]], skin, share)


def _draw_lashes(frame: np.ndarray, hole: Hole, blink: float, unit: float) -> None:
    """The dark line where closed lids meet, in place."""
    import cv2

    if blink <= 0:
        return
    shade = np.zeros(hole.size[::-1], np.uint8)
    upper = np.round(hole.curve[3 : len(hole.curve) // 2 - 2] * 16).astype(np.int32)  # short of both corners
    cv2.polylines(shade, [upper], False, 255, max(1, round(0.016 * unit)), cv2.LINE_AA, 4)
    shade = cv2.GaussianBlur(shade.astype(np.float32) / 255, (0, 0), max(0.7, 0.012 * unit))
    piece = hole.window(frame)
    piece[:] = (piece * (1 - LASH_SHADE * min(blink / UNROLLED, 1.0) * shade[..., None]) + 0.5).astype(np.uint8)
