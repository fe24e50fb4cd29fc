"""Text rendering: a font for every script, line wrapping, drawing.

The fonts are Noto Sans (SIL Open Font License) from the packages `manimgx-fonts` and `manimgx-fonts-cjk`, so the
computer's installed fonts do not matter. A text is split into runs, each in the first font that has its characters; a
character that no font has is left out.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from PIL import ImageDraw, ImageFont

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
WIDE_SIGNS = r"\u3000-\u3004\u3008-\u303f\uff00-\uff65\uffa0-\uffef"

_EAST_ASIAN = re.compile(f"[{HAN}{KANA}{HANGUL}{WIDE_SIGNS}]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_PIECE = re.compile(rf"[{HAN}{KANA}{WIDE_SIGNS}]\s*|[^\s{HAN}{KANA}{WIDE_SIGNS}]+\s*")  # what may end a line
_NEVER_FIRST = "、。，．,.!?！？：；:;）)」』】〉》”’…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ—～％%"
_PAUSES = ",.;:!?，。；：！？、…"
_NEVER_LAST = "（(「『【〈《“‘"
_EMOJI = "NotoEmoji[wght].ttf"  # its space is as wide as an emoji
_COLLECTION = {"ja": 0, "ko": 1, "zh": 2}  # the faces inside NotoSansCJK-VF.otf.ttc


def looks_chinese(text: str) -> bool:
    """Han characters and no kana."""
    return bool(re.search(f"[{HAN}]", text)) and not re.search(f"[{KANA}]", text)


def plain(text: str) -> str:
    """`text` without control characters, line breaks and doubled spaces."""
    kept = (c if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else " " for c in text)
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Lettering:
    """A size (pixels of the em), a weight (100–900) and the language that decides how Han characters are drawn."""

    size: int
    weight: int = 500
    language: str = ""

    def runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """`text` cut where the font changes, in the order of drawing."""
        faces = _faces(_east_asian_face(text, self.language))
        runs: list[list] = []
        for character in text:
            clings = runs and _clings(character) and not (character == " " and runs[-1][0][0].name == _EMOJI)
            if clings and ord(character) in _characters(*runs[-1][0]):
                runs[-1][1] += character
                continue
            face = next((face for face in faces if ord(character) in _characters(*face)), None)
            if face and runs and runs[-1][0] == face:
                runs[-1][1] += character
            elif face:
                runs.append([face, character])
        if len(runs) > 1 and _RIGHT_TO_LEFT.search(text):
            runs.reverse()
        return [(_font(*face, self.size, self.weight), run) for face, run in runs]

    def width(self, text: str) -> float:
        """Advance in pixels."""
        return sum(font.getlength(run) for font, run in self.runs(text))

    def extent(self, text: str) -> tuple[int, int]:
        """How far the ink of `text` reaches above and below the baseline, in pixels."""
        boxes = [font.getbbox(run, anchor="ls") for font, run in self.runs(text)]
        above, below = max((-box[1] for box in boxes), default=0), max((box[3] for box in boxes), default=0)
        return int(above), int(below)  # they are whole numbers already

    def draw(
        self, canvas: ImageDraw.ImageDraw, x: float, baseline: float, text: str, fill, *, rim: int = 0, rim_fill=None
    ) -> None:  # fmt: skip
        """Set one line of text; `rim` is the width in pixels of an outline around the letters, of `rim_fill`."""
        for font, run in self.runs(text):
            canvas.text((x, baseline), run, font=font, fill=fill, anchor="ls", stroke_width=rim, stroke_fill=rim_fill)
            x += font.getlength(run)

    def wrap(self, text: str, width: float) -> list[str]:
        """Lines no wider than `width` pixels, as few as possible and about equally long."""
        pieces = [(piece, self.width(piece)) for piece in self._pieces(text, width)]
        lines = _fill(pieces, width)
        if len(lines) == 2:
            return _halved(pieces, width)
        low, high = width / 2, width
        while len(lines) > 1 and high - low > 1:
            middle = (low + high) / 2
            narrower = _fill(pieces, middle)
            if len(narrower) > len(lines):
                low = middle
            else:
                lines, high = narrower, middle
        return lines

    def _pieces(self, text: str, width: float) -> list[str]:
        short = []
        for piece in pieces_of(text):
            while self.width(piece) > width and len(piece) > 1:  # a word longer than the line
                cut = max(1, int(len(piece) * width / self.width(piece)) - 1)
                short.append(piece[:cut])
                piece = piece[cut:]
            short.append(piece)
        return short


def pieces_of(text: str) -> list[str]:
    """`text` cut wherever a line may end: after a word, between Han characters, never before a closing sign."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _clings(character: str) -> bool:
    """Spaces, joiners and marks stay in the font of what they follow, so that it can be shaped as a whole."""
    return character in " \u200c\u200d" or unicodedata.category(character) in ("Mn", "Mc")


def _fill(pieces: list[tuple[str, float]], width: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for piece, advance in pieces:
        if line and used + advance > width:
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + piece, used + advance
    return [*lines, line.strip()] if line.strip() else lines


def _halved(pieces: list[tuple[str, float]], width: float) -> list[str]:
    """Two lines, about equally long, the first ending with a comma or a full stop where that is not far off."""

    def badness(cut: int) -> tuple[bool, float]:
        first, second = sum(a for _, a in pieces[:cut]), sum(a for _, a in pieces[cut:])
        too_wide = max(first, second) > width
        return too_wide, imbalance(first, second, pieces[cut - 1][0])

    cut = min(range(1, len(pieces)), key=badness)
    return ["".join(p for p, _ in part).strip() for part in (pieces[:cut], pieces[cut:])]


def imbalance(first: float, second: float, ending: str) -> float:
    """How bad a cut is between two stretches of these lengths, the first of which ends with the words `ending`."""
    off_centre = abs(first - second) / (first + second)
    return off_centre + (0.0 if ending.rstrip()[-1:] in _PAUSES else 0.5)


def _east_asian_face(text: str, language: str) -> int | None:
    """Which face of the East Asian font suits the text; None where it has no such character."""
    if not _EAST_ASIAN.search(text):
        return None
    if re.search(f"[{KANA}]", text):
        return _COLLECTION["ja"]
    if re.search(f"[{HANGUL}]", text):
        return _COLLECTION["ko"]
    return _COLLECTION.get(language[:2], _COLLECTION["zh"])


@functools.cache
def _faces(east_asian: int | None) -> tuple[tuple[Path, int], ...]:
    """The fonts in the order in which they are asked for a character, as (path, face in the file)."""
    folder = Path(str(resources.files("manimgx_fonts")))
    first = folder / "NotoSans[wght].ttf"
    last = ("NotoSansSymbols[wght].ttf", _EMOJI)
    scripts = [p for p in sorted(folder.glob("*.ttf")) if p.name not in (first.name, *last) and "Italic" not in p.name]
    small = ((first, 0), *((path, 0) for path in scripts), *((folder / name, 0) for name in last))
    collection = Path(str(resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"))
    if east_asian is None:  # the large font is opened only for a sign that no other has
        return (*small, (collection, _COLLECTION["zh"]))
    return ((collection, east_asian), *small)


@functools.cache
def _characters(path: Path, face: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=face, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


@functools.lru_cache(maxsize=64)
def _font(path: Path, face: int, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size, index=face)
    font.set_variation_by_axes([weight])
    return font
