"""Options of the command line that are the fields of a settings dataclass, such as `Brief` and `Edit`."""

from __future__ import annotations

import argparse
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.numbers import any_number, whole_number
from revive.core.options import Option

_METAVARS = {str: "TEXT", int: "NUMBER", float: "NUMBER", Path: "FILE"}
_KINDS = {str: str, int: whole_number, float: any_number, Path: file_name}


def add_option(group: argparse._ArgumentGroup, option: Option) -> None:
    """One option for one field; what is not given is left out, so that a loaded job or the Brief's default holds."""
    many = option.kind not in _KINDS and option.kind is not bool  # a tuple of files
    flag, more = "--" + option.name.replace("_", "-"), []
    if option.kind is bool:
        group.add_argument(flag, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=option.help)
        return
    if option.choices:
        more.append(", ".join(filter(None, option.choices)))
    if option.bounds:
        more.append(f"{option.bounds[0]:g} to {option.bounds[1]:g}" if option.name != "seed" else "")
    if option.default not in (None, "", ()):
        more.append(f"default: {option.default:g}" if option.bounds else f"default: {option.default}")
    told = "; ".join(filter(None, more))
    group.add_argument(
        flag, type=file_name if many else _KINDS[option.kind], default=argparse.SUPPRESS,
        metavar="FILE" if many else _METAVARS[option.kind],
        help=f"{option.help} ({told})" if told else option.help, nargs="+" if many else None,
    )  # fmt: skip
