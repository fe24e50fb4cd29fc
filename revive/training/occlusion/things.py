"""Things drawn over faces: hands, cups, masks, microphones, cloth, pipes, hair; what looks like one, but is none.

Every function takes a picture (H, W, 3) of 0–1, where one unit of length is the distance of the eyes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Scene:
    """Where the face is in the picture.

    Attributes
    ----------
    mouth, nose, chin : (2,) pixels; the middle of the lips, the tip of the nose, the chin
    eyes : (2, 2) pixels, their middles, the one at the left of the picture first
    unit : pixels between the eyes
    """

    mouth: np.ndarray
    nose: np.ndarray
    chin: np.ndarray
    eyes: np.ndarray
    unit: float


def cover(
    picture: np.ndarray, scene: Scene, others: list[np.ndarray], draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The picture with something over or beside the face, and where it is, (H, W) of 0–1.

    others : pictures that textures are taken from
    """
    import cv2

    if draw.random() < 0.15:
        return _haired(picture, scene, draw)
    kinds = (_hand, _hand, _hand, _mask, _cup, _microphone, _microphone, _cloth, _board, _pipe, _pipe)
    shape = kinds[draw.integers(len(kinds))](picture.shape[:2], scene, draw)
    skin = draw.random() < (0.85 if shape.hand else 0.2)
    paint = _skin(picture, scene, others, draw) if skin else _texture(picture.shape[:2], others, draw)
    if draw.random() < 0.75:  # round, or folded: lighter in the middle of every part
        depth = cv2.distanceTransform((shape.mask > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
        depth = (depth / max(shape.thickness, 1)).clip(0, 1)
        paint = paint * (1 - draw.uniform(0.1, 0.6) * (1 - depth[..., None]) ** draw.uniform(0.5, 3))
    paint = paint * (1 + draw.uniform(-0.3, 0.3) * _slope(shape.mask.shape, draw)[..., None])
    soft = float(draw.uniform(0.3, 2.0))
    mask = cv2.GaussianBlur(shape.mask, (0, 0), soft)[..., None]
    if draw.random() < 0.6:  # the shadow that it throws
        by = draw.uniform(-0.12, 0.12, 2) * scene.unit
        move = np.array([[1, 0, by[0]], [0, 1, by[1]]])
        shadow = cv2.warpAffine(shape.mask, move, shape.mask.shape[::-1])
        shadow = cv2.GaussianBlur(shadow, (0, 0), float(draw.uniform(1, 0.12 * scene.unit + 1)))
        picture = picture * (1 - draw.uniform(0.1, 0.55) * shadow[..., None])
    return (picture * (1 - mask) + paint.clip(0, 1) * mask).clip(0, 1), (mask[..., 0] > 0.5).astype(np.float32)


def _haired(
    picture: np.ndarray, scene: Scene, draw: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """A lock of hair that falls over forehead, eye or cheek; parameters and results as of `cover`."""
    import cv2

    size, unit = picture.shape[:2], scene.unit
    side = draw.choice([-1, 1])
    root = scene.eyes.mean(axis=0) + unit * np.array([side * draw.uniform(-0.3, 0.9), -draw.uniform(0.8, 1.2)])
    tip = scene.nose + unit * np.array([side * draw.uniform(0.1, 1.1), draw.uniform(-0.9, 1.2)])
    bend = (root + tip) / 2 + unit * np.array([side * draw.uniform(-0.1, 0.5), draw.uniform(-0.4, 0.1)])
    wide, t = unit * draw.uniform(0.04, 0.3), np.linspace(0, 1, 12)[:, None]
    colour = np.array([1.0, 0.8, 0.65]) * (
        draw.uniform(0.02, 0.35) if draw.random() < 0.75 else draw.uniform(0.4, 0.85)
    )
    picture, share = picture.copy(), _canvas(size)
    for _ in range(int(draw.integers(15, 90))):
        off = draw.normal(0, 0.5 * wide, (3, 2)) * np.array([(1.0, 0.3), (1.0, 0.3), (0.8, 1.5)])
        a, b, c = root + off[0], bend + off[1], tip + off[2]
        strand = _canvas(size)
        _stroke(strand, list((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c), draw.uniform(0.5, 3.0))
        strand *= draw.uniform(0.5, 1)
        picture += strand[..., None] * (colour * draw.uniform(0.5, 1.7) - picture)
        share += strand * (1 - share)
    return picture.clip(0, 1), (cv2.GaussianBlur(share, (0, 0), 0.8) > 0.5).astype(np.float32)


def bearded(picture: np.ndarray, scene: Scene, draw: np.random.Generator) -> np.ndarray:
    """With a beard or a moustache of many short hairs, which leaves the lips free but for the edge of the upper one."""
    import cv2

    canvas = np.zeros(picture.shape[:2], np.uint8)
    unit, count = scene.unit, int(draw.integers(300, 1500))
    moustache, beard = draw.random() < 0.8, draw.random() < 0.7
    for _ in range(count):
        x, y = draw.uniform(-0.95, 0.95), draw.uniform(-0.35, 1.1)
        on_lips = (x / 0.5) ** 2 + (y / 0.17) ** 2 < 1
        above = moustache and abs(x) < 0.6 and -0.33 < y < -0.08
        below = beard and (abs(x) > 0.55 or y > 0.2) and y > -0.3 + 0.5 * (0.9 - abs(x))
        if on_lips or not (above or below):
            continue
        start = scene.mouth + unit * np.array([x, y])
        way = unit * draw.uniform(0.04, 0.2) * np.array([np.sign(x) * draw.uniform(0, 0.9), draw.uniform(0.3, 1)])
        first, last = (tuple(np.round(p * 8).astype(int).tolist()) for p in (start, start + way))
        cv2.line(canvas, first, last, int(draw.integers(90, 255)), 1, cv2.LINE_AA, 3)
    strength = draw.uniform(0.4, 0.95) * cv2.GaussianBlur(canvas, (0, 0), 0.5)[..., None] / 255
    hair = np.array([1.0, 0.9, 0.8]) * (draw.uniform(0.02, 0.35) if draw.random() < 0.75 else draw.uniform(0.5, 0.9))
    return picture * (1 - strength) + hair * strength


def shaded(picture: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """With the edge of a shadow somewhere across it."""
    import cv2

    slope = 6 * _slope(picture.shape[:2], draw) + draw.uniform(-2.5, 2.5)
    edge = cv2.GaussianBlur((slope > 0).astype(np.float32), (0, 0), float(draw.uniform(0.5, 12)))
    return picture * (1 - draw.uniform(0.2, 0.75) * edge[..., None])


@dataclass(frozen=True)
class _Shape:
    """(H, W) float32 of 0–1, how thick its parts are in pixels, and whether it is a hand."""

    mask: np.ndarray
    thickness: float
    hand: bool = False


def _hand(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    """Fingers side by side, and sometimes the back of the hand."""
    mask, unit = _canvas(size), scene.unit
    thick, turn = unit * draw.uniform(0.13, 0.34), draw.uniform(-np.pi, np.pi)
    along = np.array([np.cos(turn), np.sin(turn)])
    across = np.array([-along[1], along[0]])
    count = int(draw.integers(2, 6))
    middle = _near(scene, draw)
    gap = thick * draw.uniform(0.85, 1.35)
    for finger in range(count):
        place = middle + across * gap * (finger - (count - 1) / 2)
        tip = place + along * unit * draw.uniform(0.35, 0.9)
        spread = across * unit * draw.uniform(-0.12, 0.12)
        end = place - along * unit * draw.uniform(1.0, 3.5) + spread
        _stroke(mask, [tip, (tip + end) / 2 + draw.normal(0, 0.05 * unit, 2), end], thick * draw.uniform(0.85, 1.1))
    if draw.random() < 0.5:
        back = middle - along * unit * draw.uniform(0.3, 1.6)
        _ellipse(mask, back, (unit * draw.uniform(0.5, 0.9), gap * count * draw.uniform(0.45, 0.65)), turn)
    return _Shape(mask, thick / 2, hand=True)


def _mask(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    """Of cloth or paper, from the nose to below the chin, with bands to the ears."""
    mask, unit = _canvas(size), scene.unit
    top = scene.nose + (scene.mouth - scene.nose) * draw.uniform(-0.6, 0.5)
    low = scene.chin + unit * draw.uniform(-0.1, 0.3) * np.array([0, 1])
    wide = unit * draw.uniform(0.7, 1.15)
    side = scene.mouth + np.array([0, 1]) * unit * draw.uniform(-0.2, 0.25)
    half = _at(wide * 0.5, 0)
    corners = [top - half, top, top + half, side + 2 * half, low + 0.8 * half, low, low - 0.8 * half, side - 2 * half]
    corners = [corner + draw.normal(0, 0.05 * unit, 2) for corner in corners]
    _polygon(mask, corners)
    if draw.random() < 0.6:
        for ear in (-1, 1):
            for start in (side - _at(0, 0.2 * unit), side + _at(0, 0.25 * unit)):
                ends = [start + _at(ear * wide * 0.9, 0), start + np.array([ear * 2.2, draw.uniform(-1, 0.4)]) * unit]
                _stroke(mask, ends, 0.06 * unit)
    return _Shape(mask, 0.6 * unit)


def _cup(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    mask, unit = _canvas(size), scene.unit
    rim = _near(scene, draw) - (0, unit * draw.uniform(0.1, 0.5))
    wide, tall = unit * draw.uniform(0.5, 1.0), unit * draw.uniform(0.8, 2.2)
    narrow, lean = draw.uniform(0.6, 1.0), unit * draw.uniform(-0.4, 0.4)
    foot = rim + _at(lean, tall)
    _polygon(mask, [rim - _at(wide, 0), rim + _at(wide, 0), foot + _at(wide * narrow, 0), foot - _at(wide * narrow, 0)])
    _ellipse(mask, rim, (wide, wide * draw.uniform(0.1, 0.4)), 0)
    return _Shape(mask, wide)


def _microphone(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    mask, unit = _canvas(size), scene.unit
    head = _near(scene, draw)
    radius, turn = unit * draw.uniform(0.3, 0.65), draw.uniform(-1.1, 1.1)
    _ellipse(mask, head, (radius, radius * draw.uniform(0.9, 1.4)), turn)
    _stroke(mask, [head, head + unit * 4 * np.array([np.sin(turn), np.cos(turn)])], radius * draw.uniform(0.7, 1.3))
    return _Shape(mask, radius)


def _pipe(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    """A pipe, or without its bowl a cigarette or a pen, that lips or fingers hold; or a twig anywhere."""
    mask, unit = _canvas(size), scene.unit
    held = draw.random() < 0.7
    start = scene.mouth + unit * np.array([draw.uniform(-0.4, 0.4), draw.uniform(-0.05, 0.1)])
    start = start if held else _near(scene, draw)
    turn = draw.uniform(-0.6, 1.3)
    along = np.array([draw.choice([-1, 1]) * np.cos(turn), np.sin(turn)])
    end = start + unit * draw.uniform(0.4, 1.5) * along
    _stroke(mask, [start, (start + end) / 2 + draw.normal(0, 0.04 * unit, 2), end], unit * draw.uniform(0.05, 0.16))
    thick = unit * draw.uniform(0.2, 0.4)
    if draw.random() < 0.5:
        _stroke(mask, [end + _at(0, 0.1 * unit), end - _at(0, unit * draw.uniform(0.2, 0.5))], thick)
    return _Shape(mask, thick / 2)


def _cloth(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    """A scarf or a blanket: everything below a wavy line."""
    unit = scene.unit
    x = np.linspace(0, 1, 12) * size[1]
    level = scene.mouth[1] + unit * draw.uniform(-0.55, 0.7) + draw.normal(0, 0.12 * unit, 12)
    level += (x - scene.mouth[0]) * draw.uniform(-0.25, 0.25)
    mask = _canvas(size)
    _polygon(mask, [*np.column_stack([x, level]), np.array([size[1], size[0]]), np.array([0, size[0]])])
    return _Shape(mask, unit)


def _board(size: tuple[int, ...], scene: Scene, draw: np.random.Generator) -> _Shape:
    """A book, a telephone, a bottle, a sheet, a bar: a quadrangle."""
    mask, unit = _canvas(size), scene.unit
    middle, turn = _near(scene, draw), draw.uniform(0, np.pi)
    long, short = unit * draw.uniform(0.6, 2.5), unit * draw.uniform(0.2, 0.9)
    along = np.array([np.cos(turn), np.sin(turn)])
    across = np.array([-along[1], along[0]])
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    _polygon(mask, [middle + a * long * along + b * short * across + draw.normal(0, 0.05 * unit, 2) for a, b in signs])
    return _Shape(mask, short)


def _near(scene: Scene, draw: np.random.Generator) -> np.ndarray:
    """On the mouth, somewhere on the face, or beside the mouth."""
    place = draw.random()
    if place < 0.45:
        return scene.mouth + draw.normal(0, 0.12, 2) * scene.unit
    if place < 0.8:
        return scene.nose + scene.unit * np.array([draw.uniform(-0.9, 0.9), draw.uniform(-1.2, 1.3)])
    turn = draw.uniform(0, 2 * np.pi)
    return scene.mouth + scene.unit * draw.uniform(0.8, 1.6) * np.array([np.cos(turn), np.sin(turn)])


def _skin(
    picture: np.ndarray, scene: Scene, others: list[np.ndarray], draw: np.random.Generator
) -> np.ndarray:  # fmt: skip
    """Of this face or of another one, in another light; as a colour, or as it is."""
    import cv2

    own = draw.random() < 0.6
    source = picture if own else others[draw.integers(len(others))]
    at = scene.nose + draw.uniform(-0.5, 0.5, 2) * scene.unit if own else np.array(source.shape[1::-1]) / 2
    half = max(int(0.12 * scene.unit), 2)
    x, y = (int(np.clip(v, half, s - half - 1)) for v, s in zip(at, source.shape[1::-1], strict=True))
    patch = source[y - half : y + half, x - half : x + half]
    if draw.random() < 0.6:
        patch = np.broadcast_to(np.median(patch, axis=(0, 1)), patch.shape)
    filled = cv2.resize(np.ascontiguousarray(patch, np.float32), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    grain = draw.normal(0, draw.uniform(0, 0.02), (*picture.shape[:2], 1))
    tint = 1 + draw.normal(0, 0.04, 3) if np.ptp(picture, axis=2).max() > 0.02 else 1
    return filled * draw.uniform(0.7, 1.2) * tint + grain


def _texture(size: tuple[int, ...], others: list[np.ndarray], draw: np.random.Generator) -> np.ndarray:
    """A colour, stripes, a net, or a piece of another picture."""
    import cv2

    kind = draw.choice(["colour", "stripes", "net", "piece"])
    colour = draw.choice([draw.uniform(0, 0.25), draw.uniform(0.75, 1), draw.uniform(0, 1)]) + draw.normal(0, 0.15, 3)
    plain = np.broadcast_to(colour.clip(0, 1), (*size, 3)).astype(np.float32)
    if kind == "colour":
        return plain + draw.normal(0, draw.uniform(0, 0.02), (*size, 1))
    if kind == "piece":
        other = others[draw.integers(len(others))]
        side = int(draw.integers(min(other.shape[:2]) // 4, min(other.shape[:2])))
        y, x = draw.integers(0, other.shape[0] - side + 1), draw.integers(0, other.shape[1] - side + 1)
        piece = np.rot90(other[y : y + side, x : x + side], int(draw.integers(4)))
        return cv2.resize(np.ascontiguousarray(piece, np.float32), size[::-1])
    wave = np.sin(_slope(size, draw) * draw.uniform(20, 120))
    if kind == "net":
        wave = wave * np.sin(_slope(size, draw) * draw.uniform(60, 120))
    return plain * (1 + draw.uniform(0.1, 0.8) * wave[..., None])


def _slope(size: tuple[int, ...], draw: np.random.Generator) -> np.ndarray:
    """(H, W) −0.5 to 0.5, from one side to the other."""
    y, x = np.mgrid[0 : size[0], 0 : size[1]] / max(size) - 0.5
    turn = draw.uniform(0, 2 * np.pi)
    return (np.cos(turn) * x + np.sin(turn) * y).astype(np.float32)


def _at(x: float, y: float) -> np.ndarray:
    return np.array([x, y])


def _canvas(size: tuple[int, ...]) -> np.ndarray:
    return np.zeros(size, np.float32)


def _stroke(mask: np.ndarray, points: list[np.ndarray], thick: float) -> None:
    import cv2

    line = [np.round(np.array(points) * 8).astype(np.int32)]
    cv2.polylines(mask, line, False, 1.0, max(round(thick), 1), cv2.LINE_AA, 3)


def _polygon(mask: np.ndarray, points: list[np.ndarray]) -> None:
    import cv2

    cv2.fillPoly(mask, [np.round(np.array(points) * 8).astype(np.int32)], 1.0, cv2.LINE_AA, 3)


def _ellipse(mask: np.ndarray, middle: np.ndarray, radii: tuple[float, float], turn: float) -> None:
    import cv2

    place, axes = (tuple(int(8 * v) for v in pair) for pair in (middle, radii))
    cv2.ellipse(mask, place, axes, float(np.rad2deg(turn)), 0, 360, 1.0, -1, cv2.LINE_AA, 3)
