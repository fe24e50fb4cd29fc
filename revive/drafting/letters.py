"""What the person wrote: letters and messages from a file, checked, in one spelling, cut into passages."""

from __future__ import annotations

import re
from pathlib import Path

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.text import plain_text
from revive.media.files import opened, shown_name
from revive.media.kinds import HEAD, family, kind_of

ENDINGS = (".txt", ".md")
MOST_BYTES = 1024 * 1024
MOST_SEEN = 2**40  # bytes of a file of which no more is read than MOST_BYTES
DOCUMENTS = ("pdf", "rtf", "postscript")  # that begin as text does, and are none
LEAST = 200  # characters; less says nothing of a manner
_RULE = re.compile(r"^[ \t]*(?:[-–—=*_~#][ \t]*){3,}$", re.MULTILINE)
_SALUTATION = re.compile(
    r"^(?=(?:(?:my )?dear(?:est)?|hello|hi|querid[oa]s?|hola) [^\n]{1,40}|[\u4e00-\u9fff]{1,8}[：:]$|亲爱的)",
    re.IGNORECASE | re.MULTILINE,
)
PASSAGE = 420  # characters of a passage, about


def read_letters(path: Path) -> str:
    """The text of a file, as UTF-8, UTF-16, GB 18030 or Windows' Latin; lines of Markdown without their signs.

    Raises
    ------
    UserError : no such file, another kind, too large, too little, or not text
    """
    path = Path(path)
    name = shown_name(path)
    if path.suffix.lower() not in ENDINGS:
        ending = shown_name(Path(path.suffix))
        raise UserError(
            "Letters are read from text ({endings}), not from “{ending}”; please save them as text.",
            endings=list(ENDINGS),
            ending=ending,
        )
    missing = UserError("The file “{name}” could not be read.", name=name)
    with opened(path, most=MOST_SEEN, missing=missing) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise UserError("“{name}” is larger than 1 MB; please take a part of the letters.", name=name)
    kind = kind_of(raw[:HEAD])
    text = None if kind in DOCUMENTS else decoded(raw)
    if text is None:
        instead = Message(", but {kind}", kind=family(kind)) if kind in DOCUMENTS else ""
        raise UserError(
            "“{name}” is not text{instead}; please save the letters as UTF-8 text.", name=name, instead=instead
        )
    text = re.sub(r"\r\n?", "\n", text)
    if path.suffix.lower() == ".md":
        text = re.sub(r"^[#>*+\- \t]+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", text, flags=re.MULTILINE)
    text = plain_text(text)
    if len(text) < LEAST:
        raise UserError(
            "There are only {count} characters in “{name}”; at least {least} are needed to hear a manner in.",
            count=len(text),
            name=name,
            least=LEAST,
        )
    return text


def letters_of(text: str) -> list[str]:
    """The letters, one by one: cut at ruled lines, else before salutations, else at empty lines."""
    for cut in (_RULE, _SALUTATION, re.compile(r"\n\s*\n")):
        found = [part.strip() for part in cut.split(text) if part.strip()]
        if len(found) > 1:
            return found
    return [text]


def passages(text: str, longest: int = PASSAGE) -> list[str]:
    """The text in pieces of whole sentences, each at most about `longest` characters."""
    pieces: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        held = ""
        for sentence in re.split(r"(?<=[.!?…])\s+|(?<=[。！？\n])", " ".join(paragraph.split(" "))):
            sentence = " ".join(sentence.split())
            joined = f"{held} {sentence}".strip() if held and held[-1].isascii() else held + sentence
            if held and len(joined) > longest:
                pieces.append(held)
                held = sentence
            else:
                held = joined
        if held:
            pieces.append(held)
    return pieces


def decoded(raw: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16, GB 18030 or Windows' Latin; None where it is none of these."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries = ["utf-16"]
    elif b"\0" in raw:
        return None
    else:
        tries = ["utf-8-sig", "gb18030", "cp1252"]
        try:
            raw.decode("gb18030")
        except UnicodeDecodeError:
            tries.remove("gb18030")
        else:
            if not any("\u4e00" <= c <= "\u9fff" for c in raw.decode("gb18030")) or _few_pairs(raw):
                tries.remove("gb18030")
    for encoding in tries:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _few_pairs(raw: bytes) -> bool:
    """Whether most bytes are plain letters: a Latin text with accents, which GB 18030 would read as rare signs."""
    return sum(byte > 127 for byte in raw) < 0.2 * len(raw)
