"""Untrusted YAML: texts, lists and mappings with the lines on which they stand, and nothing else.

Every value stays the text that was written (“16:9” is no number, “no” is no bool, a year is no date); the reader of the
file knows what each is to be. Anchors, aliases and tags are refused, so nothing can unfold to more than is in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.text import plain_text
from revive.media.files import opened, shown_name

MOST_YAML = 512 * 1024  # bytes; a story of four hundred scenes with letters
DEEPEST = 8  # lists and mappings in one another


@dataclass(frozen=True)
class Written:
    """A value of a YAML file.

    Attributes
    ----------
    value : str; None for nothing, ~ or null; list of Written; or dict of str -> Written
    line : on which it begins, from 1
    lines : of the keys of a dict
    """

    value: str | list[Written] | dict[str, Written] | None
    line: int
    lines: dict[str, int]


def read_yaml(path: Path, *, within: Path | None = None) -> Written:
    """The one document in a YAML file. See `opened` for `within`.

    Raises
    ------
    UserError : no such file, too large, no UTF-8, not YAML, nested too deeply, with aliases or tags; with its line
    """
    with opened(path, most=MOST_YAML, within=within) as file:
        raw = file.read(MOST_YAML + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            "“{file}” is no text; please choose the .yaml file of a story.", file=shown_name(path)
        ) from error
    return parse_yaml(text)


def parse_yaml(text: str) -> Written:
    """As `read_yaml`, of a text."""
    import yaml

    try:
        return _document(iter(yaml.parse(text, Loader=yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = plain_text(str(error.problem or error.context), most=120, lines=False)
        raise wrong(mark.line + 1 if mark else 1, Message("this is not YAML as Revive reads it ({problem}); please look"
                    " at its signs, quotation marks and indents", problem=problem)) from error  # fmt: skip
    except yaml.reader.ReaderError as error:
        raise wrong(text.count("\n", 0, error.position) + 1, Message("a sign here cannot be in a text file")) from error


def wrong(line: int, what: Message) -> UserError:
    """The error for a line of the file; `what` begins with a small letter and has no full stop."""
    return UserError("Line {line}: {what}.", line=line, what=what)


def _document(events: Iterator[Any]) -> Written:
    import yaml

    root = Written(None, 1, {})
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if root.value is not None:
                raise wrong(event.start_mark.line + 1, Message("a second document begins here; please keep only one"))
            root = _node(event, events, DEEPEST)
    return root


def _node(event: Any, events: Iterator[Any], room: int) -> Written:
    """The value that begins with an event, from those that follow."""
    import yaml

    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise wrong(line, Message("Revive reads no anchors (&) and no aliases (*); please write it out"))
    if event.tag is not None:
        raise wrong(line, Message("Revive reads no tags (!); please leave it out"))
    if room == 0:
        raise wrong(line, Message("this is nested too deeply"))
    if isinstance(event, yaml.ScalarEvent):
        nothing = event.style is None and event.value in ("", "~", "null")
        return Written(None if nothing else event.value, line, {})
    if isinstance(event, yaml.SequenceStartEvent):
        values = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            values.append(_node(inner, events, room - 1))
        return Written(values, line, {})
    table: dict[str, Written] = {}
    lines: dict[str, int] = {}
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        key, at = _node(inner, events, 1), inner.start_mark.line + 1
        if not isinstance(key.value, str):
            raise wrong(at, Message("a name is expected here, and a colon after it"))
        if key.value in table:
            shown = plain_text(key.value, most=40, lines=False)
            raise wrong(at, Message("“{name}” stands here a second time; please keep one", name=shown))
        table[key.value], lines[key.value] = _node(next(events), events, room - 1), at
    return Written(table, line, lines)
