"""What a generator drew between lips or lids, at the photograph's own size: its edges, its own detail, its grain.

A region's frame has `region.PIXELS` pixels in an eye distance; a large photograph shows more. Three things bring that
back in an opening: lines of the warp that the generator kept (a guided filter, He, Sun and Tang 2013, "Guided image
filtering"), steeper edges without a halo, and grain with the spectrum of the photograph's own (Galerne, Gousseau and
Morel 2011, "Random phase textures").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.animator.light import CHEEKS
from revive.animator.placement import box_within, scale_of
from revive.animator.rig import Rig
from revive.portrait.grading import LUMA

LEAST = 0.02  # of what lies in an opening, from which it counts as made
NEAR = 7  # pixels of a region's frame over which a made picture and the warp are compared
EVEN = 25.0  # variance (levels squared) below which a place has no lines that could be kept
STEEPER = 3.0  # of the difference from a softened copy that is added, within what lies about a pixel
TILE = 64  # pixels of the photograph, side of the grain that is repeated
FINER = 2  # the grain is sampled from a copy this many times as large, so that it stays as sharp between pixels


@dataclass(frozen=True)
class Opening:
    """What was made between lips or lids, in pixels of a region's frame; colours are 0–255.

    made, drawn : (h, w, 3) float32, what the generator made, and what the warp had there
    own : (h, w) float32, 0–1, how much of it the generator made
    """

    made: np.ndarray
    drawn: np.ndarray
    own: np.ndarray

    @classmethod
    def of(
        cls, made: np.ndarray, drawn: np.ndarray, own: np.ndarray, place: np.ndarray
    ) -> tuple[Opening, np.ndarray] | None:
        """The part of a region in which something was made, and its place (2, 3); None where there is nothing."""
        rows, columns = (np.flatnonzero((own > LEAST).any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return None
        low = np.maximum(np.array([columns[0], rows[0]]) - NEAR, 0)
        high = np.array([columns[-1], rows[-1]]) + NEAR + 1
        part = (slice(low[1], high[1]), slice(low[0], high[0]))
        return cls(made[part], drawn[part], own[part]), np.column_stack(
            [place[:, :2], place[:, :2] @ low + place[:, 2]]
        )


class Detail:
    """The detail of one region of one photograph."""

    def __init__(self, image: np.ndarray, rig: Rig, rest: np.ndarray, skin: float) -> None:
        """
        Parameters
        ----------
        image : (H, W, 3) uint8
        rest : (2, 3), pixels of the region's frame -> pixels of the photograph
        skin : brightness of the skin about the region, 0–255
        """
        self._grain = Grain(image, rig.points[list(CHEEKS), :2], scale_of(rest))
        self._rest, self._skin = rest, max(skin, 1.0)

    def lay(self, window: np.ndarray, before: np.ndarray, opening: Opening, place: np.ndarray) -> None:
        """Lay it into `window` (H, W, 3) uint8 in place; `before` is the window as the warp left it.

        place : (2, 3), pixels of the opening -> pixels of the window
        """
        import cv2

        height, width = opening.own.shape
        low, high = box_within(place, (width, height), window.shape)
        if (high - low).min() < 2:
            return
        box, size = (slice(low[1], high[1]), slice(low[0], high[0])), (int(high[0] - low[0]), int(high[1] - low[1]))
        laid = np.column_stack([place[:, :2], place[:, 2] - low])

        def larger(picture: np.ndarray, flags: int = cv2.INTER_LINEAR) -> np.ndarray:
            return cv2.warpAffine(picture, laid, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)

        made = steepened(larger(opening.made, cv2.INTER_CUBIC), scale_of(laid))
        kept = larger(kept_lines(opening.drawn, opening.made))
        turned = laid[:, :2] @ np.linalg.inv(self._rest[:, :2])
        grain = self._grain.over(np.column_stack([turned, laid[:, 2] - turned @ self._rest[:, 2]]), size)
        grain *= (1 - kept) * np.clip(made @ (LUMA / np.float32(self._skin)), 0, 1)
        fine = made + cv2.merge([kept] * 3) * (before[box] - larger(opening.drawn)) + cv2.merge([grain] * 3)
        below = window[box]
        share = cv2.merge([cv2.warpAffine(opening.own, laid, size)] * 3)
        cv2.add(below, share * (fine - below), dst=below, dtype=cv2.CV_8U)


def kept_lines(picture: np.ndarray, made: np.ndarray) -> np.ndarray:
    """(h, w) float32, 0–1: how much of the lines of `picture` (h, w, 3) is in `made` (h, w, 3); both 0–255."""
    import cv2

    def mean(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (NEAR, NEAR))

    first, second = (np.asarray(one, np.float32) @ LUMA for one in (picture, made))
    first_mean, second_mean = mean(first), mean(second)
    shared = mean(first * second) - first_mean * second_mean
    own = mean(first * first) - first_mean * first_mean
    return np.clip(shared / (own + np.float32(EVEN)), 0, 1)


def steepened(picture: np.ndarray, scale: float) -> np.ndarray:
    """An (h, w, 3) float32 picture that was made `scale` times as large, with edges as steep as at its own size.

    No pixel becomes brighter or darker than those about it were, so there is no halo.
    """
    import cv2

    soft = cv2.GaussianBlur(picture, (0, 0), 0.6 * scale)
    reach = 2 * round(0.5 * scale) + 1
    kernel = np.ones((reach, reach), np.uint8)
    sharp = picture + np.float32(STEEPER) * (picture - soft)
    return cv2.min(cv2.max(sharp, cv2.erode(picture, kernel)), cv2.dilate(picture, kernel))


class Grain:
    """The grain of a photograph's skin, to lay over what was made: what is finer than a region's pixels, repeated."""

    def __init__(self, image: np.ndarray, centres: np.ndarray, scale: float) -> None:
        """
        Parameters
        ----------
        image : (H, W, 3) uint8
        centres : (n, 2) points of bare skin
        scale : pixels of the photograph in one of a region's frame
        """
        self._texture = _texture(image, centres, scale)

    def over(self, place: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """(h, w) float32 levels; `place` (2, 3) lays the photograph at rest on a picture of `size` (width, height)."""
        import cv2

        finer = np.column_stack([place[:, :2] / FINER, place[:, 2]])
        return cv2.warpAffine(self._texture, finer, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)


def _texture(image: np.ndarray, centres: np.ndarray, scale: float) -> np.ndarray:
    """(FINER TILE, FINER TILE) float32, periodic: random, with the spectrum of the skin about the quietest centre."""
    import cv2

    half = TILE // 2
    height, width = image.shape[:2]
    pieces = []
    for x, y in np.round(centres).astype(int):
        if half <= x < width - half and half <= y < height - half:
            piece = image[y - half : y + half, x - half : x + half].astype(np.float32) @ LUMA
            pieces.append(piece - cv2.GaussianBlur(piece, (0, 0), 0.5 * scale))
    if not pieces:
        return np.zeros((FINER * TILE, FINER * TILE), np.float32)
    quietest = min(pieces, key=lambda piece: float(piece.std()))  # no beard, no glasses, no edge of a shadow
    window = np.outer(np.hanning(TILE), np.hanning(TILE))
    window *= TILE / np.sqrt(np.square(window).sum())
    random = np.fft.rfft2(np.random.default_rng(0).standard_normal((TILE, TILE)))
    spectrum = np.abs(np.fft.rfft2(quietest * window)) * random / np.abs(random)
    larger = np.zeros((FINER * TILE, FINER * half + 1), complex)
    larger[:half, : half + 1], larger[-half:, : half + 1] = spectrum[:half], spectrum[half:]
    return (FINER**2 * np.fft.irfft2(larger, s=(FINER * TILE, FINER * TILE))).astype(np.float32)
