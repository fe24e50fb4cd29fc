"""A text in Chinese or Spanish in English, as far as the tables know its words; English stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from revive.direction.chinese import holds_chinese, to_english
from revive.direction.spanish import holds_spanish, spanish_to_english


def in_english(
    text: str, *, chinese: dict[str, str] | None = None, spanish: Mapping[tuple[str, ...], str] | None = None
) -> str:
    """The English of a text; `chinese` and `spanish` are tables of words beside those of a performance."""
    if holds_chinese(text):
        return to_english(text, chinese)
    return spanish_to_english(text, spanish) if holds_spanish(text, spanish) else text
