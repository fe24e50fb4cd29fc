"""Words as a script: lines of several faces, each after the number of its face, as the page numbers them.

    1: Remember the lake?
    2: How could I forget.

A number counts as the name of a face only at the beginning of a line, or after the end of a sentence, with a colon and
a gap behind it, and only in a text that begins so. So 12:30 and Psalm 23: 1 stay words, and a list with 1. or 1) too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_FACES = 9  # that speak in one clip
_COLON = r"[ \t]?(?:：|:(?=\s|$|[\u3040-\u30ff\u4e00-\u9fff]))"  # Chinese is written without gaps
_ENDED = r"[.!?…。！？”’\"'»」』)\]]"
# inside a line, a figure behind the colon makes it a time or a verse
_NAME = re.compile(
    rf"^[ \t]*([1-9]\d?){_COLON}|(?:(?<={_ENDED})[ \t]+|(?<=[。！？…」』]))([1-9]){_COLON}(?!\s*\d)", re.MULTILINE
)


@dataclass(frozen=True)
class Turn:
    """What one face says until another does: its number (1 is the largest), and the words."""

    face: int
    words: str


def read_script(words: str) -> tuple[Turn, ...]:
    """The turns of a script in order, those of one face after another joined; empty where the words are no script."""
    names = list(_NAME.finditer(words))
    if not names or words[: names[0].start()].strip():
        return ()
    turns: list[Turn] = []
    for name, following in zip(names, [*names[1:], None], strict=True):
        face, said = int(name[1] or name[2]), words[name.end() : following.start() if following else None].strip()
        if turns and turns[-1].face == face:
            turns[-1] = Turn(face, f"{turns[-1].words}\n{said}".strip())
        else:
            turns.append(Turn(face, said))
    return tuple(turns)
