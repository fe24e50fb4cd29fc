"""Text on the frames: pictures of text, rendered once and blended over the pixels below them.

The label says on every frame how the clip was made; captions show the words. Both are warm white on a soft dark plate,
readable on snow and on a black coat alike; captions have other styles too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from revive.media.caption_styles import INK, STYLES, Style
from revive.media.lettering import Lettering

# GB 45438-2025 asks for “人工智能” or “AI” with “生成” or “合成”; the EU's code of practice for these English words
LABELS = {
    "modified": {"en": "AI modified", "zh": "人工智能合成"},  # a photograph that was made to speak
    "generated": {"en": "AI generated", "zh": "人工智能生成"},  # a portrait from words
}

LABEL_HEIGHT = 0.05  # of the shortest side, the least height of the label's letters (GB 45438-2025)
CAPTION_HEIGHT = 0.054  # of the shortest side, the em of the captions
MARGIN = 0.028  # of the shortest side, between the plates and the frame
CAPTIONS = 0.27  # of the shortest side, the height that two lines of captions may take from the lower edge
ROWS = 9  # heights at which there may be room for the label
OVAL = 1.15  # times a face's box, the oval that a label should not touch: it moves a little
PLATE = (26, 21, 18)
PLATE_OPACITY = 0.62  # white letters keep a contrast of 5 : 1 on a white picture
RIM = 0.09  # of the em, the dark outline of letters without a plate
RIM_INK = (20, 16, 14)
_SMOOTH = 4  # the plate's corners are drawn this many times larger

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Overlay:
    """A picture with transparency, at its position in the frame.

    Attributes
    ----------
    box : its position
    light : (h, w, 3) uint16, colour times opacity; opacity in 256ths
    shade : (h, w, 3) uint16, how much of the frame shows through, in 256ths
    """

    box: Box
    light: np.ndarray
    shade: np.ndarray

    def draw(self, frame: np.ndarray) -> None:
        """Blend it over `frame`, (H, W, 3) uint8, in place."""
        left, top, right, bottom = self.box
        under = frame[top:bottom, left:right]
        mixed = np.multiply(under, self.shade)
        mixed += self.light
        mixed >>= 8
        np.copyto(under, mixed, casting="unsafe")

    def at(self, share: float) -> Overlay:
        """The same at a share (0–1) of its opacity."""
        kept = round(256 * share)
        return Overlay(
            self.box, (self.light.astype(np.uint32) * kept >> 8).astype(np.uint16),
            (256 - ((256 - self.shade).astype(np.uint32) * kept >> 8)).astype(np.uint16),
        )  # fmt: skip

    @classmethod
    def of(cls, picture: Image.Image, left: int, top: int) -> Overlay:
        """From an RGBA picture."""
        rgba = np.asarray(picture).astype(np.uint16)
        opacity = np.repeat(rgba[..., 3:] + (rgba[..., 3:] >> 7), 3, axis=2)  # 255 becomes 256
        return cls((left, top, left + picture.width, top + picture.height), rgba[..., :3] * opacity, 256 - opacity)


def label(
    width: int, height: int, language: str, *, kind: str = "modified", avoid: Sequence[Box] = (), captions: bool = True,
    low: bool = False,
) -> Overlay:  # fmt: skip
    """The label that says how a clip or picture was made, in the place where it hides least of the faces and heads.

    Parameters
    ----------
    width, height : of the frames
    language : "zh…" gives Chinese, everything else English
    kind : one of LABELS
    avoid : the faces
    captions : whether captions are at the bottom; the label then leaves it free
    low : at the bottom rather than at the top, where both are free
    """
    tongue = "zh" if language.startswith("zh") else "en"
    words = LABELS[kind][tongue]
    plate = text_plate([words], _label_lettering(words, min(width, height), language))
    inset = round(MARGIN * min(width, height))
    right, bottom = max(width - inset - plate.width, 0), max(height - inset - plate.height, 0)
    if captions:  # above two lines of them
        bottom = max(bottom - round(CAPTIONS * min(width, height)), 0)
    rows = [bottom, inset] if low else [inset, bottom]
    rows += [round(inset + share * (bottom - inset)) for share in np.linspace(0, 1, ROWS)[1:-1]]
    places = [(x, y) for columns in ((right, inset), (right // 2,)) for y in rows for x in columns]

    def hidden(place: tuple[int, int]) -> tuple[int, int]:
        box = (*place, place[0] + plate.width, place[1] + plate.height)
        return sum(_of_face(box, face) for face in avoid), sum(_shared(box, _head(face)) for face in avoid)

    return Overlay.of(plate, *min(places, key=hidden))


def caption(lines: list[str], width: int, height: int, language: str, style: Style = "boxed") -> Overlay:
    """One or two lines of speech at the bottom, in the middle."""
    look = STYLES[style]
    plate = text_plate(lines, caption_lettering(width, height, language, style), look.ink, plate=look.plate)
    inset = round(MARGIN * 1.6 * min(width, height))
    return Overlay.of(plate, (width - plate.width) // 2, height - inset - plate.height)


def caption_lettering(width: int, height: int, language: str, style: Style = "boxed") -> Lettering:
    """How captions are set in frames of this size."""
    return Lettering(max(10, round(STYLES[style].size * CAPTION_HEIGHT * min(width, height))), 500, language)


def caption_width(width: int, height: int, style: Style = "boxed") -> float:
    """The most pixels a line of a caption may take: short enough for the eye, inside the frame."""
    return min(0.84 * width, 22 * STYLES[style].size * CAPTION_HEIGHT * min(width, height))


def text_plate(
    lines: list[str], lettering: Lettering, ink: tuple[int, int, int] = INK, *, plate: bool = True
) -> Image.Image:  # fmt: skip
    """Centred lines on a rounded, translucent plate, or outlined without one: an RGBA picture just large enough."""
    em = lettering.size
    above, below = zip(*(lettering.extent(line) for line in lines), strict=True)
    above, below = max(*above, round(0.74 * em)), max(*below, round(0.22 * em))
    leading = max(round(1.3 * em), above + below)
    pad_x, pad_y = round(0.55 * em), round(0.3 * em)
    width = math.ceil(max(lettering.width(line) for line in lines)) + 2 * pad_x
    height = above + below + leading * (len(lines) - 1) + 2 * pad_y
    opacity = _rounded(width, height, radius=round(0.42 * em)).point([round(a * PLATE_OPACITY) for a in range(256)])
    picture = Image.new("RGBA", (width, height), (*PLATE, 0))
    if plate:
        picture.putalpha(opacity)
    words = Image.new("RGBA", (width, height), (*(ink if plate else RIM_INK), 0))
    canvas, rim = ImageDraw.Draw(words), 0 if plate else max(1, round(RIM * em))
    for i, line in enumerate(lines):
        lettering.draw(
            canvas, (width - lettering.width(line)) / 2, pad_y + above + i * leading, line, (*ink, 255),
            rim=rim, rim_fill=(*RIM_INK, 255),
        )  # fmt: skip
    return Image.alpha_composite(picture, words)


def _label_lettering(words: str, shortest: int, language: str) -> Lettering:
    size = math.ceil(LABEL_HEIGHT * shortest)
    while sum(Lettering(size, 400, language).extent(words)) - 2 < LABEL_HEIGHT * shortest:  # 2: their faint rims
        size += 1
    return Lettering(size, 400, language)


def _rounded(width: int, height: int, radius: int) -> Image.Image:
    large = Image.new("L", (width * _SMOOTH, height * _SMOOTH), 0)
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, width * _SMOOTH - 1, height * _SMOOTH - 1), radius * _SMOOTH, fill=255
    )
    return large.resize((width, height), Image.Resampling.BOX)


def _of_face(box: Box, face: Box) -> int:
    """Pixels of a face, an oval in its box and a little more, within another box."""
    left, top, right, bottom = face
    across, down = (right - left) * OVAL / 2, (bottom - top) * OVAL / 2
    y, x = np.ogrid[box[1] : box[3], box[0] : box[2]]
    away = ((x - (left + right) / 2) / max(across, 1)) ** 2 + ((y - (top + bottom) / 2) / max(down, 1)) ** 2
    return int((away < 1).sum())


def _shared(first: Box, second: Box) -> int:
    """Pixels of two boxes."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return max(across, 0) * max(down, 0)


def _head(face: Box) -> Box:
    """The face with hair and ears."""
    left, top, right, bottom = face
    side, hair = round(0.15 * (right - left)), round(0.35 * (bottom - top))
    return left - side, top - hair, right + side, bottom
