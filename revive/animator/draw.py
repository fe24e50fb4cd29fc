"""Draw one frame: the photograph warped by the moved mesh, the folds of a smile, the eyeballs, the inside of the mouth.

Warping one photograph by a face mesh follows Averbuch-Elor et al. 2017, "Bringing portraits to life"; refining the
warped picture with a generator follows Geng et al. 2018, "Warp-guided GANs for single-photo facial animation".
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np

from revive.animator.creases import find_creases
from revive.animator.eyes import draw_eye, find_eyes
from revive.animator.mouth import OwnTeeth, draw_mouth, find_mouth
from revive.animator.placement import box_of
from revive.animator.pose import Posed
from revive.animator.resting_frame import SIZE, frame_place
from revive.animator.rig import Original, Rig

FINER = 2  # the photograph is sampled from a copy this many times as large


class Renderer:
    """Draws one photograph in any pose.

    Attributes
    ----------
    frame : (H, W, 3) uint8 RGB, the last picture drawn; the next one overwrites it
    window : the part of it that moves
    origin : (2,), the window's corner in the photograph
    sampled : (h, w, 2) float32, for each pixel of the window, the point of the photograph that it shows, in pixels
        of a copy `FINER` times as large
    made : 0–1, how much of the inside of the mouth was drawn in the last picture, where 0 is the warp alone
    teeth : where the last picture shows the photograph's own teeth; None where it shows none
    """

    def __init__(
        self, image: np.ndarray, rig: Rig, *, insides: bool = True, share: np.ndarray | None = None,
        photograph: Texture | None = None,
    ) -> None:  # fmt: skip
        """Prepare a photograph (H, W, 3) uint8 RGB.

        insides : False leaves out what is drawn: folds, eyeballs and the inside of the mouth
        share : (H, W) float32, 0–1, how much of the movement each pixel follows; None for all of it
        photograph : the image as a texture, if there is one already
        """
        self.rig = rig
        self.origin = np.array(rig.frame[:2], np.float32)
        left, top, right, bottom = rig.frame
        share = np.ones(image.shape[:2], np.float32) if share is None else share
        self._share = np.ascontiguousarray(share[top:bottom, left:right, None])
        self._mask = 255 * (self._share[..., 0] > 0).astype(np.uint8)
        self._shared = bool((self._share < 1).any())
        pixels = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
        self._still = FINER * np.stack(pixels, axis=-1).astype(np.float32)
        self._begin(image)
        self._original = None if rig.original is None else _Original(rig.original)
        self._photograph = photograph or Texture(image)
        self._creases = find_creases(rig) if insides else None
        self._eyes = find_eyes(image, rig) if insides else ()
        self._mouth = find_mouth(image, rig) if insides else None

    def another(self) -> Renderer:
        """A renderer of the same photograph that can draw at the same time as this one."""
        renderer = copy.copy(self)
        renderer._begin(self.frame)  # outside the window it is the photograph
        return renderer

    def _begin(self, image: np.ndarray) -> None:
        left, top, right, bottom = self.rig.frame
        self.frame = image.copy()
        self.window = self.frame[top:bottom, left:right]
        # the mesh's rim stays, so what lies outside it needs to be written but once
        self.sampled = self._still.copy()
        self.made = 0.0
        self.teeth: OwnTeeth | None = None

    def draw(self, posed: Posed) -> np.ndarray:
        """Draw one pose and return `frame`; the next call overwrites it."""
        self.map(posed.points, posed.texture, self.sampled)
        self._photograph.show(self.sampled, self.window)
        if self._creases is not None:
            self._creases.shade(self.window, self.origin, self.sampled, FINER, posed)
        if self._original is not None and posed.own_smile > 0:  # with its own folds
            self._original.show(self, posed)
        for eye, gaze, blink in zip(self._eyes, posed.gaze, posed.blink, strict=False):
            draw_eye(self.window, eye, posed, gaze, blink, self.rig.unit, self.origin)
        if self._mouth is not None:
            self.made, self.teeth = draw_mouth(self.window, self._mouth, posed, self.rig, self.origin)
        return self.frame

    def join(self, picture: np.ndarray) -> None:
        """Put what follows this face's movement into a picture (H, W, 3) uint8 of several heads."""
        import cv2

        left, top, right, bottom = self.rig.frame
        cv2.copyTo(self.window, self._mask, picture[top:bottom, left:right])

    def map(self, points: np.ndarray, texture: np.ndarray, sampled: np.ndarray, corner: Sequence[int] = (0, 0)) -> None:
        """Fill `sampled`, a part of the window with this upper left corner, as far as its pixels follow the mesh."""
        from revive.animator.raster import draw_map

        draw_map(points - self.origin - np.array(corner, np.float32), FINER * texture, self.rig.triangles, sampled)
        if self._shared:
            left, top = corner
            part = np.s_[top : top + sampled.shape[0], left : left + sampled.shape[1]]
            sampled -= self._still[part]
            sampled *= self._share[part]
            sampled += self._still[part]


