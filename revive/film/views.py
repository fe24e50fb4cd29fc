"""Pan and zoom: which part of a picture is seen at each moment.

A view has the shape of the frame. Its size changes by a constant factor a second and its middle follows, so that one
point of the picture stands still while it is approached; begin and end are eased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revive.core.easing import eased
from revive.face.framing import Box, crop_box, head_box
from revive.film.scenes import Fit, Movement

KEPT = 0.6  # share of a picture that has to be seen for it to fill the frame
AIR = 1.08  # times the heads, the least that is seen around them
EASE = 0.6  # share of the movement that is eased; the rest is even, so that it has begun when the scene fades in


@dataclass(frozen=True)
class View:
    """A part of a picture: its middle and its width, in pixels of the picture."""

    x: float
    y: float
    width: float


def fills(width: int, height: int, aspect: float, faces: Sequence[Box], fit: Fit | None) -> bool:
    """Whether a picture fills a frame of this aspect ratio; otherwise all of it is shown before its blurred likeness.

    It does not where a head would be cut, or much of the picture.
    """
    if fit is not None:
        return fit == "fill"
    left, top, right, bottom = crop_box(width, height, aspect, faces)
    heads = heads_of(faces, width, height)
    inside = heads is None or (left <= heads[0] and top <= heads[1] and heads[2] <= right and heads[3] <= bottom)
    return inside and (right - left) * (bottom - top) >= KEPT * width * height


def heads_of(faces: Sequence[Box], width: int, height: int) -> tuple[float, float, float, float] | None:
    """What holds all heads of a picture (left, top, right, bottom); None where nobody is seen."""
    if not faces:
        return None
    boxes = np.array([head_box(face) for face in faces], float)
    low, high = np.maximum(boxes[:, :2].min(axis=0), 0), np.minimum(boxes[:, 2:].max(axis=0), (width, height))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def path_of(
    whole: Box, aspect: float, heads: Sequence[tuple[float, float, float, float]], movement: Movement, zoom: float
) -> tuple[View, View]:  # fmt: skip
    """The first and the last view of a movement within a part of a picture.

    Parameters
    ----------
    whole : (left, top, right, bottom), the widest view, of the frame's shape
    aspect : width : height of the frame
    heads : of everybody seen, from left to right; no view cuts through them where it can be avoided
    movement, zoom : see `scenes.Pictured`; along a single face is in
    """
    wide = View((whole[0] + whole[2]) / 2, (whole[1] + whole[3]) / 2, whole[2] - whole[0])
    if movement == "still" or zoom <= 1:
        return wide, wide
    if movement == "along" and len(heads) != 1:
        ends = [heads[0], heads[-1]] if heads else _ends(whole)
        first, last = (_close([end], whole, aspect, zoom) for end in ends)
        return View(first.x, first.y, max(first.width, last.width)), View(last.x, last.y, max(first.width, last.width))
    close = _close(heads, whole, aspect, zoom)
    return (close, wide) if movement == "out" else (wide, close)


def between(first: View, last: View, share: float) -> View:
    """The view when a share (0–1) of the time of the scene has passed."""
    share = float((1 - EASE) * share + EASE * eased(np.array(share)))
    if abs(last.width - first.width) < 1e-6:
        return View(first.x + share * (last.x - first.x), first.y + share * (last.y - first.y), first.width)
    width = first.width * (last.width / first.width) ** share
    moved = (width - first.width) / (last.width - first.width)
    return View(first.x + moved * (last.x - first.x), first.y + moved * (last.y - first.y), width)


def _close(heads: Sequence[tuple[float, float, float, float]], whole: Box, aspect: float, zoom: float) -> View:
    """The closest view: all heads in it, within `whole`."""
    left, top, right, bottom = whole
    width = (right - left) / zoom
    x, y = (left + right) / 2, (top + bottom) / 2
    if heads:
        around = np.array(heads)
        low, high = around[:, :2].min(axis=0), around[:, 2:].max(axis=0)
        width = min(max(width, AIR * (high[0] - low[0]), AIR * (high[1] - low[1]) * aspect), right - left)
        x, y = (low + high) / 2
    reach_x, reach_y = width / 2, width / aspect / 2
    return View(
        float(np.clip(x, left + reach_x, max(right - reach_x, left + reach_x))),
        float(np.clip(y, top + reach_y, max(bottom - reach_y, top + reach_y))), float(width),
    )  # fmt: skip


def _ends(whole: Box) -> list[tuple[float, float, float, float]]:
    """The two ends of a picture without faces."""
    left, top, right, bottom = whole
    middle = (top + bottom) / 2
    return [(left, middle, left, middle), (right, middle, right, middle)]
