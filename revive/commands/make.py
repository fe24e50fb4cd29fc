"""`python -m revive make`: one clip; its options are the fields of `Brief`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import typing
from pathlib import Path

from revive.brief import Brief
from revive.commands.terminal import listener
from revive.core.progress import Progress


def add(commands: argparse._SubParsersAction) -> None:
    """Put `make` among the commands."""
    parser = commands.add_parser("make", help="make one clip")
    _add_brief(parser)
    parser.add_argument("--job", type=Path, metavar="FILE", help="begin from a saved job; other options change it")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    parser.set_defaults(run=_make)


def _add_brief(parser: argparse.ArgumentParser) -> None:
    """One option a field; what is not given is left out, so that a loaded job or the Brief's default holds."""
    kinds = typing.get_type_hints(Brief)
    for option in dataclasses.fields(Brief):
        kind, within, help = kinds[option.name], option.metadata["within"], option.metadata["help"]
        flag = "--" + option.name.replace("_", "-")
        if option.name == "photo":
            parser.add_argument("photo", nargs="?", type=Path, metavar="PHOTO", help=help)
        elif kind is bool:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=help)
        else:
            worded = within is not None and isinstance(within[0], str)
            parser.add_argument(
                flag,
                type=Path if kind in (Path, Path | None) else kind,
                default=argparse.SUPPRESS,
                metavar="FILE" if kind in (Path, Path | None) else option.name.upper(),
                help=f"{help} ({', '.join(filter(None, within))})" if worded else help,
            )


def _make(options: argparse.Namespace) -> int:
    from revive.pipeline import make_clip

    names = {option.name for option in dataclasses.fields(Brief)}
    given = {name: value for name, value in vars(options).items() if name in names and value is not None}
    brief = Brief.load(options.job) if options.job else Brief()
    result = make_clip(dataclasses.replace(brief, **given), progress=Progress(listener(options)))
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        clip = result.clip
        print(f"{clip.out}  {clip.width}x{clip.height}, {clip.duration_s:.1f} s, seed {result.brief.seed}")
    return 0
