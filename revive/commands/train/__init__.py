"""`python -m revive train`: fine-tune on one person, or make the shipped weights again."""

from __future__ import annotations

import argparse

from revive.commands.train import manner, person, portrait, shipped


def add(commands: argparse._SubParsersAction) -> None:
    """Put `train` among the commands."""
    parser = commands.add_parser("train", help="fine-tune on one person, or make the shipped weights again")
    models = parser.add_subparsers(required=True, metavar="MODEL")
    person.add(models)
    portrait.add(models)
    manner.add(models)
    shipped.add(models)
