"""How captions may look; `overlay.caption` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

INK = (255, 250, 243)
Style = Literal["boxed", "plain", "large", "yellow"]


@dataclass(frozen=True)
class CaptionStyle:
    """Their size in `overlay.CAPTION_HEIGHT`s, their colour, and whether a plate or an outline is behind them."""

    size: float = 1.0
    ink: tuple[int, int, int] = INK
    plate: bool = True


STYLES: dict[Style, CaptionStyle] = {
    "boxed": CaptionStyle(),
    "plain": CaptionStyle(plate=False),
    "large": CaptionStyle(size=1.35),
    "yellow": CaptionStyle(ink=(255, 221, 64), plate=False),
}
