"""Clean text from outside: remove control characters, direction overrides and floods of combining marks.

Unicode Technical Reports 36 and 39 describe how such characters are misused. HTML is kept; the page escapes it.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 8  # on one letter; pointed Hebrew needs four, Tibetan and Burmese six
MOST_LINES = 2  # ends of line one after the other

# U+061C, U+200E–200F, U+202A–202E, U+2066–2069 change the direction; the others show nothing. Tags (U+E0000…) can carry
# a whole hidden text. Joiners (U+200C, U+200D) belong to Persian, Hindi and emoji and are looked at one by one.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_JOINERS = "\u200c\u200d"


def first_bytes(text: str, most: int) -> str:
    """As much of the beginning of `text` as fits into `most` bytes of UTF-8; names of files are limited by bytes."""
    return text.encode(errors="ignore")[:most].decode(errors="ignore")


def plain_text(text: str, *, most: int | None = None, lines: bool = True) -> str:
    """`text` composed (NFC), with blanks and marks where they belong and nothing that cannot be seen.

    Parameters
    ----------
    most : characters at most; longer text is cut and ends with "…". None: no limit; the caller refuses what is too long
    lines : keep the ends of lines, at most MOST_LINES together; else everything becomes one line
    """
    if most is not None:
        text = text[: 4 * most + 1000]  # far more than is kept, and not more work than that
    kept: list[str] = []
    marks = 0
    for character in _HIDDEN.sub("", _ENDS.sub("\n", text)):
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Mc"):
            marks += 1
            if marks > MOST_MARKS or not kept or kept[-1].isspace():
                continue
        elif character in _JOINERS:
            if not kept or kept[-1] in _JOINERS or kept[-1].isspace():
                continue
        elif category in ("Cs", "Co", "Cn"):
            continue
        else:
            marks = 0
            if character not in "\n" and (category in ("Cc", "Zs") or character.isspace()):
                character = " "
        kept.append(character)
    plain = unicodedata.normalize("NFC", "".join(kept))  # after the floods: it sorts marks in quadratic time
    rows = [" ".join(row.split(" ")).strip() for row in re.sub(" {2,}", " ", plain).split("\n")]
    plain = re.sub(rf"\n{{{MOST_LINES + 1},}}", "\n" * MOST_LINES, "\n".join(rows)).strip()
    if not lines:
        plain = " ".join(plain.split())
    if most is not None and len(plain) > most:
        plain = plain[: max(most - 1, 0)].rstrip() + "…"
    return plain
