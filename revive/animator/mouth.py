"""Draw the inside of the mouth: the photograph's own teeth if it shows them, otherwise drawn ones.

Upper teeth move with the skull, lower teeth and tongue with the jaw; behind them it is dark, and darker towards the
lips that shade them. Colours and sharpness match the photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.animator import teeth
from revive.animator.holes import Hole, mix
from revive.animator.light import CHEEKS, Light, pixels_around, read_light
from revive.animator.pose import Posed
from revive.animator.rig import Rig
from revive.face import mesh
from revive.face.expression_basis import expression_basis
from revive.portrait.grading import LUMA

PLANE = (0, 17, 61, 291, 2, 57, 287, 164, 18, 200)  # round the mouth: they carry the mean face's frame to this one
WARM_SHADOW = (1.0, 1.25, 1.4)  # light that reaches the inside of a mouth has been through skin
LOWER_LIP = 14  # the middle of its inner edge
SHOWS_TEETH = 0.045  # gap between the lips, in eye distances, from which a photograph may show teeth
ALIKE, CHANGED = 1.25, 1.8  # times as high or low: the opening is the photograph's; it is another one
LINE, APART = 0.012, 0.04  # eye distances that closed lips have parted: a line still; an opening
SHOWN = 0.05  # eye distances of the lower teeth that stand above the lower lip at most
TALLER = 0.07  # eye distances of tooth that a raised lip may still uncover
YEARS, SHOWN_BELOW = (30.0, 65.0), (0.05, 0.025)  # the older, the less of the upper teeth hangs below the closed lips
DEEPEST = 0.35  # light on what lies deepest in the shadow of the lips
SHADED = 0.75  # of the lips' shadow, that the photograph's own teeth show already
BRIGHT = 0.55  # share of the skin's brightness from which the inside of a mouth is teeth, not dark


@dataclass(frozen=True)
class Layer:
    """A picture that moves with skull or jaw: colour, coverage, its corners and their rest.

    `edge` is a point (2,) of the photograph where its upper edge rests, if the lower lip keeps it down; `own` says that
    it shows the photograph's own teeth.
    """

    colour: np.ndarray  # (h, w, 3) uint8
    coverage: np.ndarray  # (h, w) float32, 0–1
    corners: np.ndarray  # (3, 2) in the layer
    rest: np.ndarray  # (3, 2) where they are in the photograph
    jaw: bool
    edge: np.ndarray | None = None
    own: bool = False


@dataclass(frozen=True)
class OwnTeeth:
    """Where a picture shows the photograph's own teeth.

    Attributes
    ----------
    corner : (2,), the patch's corner in the window that was drawn on
    coverage : (h, w) float32, 0–1
    """

    corner: np.ndarray
    coverage: np.ndarray


@dataclass(frozen=True)
class Mouth:
    """All that lies between the lips of one photograph, from back to front."""

    layers: tuple[Layer, ...]
    dark: np.ndarray  # (3,) uint8, colour of the depth
    shadow: tuple[float, float, float]  # how much more than red each colour is lost in the shadow of the lips
    rest: float  # mean height of the opening in the photograph, in eye distances
    shows: bool  # whether the photograph shows the inside there
    plane: mesh.Plane


def find_mouth(image: np.ndarray, rig: Rig) -> Mouth:
    """The inside of the mouth of a photograph: its own teeth if it shows them, drawn in its light if not."""
    light = read_light(image, rig.points[:478])
    dark = light.on(np.array(teeth.CAVITY)).round().astype(np.uint8)
    scale = max(rig.unit, 24.0)
    drawn = [(teeth.draw_tongue(scale), True, None), (teeth.draw_lower_teeth(scale), True, teeth.LOWER_EDGE)]
    shown = (image, rig.points[:478]) if rig.original is None else (rig.original.image, rig.original.points)
    own = _own_teeth(*shown, rig.unit)
    if own is None:
        edge = float(np.interp(rig.age, YEARS, SHOWN_BELOW))
        drawn.append((teeth.draw_upper_teeth(scale, edge=edge), False, None))
    layers = [_lit_layer(drawing, light, rig, jaw=jaw, edge=edge) for drawing, jaw, edge in drawn]
    shadow = WARM_SHADOW if light.tones is None else (1.0, 1.0, 1.0)
    plane = mesh.Plane(rig.points, PLANE)
    points = rig.points[:478, :2]
    rest = _height(points[list(mesh.MOUTH_RING)]) / rig.unit
    shows = mesh.inner_lip_gap(points) >= SHOWS_TEETH
    return Mouth((*layers, *([own] if own else ())), dark, shadow, rest, shows, plane)


def draw_mouth(
    frame: np.ndarray, mouth: Mouth, posed: Posed, rig: Rig, origin: np.ndarray
) -> tuple[float, OwnTeeth | None]:
    """Lay the inside of the mouth between the lips, in place. `origin` is the frame's corner in the photograph.

    Gives how much of it was drawn, 0–1 (the rest is what the warp shows there), and where the own teeth are.
    """
    import cv2

    ring = posed.points[list(mesh.MOUTH_RING)]
    hole = Hole.of(ring - origin, frame.shape)
    if hole is None:
        return 0.0, None
    made = _made_anew(mouth, _height(ring) / mesh.eye_distance(posed.still))
    if made <= 0:
        return 0.0, None
    hole.soften_edge(frame)
    if not hole.is_open():
        return 0.0, None
    inside = np.empty((*hole.size[::-1], 3), np.uint8)
    inside[:] = mouth.dark
    teeth = None
    moved = mouth.plane.carried(posed.still)
    for layer in mouth.layers:
        place = layer_place(layer, moved, posed)
        target = layer.rest @ place[:, :2].T + place[:, 2]
        affine = cv2.getAffineTransform(
            layer.corners.astype(np.float32), (target - origin - hole.corner).astype(np.float32)
        )
        colour = cv2.warpAffine(layer.colour, affine, hole.size, borderMode=cv2.BORDER_REPLICATE)
        coverage = cv2.warpAffine(layer.coverage, affine, hole.size)
        mix(inside, colour, coverage)
        if layer.own:
            teeth = coverage
    mask = hole.mask()
    shadow = _lip_shadow(mask, rig.unit)
    if teeth is not None:
        shadow = shadow + SHADED * teeth * (1 - shadow)
    light = cv2.merge([cv2.pow(shadow, warmth) for warmth in mouth.shadow])
    cv2.multiply(inside, light, dst=inside, dtype=cv2.CV_8U)
    hole.fill(frame, inside, np.float32(made) * mask)
    return made, None if teeth is None else OwnTeeth(hole.corner, made * mask * teeth)


def layer_place(layer: Layer, moved: np.ndarray, posed: Posed) -> np.ndarray:
    """(2, 3), the photograph's frame -> the picture, for a layer that goes with a head that has `moved` (2, 3) so."""
    gone = moved[:, 2] + posed.jaw if layer.jaw else moved[:, 2]
    if layer.edge is not None:
        down = moved[:, 1] / np.hypot(*moved[:, 1])
        above = (posed.points[LOWER_LIP] - moved[:, :2] @ layer.edge - gone) @ down
        gone = gone + max(0.0, above - SHOWN * mesh.eye_distance(posed.still)) * down
    return np.column_stack([moved[:, :2], gone])


