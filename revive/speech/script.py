"""Words as a script: lines of several faces, each after the number of its face, as the page numbers them.

    1: Remember the lake?
    2: How could I forget.

A number counts as the name of a face only at the beginning of a line, or after the end of a sentence, with a colon and
a gap behind it, and only in a text that begins so. So 12:30 and Psalm 23: 1 stay words, and a list with 1. or 1) too.
Where a face was given a name, the name may stand for its number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_FACES = 9  # that speak in one clip
_COLON = r"[ \t]?(?:：|:(?=\s|$|[\u3040-\u30ff\u4e00-\u9fff]))"  # Chinese is written without gaps
_ENDED = r"[.!?…。！？”’\"'»」』)\]]"
# inside a line, a figure behind the colon makes it a time or a verse
_NAME = re.compile(
    rf"^[ \t]*([1-9]\d?){_COLON}|(?:(?<={_ENDED})[ \t]+|(?<=[。！？…」』]))([1-9]){_COLON}(?!\s*\d)", re.MULTILINE
)
_BEFORE = rf"(^[ \t]*|(?<={_ENDED})[ \t]+|(?<=[。！？…」』]))"  # a name inside a line


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


def numbered(words: str, names: Mapping[str, int]) -> str:
    """A script in which each of the names, in any case, is replaced by the number of its face; other words stay."""
    if not names:
        return words
    faces = {name.casefold(): face for name, face in names.items()}
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    name = re.compile(rf"{_BEFORE}({longest_first})(?={_COLON})", re.MULTILINE | re.IGNORECASE)
    # on a line of its own, a number is a face whatever is behind it
    return name.sub(lambda found: f"\n{faces[found[2].casefold()]}", words).removeprefix("\n")
