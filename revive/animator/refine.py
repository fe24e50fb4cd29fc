"""Refine frames with the generators: add what a warp cannot show, in the regions of mouth and eyes.

The networks' output is added as a difference to the photograph's own pixels, so that skin keeps its grain at any size;
in the openings of large faces, `detail` brings back what the networks' pixels are too coarse for.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.animator.detail import Detail, Opening
from revive.animator.draw import Renderer
from revive.animator.light import read_tones
from revive.animator.mouth import OwnTeeth
from revive.animator.network import WEIGHTS, load_network
from revive.animator.placement import box_within, cut, scale_of
from revive.animator.pose import Posed
from revive.animator.region import EYES, MOUTH, Region, RegionView, Viewer, moved, share
from revive.animator.rig import Rig
from revive.portrait.grading import LUMA

LARGE = 1.25  # pixels of the frame in one of the region's, from which an opening has detail of its own
SHADE, BRIGHTER = 0.7, 1.25  # of the skin's brightness; of what was drawn
LIP, SHADING = 8, 1.5  # pixels of a region's frame: width of a lip; blur of what is changed beyond
NEAR = 4  # pixels of a region's frame by which the generator's teeth may lie elsewhere than the drawn ones
LID = 4  # pixels of an eye's region about its opening that belong to the lids
LEAST = 0.02  # of a share, below which a region is left as it is


class Refiner:
    """Refines the frames of one photograph."""

    def __init__(self, image: np.ndarray, rig: Rig, *, weights: Path = WEIGHTS) -> None:
        self._tones = read_tones(image)
        self._groups = [
            (load_network(weights, regions[0]), [_Place(region, image, rig) for region in regions])
            for regions in ((MOUTH,), EYES)
        ]

    def finish(self, drawer: Renderer, posed: Posed) -> None:
        """Finish the drawer's last picture, which was of this pose, in place."""
        import cv2

        for network, places in self._groups:
            viewers = [place.viewer for place in places]
            # where the photograph's own mouth is shown, nothing is to be made: it is as true as anything can be
            most = drawer.made if viewers[0].region is MOUTH else 1.0
            if most < LEAST:
                continue
            shapes = [viewer.shape(posed) for viewer in viewers]
            if most * max(moved(viewers[0].region, shape) for shape in shapes) < LEAST:
                continue
            seen = [viewer.look(drawer, posed, shape) for viewer, shape in zip(viewers, shapes, strict=True)]
            shares = [
                most * place.reach * share(place.viewer.region, one.shape)
                for place, one in zip(places, seen, strict=True)
            ]
            if viewers[0].region is MOUTH and drawer.teeth is not None:
                shares[0] *= 1 - _covered(drawer.teeth, seen[0], viewers[0].region)
            finished, masks = network.run(
                picture=_batch([one.picture for one in seen]) / np.float32(255),
                opening=_batch([one.opening[..., None] for one in seen]) / np.float32(255),
                stretch=_batch([one.stretch for one in seen]),
                shape=np.stack([one.shape for one in seen]),
                colours=np.concatenate([place.colours for place in places]),
                share=np.stack(shares)[:, None],
            )
            for place, one, made, mask in zip(places, seen, finished, masks, strict=True):
                made = _shaded(cv2.merge(list(255 * made)), one, place.skin)
                self._lay(drawer.window, one, place, made, mask[0])

    def _lay(self, window: np.ndarray, seen: RegionView, place: _Place, finished: np.ndarray, mask: np.ndarray) -> None:
        import cv2

        height, width = mask.shape
        low, high = box_within(seen.place, (width, height), window.shape)
        if (high - low).min() < 2:
            return
        below = window[low[1] : high[1], low[0] : high[0]]
        size = (int(high[0] - low[0]), int(high[1] - low[1]))
        laid = np.column_stack([seen.place[:, :2], seen.place[:, 2] - low])
        made, drawn = self._toned(finished), self._toned(seen.picture.astype(np.float32))
        opening = None
        if scale_of(laid) > LARGE:
            opening = Opening.of(made, drawn, mask * seen.opening.astype(np.float32) / 255, laid)
        before = below.copy() if opening else below
        change = made - drawn
        if place.viewer.region is MOUTH:
            change = _soft_beyond_lips(change, seen.opening)
        cv2.add(below, cv2.warpAffine(change, laid, size), dst=below, dtype=cv2.CV_8U)
        if opening:
            place.detail.lay(below, before, *opening)

    def _toned(self, picture: np.ndarray) -> np.ndarray:
        """The picture in the tones of a black-and-white or sepia photograph; a coloured one stays as it is."""
        if self._tones is None:
            return picture
        luma = picture @ LUMA
        return np.stack([np.polyval(tone, luma) for tone in self._tones], axis=-1).astype(np.float32)


