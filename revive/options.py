"""Settings as the fields of a pydantic dataclass: read back as `Option`s, and what is wrong with one as a sentence.

A field is declared once, `Annotated[type, Field(ge=…, le=…, description="help")] = default`: its kind, bounds, choices
and help stand there, and the command line, the page and the sentences that refuse a value all read them here.
"""

from __future__ import annotations

import numbers
import types
import typing
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from revive.errors import UserError
from revive.gate.text import plain_text
from revive.ranges import out_of_range

File = typing.Annotated[Path, Field(strict=False)]  # a name in a string will do
LONGEST_VALUE = 40  # characters of a value that a sentence repeats
_KINDS = {
    str: ("text", "文字"), bool: ("true or false", "true 或 false"), int: ("a whole number", "整数"),
    float: ("a number", "数值"), Path: ("the name of a file", "文件名"),
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One setting.

    Attributes
    ----------
    kind : str, bool, int, float or Path
    optional : it may be None, which leaves it to Revive
    bounds : (lowest, highest) of a number, both included; None where any will do
    choices : of a text; empty where any will do
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
        """Its name in a sentence."""
        return self.name.replace("_", " ")


def options_of(settings: type) -> dict[str, Option]:
    """Name -> what is declared of it, for every field of a pydantic dataclass, in their order."""
    return {name: _option(name, info) for name, info in settings.__pydantic_fields__.items()}


def sentence_of(error: ValidationError, options: dict[str, Option]) -> UserError:
    """The first thing that pydantic found wrong, in a sentence."""
    first = error.errors(include_url=False, include_context=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    if name not in options:
        shown = plain_text(name, most=LONGEST_VALUE, lines=False)
        return UserError(
            f"A clip has no setting called “{shown}” in this Revive; please take it out or correct it.",
            f"此版本的 Revive 没有名为“{shown}”的设置，请将其删除或检查拼写。",
        )
    option = options[name]
    if option.choices and isinstance(value, str):
        return unknown_choice(option.words, value, option.choices)
    if option.bounds and _is_number(value, option.kind):
        return out_of_range((option.words, option.words), value, *option.bounds, optional=option.optional)
    wanted, zh = _KINDS[option.kind]
    shown = plain_text(str(value), most=LONGEST_VALUE, lines=False)
    return UserError(
        f"The {option.words} is “{shown}”, but it has to be {wanted}; please correct it.",
        f"{option.words} 为“{shown}”，但应为{zh}，请改正。",
    )


def unknown_choice(name: str, value: str, choices: tuple[str, ...]) -> UserError:
    """The sentence for a word that is none of the choices."""
    shown, offered = plain_text(value, most=LONGEST_VALUE, lines=False), [choice for choice in choices if choice]
    return UserError(
        f"“{shown}” is not a known {name}; please choose one of: {', '.join(offered)}.",
        f"“{shown}”不是可用的选项（{name}），请从中选择：{'、'.join(offered)}。",
    )


def _option(name: str, info) -> Option:
    parts = [info.annotation]
    if typing.get_origin(info.annotation) in (typing.Union, types.UnionType):
        parts = typing.get_args(info.annotation)
    kind = next(part for part in parts if part is not type(None))
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    choices = typing.get_args(kind) if typing.get_origin(kind) is typing.Literal else ()
    bounds = [getattr(one, end) for end in ("ge", "le") for one in info.metadata if hasattr(one, end)]
    return Option(
        name, str if choices else kind, info.default, info.description or "", type(None) in parts,
        (bounds[0], bounds[1]) if bounds else None, choices,
    )  # fmt: skip


def _is_number(value: object, kind: type) -> bool:
    """Whether it is a number of this kind, however large."""
    wanted = numbers.Integral if kind is int else numbers.Real
    return isinstance(value, wanted) and not isinstance(value, bool)
