"""Read the fields of a pydantic dataclass as `Option`s, and turn its validation errors into sentences.

A field is declared once, `Annotated[type, Field(ge=…, le=…, description="help")] = default`: its kind, bounds, choices
and help are in that declaration; the command line, the page and the error messages read them through this module.
"""

from __future__ import annotations

import difflib
import numbers
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.ranges import out_of_range
from revive.core.text import plain_text

File = typing.Annotated[Path, Field(strict=False)]  # a path as a string is accepted too
LONGEST_VALUE = 40  # characters of a value that an error message repeats
# what people and spreadsheets write for true and false
_TRUTH = {
    **dict.fromkeys(("true", "yes", "y", "1", "on", "x", "verdadero", "sí", "si", "wahr", "vrai", "是"), True),
    **dict.fromkeys(("false", "no", "n", "0", "off", "falso", "falsch", "faux", "否"), False),
}
_KINDS = {
    str: Message("text"), bool: Message("true or false"), int: Message("a whole number"),
    float: Message("a number"), Path: Message("the name of a file"),
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One setting.

    Attributes
    ----------
    kind : str, bool, int, float or Path
    optional : it may be None; Revive then chooses
    bounds : (lowest, highest) of a number, both included; None if unlimited
    choices : allowed texts; empty if any text is allowed
    """

    name: str
    kind: type
    default: object
    help: str
    optional: bool
    bounds: tuple[float, float] | None
    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its name as written in a sentence."""
        return self.name.replace("_", " ")


def options_of(settings: type) -> dict[str, Option]:
    """Name -> Option, for every field of a pydantic dataclass, in order."""
    return {name: _option(name, info) for name, info in settings.__pydantic_fields__.items()}


def sentence_of(error: ValidationError, options: dict[str, Option]) -> UserError:
    """The first of pydantic's errors, as a sentence."""
    first = error.errors(include_url=False, include_context=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    if name not in options:
        return unknown_setting(name, options)
    option = options[name]
    if option.choices and isinstance(value, str):
        return unknown_choice(option.words, value, option.choices)
    if option.bounds and _is_number(value, option.kind):
        return out_of_range(option.words, value, *option.bounds, optional=option.optional)
    shown = plain_text(str(value), most=LONGEST_VALUE, lines=False)
    return UserError(
        "The {option} is “{shown}”, but it has to be {kind}; please correct it.",
        option=option.words, shown=shown, kind=_KINDS.get(option.kind, Message("a list")),
    )  # fmt: skip


def value_of(text: str, kind: type) -> object:
    """The value that a text stands for: a number with a decimal point or comma, yes or no, the name of a file.

    A text that stands for none is returned as it is, to be refused where the settings are checked.
    """
    if kind is bool:
        return _TRUTH.get(text.strip().casefold(), text)
    if kind is Path:
        return Path(text)
    if kind not in (int, float):
        return text
    number = re.sub(r"^(\s*[+-]?\d+),(\d+\s*)$", r"\1.\2", text)
    try:
        value = float(number) if kind is float or "." in number else int(number)
    except ValueError:
        return text
    return int(value) if kind is int and isinstance(value, float) and value.is_integer() else value


def unknown_setting(name: str, known: Iterable[str]) -> UserError:
    """The error for a setting that there is not, which names the nearest of those that are known."""
    shown = plain_text(name, most=LONGEST_VALUE, lines=False)
    near = difflib.get_close_matches(shown.casefold().replace(" ", "_"), known, n=1)
    if not near:
        return UserError(
            "A clip has no setting called “{shown}” in this Revive; please take it out or correct it.", shown=shown
        )
    return UserError(
        "A clip has no setting called “{shown}” in this Revive; did you mean “{nearest}”? Please take it out or correct"
        " it.",
        shown=shown, nearest=near[0],
    )  # fmt: skip


def unknown_choice(name: str, value: str, choices: tuple[str, ...]) -> UserError:
    """The error for a word that is not one of the choices."""
    shown, offered = plain_text(value, most=LONGEST_VALUE, lines=False), [choice for choice in choices if choice]
    return UserError(
        "“{shown}” is not a known {name}; please choose one of: {offered}.", shown=shown, name=name, offered=offered
    )


def _option(name: str, info) -> Option:
    parts = [info.annotation]
    if typing.get_origin(info.annotation) in (typing.Union, types.UnionType):
        parts = typing.get_args(info.annotation)
    kind = next(part for part in parts if part is not type(None))
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    choices = typing.get_args(kind) if typing.get_origin(kind) is typing.Literal else ()
    lowest = next((one.ge for one in info.metadata if hasattr(one, "ge")), None)
    highest = next((one.le for one in info.metadata if hasattr(one, "le")), None)
    return Option(
        name, str if choices else kind, info.default, info.description or "", type(None) in parts,
        None if lowest is None or highest is None else (lowest, highest), choices,
    )  # fmt: skip


def _is_number(value: object, kind: type) -> bool:
    """Whether it is a number of this kind, however large."""
    wanted = numbers.Integral if kind is int else numbers.Real
    return isinstance(value, wanted) and not isinstance(value, bool)
