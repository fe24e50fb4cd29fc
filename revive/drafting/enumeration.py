"""Names and things joined as one says them: with commas, and a word before the last."""

from __future__ import annotations

import re


def enumeration(parts: list[str], language: str) -> str:
    """ "the lake, apple pies and your laugh"."""
    if language == "zh":
        return "、".join(parts[:-1]) + ("和" if len(parts) > 1 else "") + parts[-1] if parts else ""
    if len(parts) < 2:
        return "".join(parts)
    last = parts[-1]
    link = "and" if language == "en" else "e" if re.match(r"h?[ií](?!e)", last, re.IGNORECASE) else "y"
    return f"{', '.join(parts[:-1])} {link} {last}"
