"""The command line: `python -m revive make|portrait|restore|bench|evaluate|train|people|verify|fuzz …`.

The options of `make` are the fields of `Brief`. Bad input ends with status 2 and one sentence on stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
import os
import sys
import typing
from pathlib import Path

from revive.brief import Brief
from revive.commands import evaluate, fuzz, let_go, people, portrait, restore, train, verify, voice
from revive.commands.terminal import listener
from revive.errors import Cancelled, UserError
from revive.failures import sentence_for
from revive.progress import Progress


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> typing.NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; see: {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's start-up notes
    logging.getLogger().setLevel(logging.ERROR)
    try:
        options = _parser().parse_args(arguments)
        return options.run(options)
    except UserError as error:
        print(error.sentence(os.environ.get("LANG", "en")), file=sys.stderr)
        return 2
    except (Cancelled, KeyboardInterrupt):
        print("Stopped; nothing was kept.", file=sys.stderr)
        return 130
    except Exception as error:
        if known := sentence_for(error):
            print(known.sentence(os.environ.get("LANG", "en")), file=sys.stderr)
            return 2
        raise


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m revive", description="A photograph, a description and words become a talking clip."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    make = commands.add_parser("make", help="make one clip")
    _add_brief(make)
    make.add_argument("--job", type=Path, metavar="FILE", help="begin from a saved job; other options change it")
    make.add_argument("--json", action="store_true", help="print one JSON object about the clip")
    make.set_defaults(run=_make)
    portrait.add(commands)
    restore.add(commands)
    voice.add(commands)
    bench = commands.add_parser("bench", help="measure the speed of this machine")
    bench.add_argument("--long", action="store_true", help="also a ten-minute recording, for the memory (minutes)")
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    bench.set_defaults(run=_bench)
    evaluate.add(commands)
    train.add(commands)
    people.add(commands)
    let_go.add(commands)
    verify.add(commands)
    fuzz.add(commands)
    return parser


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


def _bench(options: argparse.Namespace) -> int:
    from revive.bench import measure, table

    figures = measure(long=options.long)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