def _made_anew(mouth: Mouth, height: float) -> float:
    """0–1, how much of the inside is drawn at this height of the opening, in eye distances.

    Nothing where the opening is about as high as in the photograph: then the warp carries what the photograph itself
    shows there, its teeth or the line of its closed lips, and nothing drawn is as true. Stretched or squeezed much
    farther, teeth would change their size.
    """
    if mouth.shows and height > 0:
        ratio = max(height / mouth.rest, mouth.rest / height)
        return float(np.clip((ratio - ALIKE) / (CHANGED - ALIKE), 0, 1))
    return float(np.clip((height - mouth.rest - LINE) / (APART - LINE), 0, 1))


def _height(ring: np.ndarray) -> float:
    """Mean height of the opening inside a ring of points (n, 2), in their unit."""
    import cv2

    width = float(np.linalg.norm(ring[0] - ring[len(ring) // 2]))
    return float(cv2.contourArea(np.asarray(ring, np.float32))) / max(width, 1e-6)


def _lip_shadow(mask: np.ndarray, unit: float) -> np.ndarray:
    """Light that comes in between the lips: less near them, least under the upper one."""
    import cv2

    reach = 0.05 * unit
    # the shadow falls downwards from the upper lip: the opening is shifted down before it is softened
    shift = np.array([[1, 0, 0], [0, 1, 0.5 * reach]], np.float32)
    lowered = cv2.warpAffine(mask, shift, mask.shape[::-1])
    soft = cv2.GaussianBlur(lowered * mask, (0, 0), max(reach, 0.5))
    return DEEPEST + (1 - DEEPEST) * np.clip(1.3 * soft, 0, 1)


def _lit_layer(drawing: teeth.Drawing, light: Light, rig: Rig, *, jaw: bool, edge: float | None) -> Layer:
    import cv2

    to_photo = mesh.Plane(expression_basis()["mean"], PLANE).carried(rig.points)
    # the drawing's zero is the line of the closed lips of this photograph
    lips = (rig.points[mesh.UPPER_LIP_MIDDLE, :2] + rig.points[mesh.LOWER_LIP_MIDDLE, :2]) / 2
    units = (drawing.corners() - drawing.corners()[0]) / drawing.scale
    rest = units @ to_photo[:, :2].T + lips
    blur = max(0.5, 0.006 * rig.unit)
    colour = cv2.GaussianBlur(light.on(drawing.colour), (0, 0), blur).round().astype(np.uint8)
    coverage = cv2.GaussianBlur(drawing.coverage, (0, 0), blur)
    held = None if edge is None else to_photo[:, 1] * edge + lips
    return Layer(colour, coverage, drawing.corners(), rest, jaw, held)


def _own_teeth(image: np.ndarray, landmarks: np.ndarray, unit: float) -> Layer | None:
    """What the photograph shows between its lips, if that is teeth; `unit` is the eye distance in pixels."""
    import cv2

    points = landmarks[:, :2]
    if mesh.inner_lip_gap(points) < SHOWS_TEETH:
        return None
    ring = points[list(mesh.MOUTH_RING)]
    margin = round(0.1 * unit) + 2
    low = np.maximum(np.floor(ring.min(axis=0)).astype(int) - margin, 0)
    high = np.minimum(np.ceil(ring.max(axis=0)).astype(int) + margin + 1, image.shape[1::-1])
    patch = np.ascontiguousarray(image[low[1] : high[1], low[0] : high[0]])
    hole = Hole.of(ring - low, patch.shape)
    if hole is None:
        return None
    seen = np.zeros(patch.shape[:2], np.float32)
    hole.window(seen)[:] = hole.mask()
    skin = np.median(pixels_around(image, points[list(CHEEKS[:6])], reach=0) @ LUMA)
    inside = patch[seen > 0.9] @ LUMA
    if len(inside) < 8 or np.percentile(inside, 60) < BRIGHT * skin:
        return None
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    core = cv2.erode((seen > 0.5).astype(np.uint8) * 255, kernel, iterations=max(1, round(0.01 * unit)))
    filled = cv2.inpaint(patch, 255 - core, 3, cv2.INPAINT_TELEA)
    _grow_upwards(filled, core, round(TALLER * unit))
    coverage = cv2.GaussianBlur(core.astype(np.float32) / 255, (0, 0), max(0.6, 0.012 * unit))
    corners = np.array([(0, 0), (patch.shape[1], 0), (0, patch.shape[0])], float)
    return Layer(filled, coverage, corners, corners + low, False, own=True)


def _grow_upwards(patch: np.ndarray, core: np.ndarray, reach: int) -> None:
    """Teeth go on under the upper lip, into its shadow: the highest that is clearly seen is carried up, in place."""
    import cv2

    below = max(1, reach // 3)  # past the line of shadow under the lip
    columns = np.flatnonzero(core.any(axis=0))
    rows = [np.flatnonzero(core[:, column]) for column in columns]
    edges = [seen[min(below, len(seen) // 2)] for seen in rows]
    colours = cv2.blur(patch[edges, columns][None].astype(np.float32), (max(3, reach), 1))[0]
    for column, edge, seen, colour in zip(columns, edges, rows, colours, strict=True):
        top = max(seen[0] - reach, 0)
        shade = np.linspace(0.7, 1, edge - top)[:, None]
        patch[top:edge, column] = shade * colour
        core[top:edge, column] = 255