def _soft_beyond_lips(change: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """A change (h, w, 3), soft where it is not near an opening (h, w) uint8: skin is shaded, and keeps its wrinkles."""
    import cv2

    near = cv2.blur(cv2.dilate(opening, np.ones((2 * LIP + 1, 2 * LIP + 1), np.uint8)), (LIP, LIP))
    near = cv2.merge([near * np.float32(1 / 255)] * 3)
    soft = cv2.GaussianBlur(change, (0, 0), SHADING)
    return soft + near * (change - soft)


def _covered(teeth: OwnTeeth, seen: RegionView, region: Region) -> np.ndarray:
    """(h, w) float32, 0–1, where a region shows the photograph's own teeth: nothing drawn anew is as true."""
    place = np.column_stack([seen.place[:, :2], seen.place[:, 2] - teeth.corner])
    return cut(teeth.coverage, place, region.size)


def _shaded(finished: np.ndarray, seen: RegionView, skin: float) -> np.ndarray:
    """What lies in the shade between lips or lids grows no brighter than it may there: `SHADE` of the skin's luma.

    Where teeth or an eyeball were drawn brighter, or within `NEAR` pixels of them, it may be `BRIGHTER` times so. The
    generator often has the lower lip reach into the opening, as the tracked points it learned from lie too high there;
    in a strange light that becomes a bright band.
    """
    import cv2

    luma = np.maximum(finished @ LUMA, np.float32(1e-3))
    inside = seen.opening * np.float32(1 / 255)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * NEAR + 1, 2 * NEAR + 1))
    drawn = cv2.dilate(inside * (seen.picture.astype(np.float32) @ LUMA), kernel)
    most = np.maximum(np.float32(BRIGHTER) * drawn, np.float32(SHADE * skin))
    return finished * cv2.merge([1 - inside * np.maximum(1 - most / luma, 0)] * 3)


class _Place:
    """One region of one photograph, with the colours that are normal there."""

    def __init__(self, region: Region, image: np.ndarray, rig: Rig) -> None:
        self.viewer = Viewer(region, rig)
        rest, opening = self.viewer.at_rest(image, rig)
        self.colours = read_colours(rest / np.float32(255), opening / np.float32(255))[None]
        self.skin = 255 * float(self.colours[0, :3] @ LUMA)  # its brightness, 0–255
        self.detail = Detail(image, rig, self.viewer.rest, self.skin)
        self.reach = np.float32(1) if region is MOUTH else _about_lids(opening)


def read_colours(picture: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """(4,) float32, as `generator.read_colours`, of one picture (h, w, 3) and its opening (h, w), both 0–1."""
    skin = 1 - opening.astype(np.float64)
    area = max(skin.sum(), 1.0)
    mean = np.einsum("hwc,hw->c", picture, skin) / area
    away = (picture - mean).mean(axis=2)
    spread = max(np.sqrt((away**2 * skin).sum() / area), 0.03)
    return np.append(mean, spread).astype(np.float32)


def _about_lids(opening: np.ndarray) -> np.ndarray:
    """(h, w) float32, 1 on the lids of an eye that is open so at rest, 0 beyond: brows and the rims of glasses stay."""
    import cv2

    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * LID + 1, 2 * LID + 1))
    return cv2.GaussianBlur(cv2.dilate(opening, kernel).astype(np.float32) / 255, (0, 0), LID / 2)


def _batch(pictures: list[np.ndarray]) -> np.ndarray:
    """(N, channels, h, w) float32 of pictures (h, w, channels)."""
    return np.ascontiguousarray(np.stack(pictures).transpose(0, 3, 1, 2), np.float32)