class _Original:
    """The photograph before its mouth was brought to rest, shown where the face smiles as it did."""

    def __init__(self, original: Original) -> None:
        self._texture = original.points[:, :2].astype(np.float32)
        self._photograph = Texture(original.image)

    def show(self, drawer: Renderer, posed: Posed) -> None:
        """Blend the lower face of the photograph into the drawer's window, as far as `posed.own_smile` says."""
        import cv2

        window = drawer.window
        low, high = box_of(frame_place(posed.still), SIZE)
        low = np.maximum(low - drawer.origin.astype(int), 0)
        high = np.minimum(high + 1 - drawer.origin.astype(int), window.shape[1::-1])
        texture = posed.texture.copy()
        texture[:478] = self._texture
        sampled = np.ascontiguousarray(drawer.sampled[low[1] : high[1], low[0] : high[0]])
        drawer.map(posed.points, texture, sampled, (low[0], low[1]))
        part = window[low[1] : high[1], low[0] : high[0]]
        shown = self._photograph.show(sampled, np.empty_like(part))
        cv2.addWeighted(shown, posed.own_smile, part, 1 - posed.own_smile, 0, dst=part)


class Texture:
    """A photograph to sample."""

    def __init__(self, image: np.ndarray) -> None:
        import cv2

        # OpenCV samples four channels more than twice as fast as three
        self._finer = cv2.cvtColor(enlarged(image), cv2.COLOR_RGB2RGBA)

    def show(self, sampled: np.ndarray, out: np.ndarray) -> np.ndarray:
        """Fill `out` (h, w, 3) uint8 with the photograph at these points (h, w, 2), as of `Renderer.sampled`."""
        import cv2

        shown = cv2.remap(self._finer, sampled, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return cv2.cvtColor(shown, cv2.COLOR_RGBA2RGB, dst=out)


def enlarged(image: np.ndarray) -> np.ndarray:
    """The image (H, W, 1 to 4) `FINER` times as large; every second pixel is one of the original.

    Bilinear sampling of it is as sharp as bicubic sampling of the photograph, and several times as fast. Between two
    pixels it is interpolated by Lanczos' kernel of eight taps.
    """
    import cv2

    taps = np.arange(-3.5, 4)
    between = (np.sinc(taps) * np.sinc(taps / 4)).astype(np.float32)
    between, itself = between / between.sum(), np.ones(1, np.float32)
    height, width = image.shape[:2]
    finer = np.empty((FINER * height, FINER * width, *image.shape[2:]), image.dtype)
    for down, rows in enumerate((itself, between)):
        for right, columns in enumerate((itself, between)):
            anchor = (3 * right, 3 * down)  # the pixel before the place between
            finer[down::FINER, right::FINER] = cv2.sepFilter2D(
                image, -1, columns, rows, anchor=anchor, borderType=cv2.BORDER_REPLICATE
            )
    return finer
