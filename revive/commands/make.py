"""`python -m revive make`: one clip; its options are the fields of `Brief`."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from revive.brief import OPTIONS, Brief
from revive.commands.old_names import add_old_name
from revive.commands.terminal import listener
from revive.progress import Progress


def add(commands: argparse._SubParsersAction) -> None:
    """Put `make` among the commands."""
    parser = commands.add_parser("make", help="make one clip")
    _add_brief(parser)
    parser.add_argument("--job", type=Path, metavar="FILE", help="begin from a saved job; other options change it")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    parser.set_defaults(run=_make)


def _add_brief(parser: argparse.ArgumentParser) -> None:
    """One option a field; what is not given is left out, so that a loaded job or the Brief's default holds."""
    for option in OPTIONS.values():
        flag = "--" + option.name.replace("_", "-")
        if option.name == "photo":
            parser.add_argument("photo", nargs="?", type=Path, metavar="PHOTO", help=option.help)
        elif option.kind is bool:
            parser.add_argument(
                flag, action=argparse.BooleanOptionalAction, default=argparse.SUPPRESS, help=option.help
            )
        else:
            offered = f" ({', '.join(filter(None, option.choices))})" if option.choices else ""
            parser.add_argument(
                flag, type=option.kind, default=argparse.SUPPRESS, help=option.help + offered,
                metavar="FILE" if option.kind is Path else option.name.upper(),
            )  # fmt: skip
    add_old_name(parser, "--consent", "--relation")
    add_old_name(parser, "--finder", "--face-detector")
    add_old_name(parser, "--finish", "--refine", const=True)
    add_old_name(parser, "--no-finish", "--no-refine", const=False)


def _make(options: argparse.Namespace) -> int:
    from revive.pipeline import make_clip

    given = {name: value for name, value in vars(options).items() if name in OPTIONS and value is not None}
    brief = Brief.load(options.job) if options.job else Brief()
    result = make_clip(dataclasses.replace(brief, **given), progress=Progress(listener(options)))
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        clip = result.clip
        print(f"{clip.out}  {clip.width}x{clip.height}, {clip.duration_s:.1f} s, seed {result.brief.seed}")
    return 0
