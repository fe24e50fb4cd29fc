"""`python -m revive fuzz`: the readers of files and words, or the page, tried with thousands that are almost right."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from revive.commands.file_names import file_name
from revive.commands.numbers import seed, whole
from revive.commands.terminal import say
from revive.core.outputs import check_folder

STEP = 500  # inputs or requests between two lines of progress


def add(commands: argparse._SubParsersAction) -> None:
    """Put `fuzz` among the commands."""
    parser = commands.add_parser("fuzz", help="try the readers, or the page, with what is almost right")
    parser.add_argument(
        "--inputs", type=whole("--inputs", 1, 100_000_000), default=20_000, metavar="N",
        help="of all readers together (20000)",
    )  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, help="the same seed gives the same inputs")
    parser.add_argument("--reader", metavar="NAME", help="try this one alone")
    parser.add_argument("--page", action="store_true", help="try the page instead, started for it, with requests")
    parser.add_argument(
        "--requests", type=whole("--requests", 1, 100_000_000), default=5_000, metavar="N",
        help="to the page as at home, as a public demo and with a password, all together (5000)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=file_name, default=Path("fuzz"), metavar="DIR", help="where findings are kept (fuzz)"
    )
    parser.set_defaults(run=_fuzz)


def _fuzz(options: argparse.Namespace) -> int:
    import faulthandler

    check_folder(options.out)
    from revive.fuzz import fuzz, table

    if options.page:
        from revive.app.fuzz import fuzz_page

        tallies = fuzz_page(options.requests, seed=options.seed, out=options.out, tell=_tell)
    else:
        faulthandler.enable(sys.__stderr__ or sys.stderr)  # a decoder that crashes the program is a finding too
        tallies = fuzz(options.inputs, seed=options.seed, reader=options.reader, out=options.out, tell=_tell)
    print(table(tallies))
    findings = [finding for tally in tallies.values() for finding in tally.findings]
    for finding in findings:
        print(f"{finding.reader} {finding.number}: {finding.what}  {finding.saved}", file=sys.stderr)
    return 1 if findings else 0


def _tell(reader: str, done: int, count: int) -> None:
    if done % STEP == 0 or done == count:
        say(f"{reader}: {done} of {count}")
