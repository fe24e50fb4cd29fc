"""`python -m revive bench`: how fast this machine is."""

from __future__ import annotations

import argparse
import json


def add(commands: argparse._SubParsersAction) -> None:
    """Put `bench` among the commands."""
    parser = commands.add_parser("bench", help="measure the speed of this machine")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--long", action="store_true", help="also a ten-minute recording, for the memory (minutes)")
    what.add_argument(
        "--compare",
        metavar="VERSION",
        help="a commit, tag or branch of this clone: it and this one, turn and turn about",
    )
    what.add_argument(
        "--growth", action="store_true", help="what longer and larger clips, and more cores, cost (many minutes)"
    )
    what.add_argument("--film", action="store_true", help="a film of two minutes, 1080p (minutes)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    from revive.bench import compare, film, growth, measure_speed, table

    if options.compare is not None:
        figures = compare(options.compare)
    elif options.growth:
        figures = growth()
    elif options.film:
        figures = film()
    else:
        figures = measure_speed(long=options.long)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0
