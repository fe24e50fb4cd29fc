"""`python -m revive bench`: how fast this machine is."""

from __future__ import annotations

import argparse
import json


def add(commands: argparse._SubParsersAction) -> None:
    """Put `bench` among the commands."""
    parser = commands.add_parser("bench", help="measure the speed of this machine")
    parser.add_argument("--long", action="store_true", help="also a ten-minute recording, for the memory (minutes)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    from revive.bench import measure_speed, table

    figures = measure_speed(long=options.long)
    print(json.dumps(figures, indent=2) if options.json else table(figures))
    return 0
