"""The command line as a whole: every command with its options."""

from __future__ import annotations

import argparse
import sys
import typing
from collections.abc import Callable
from pathlib import Path

from revive.commands import (
    app,
    bench,
    evaluate,
    fuzz,
    let_go,
    make,
    people,
    portrait,
    restore,
    train,
    verify,
    voice,
    words,
)  # fmt: skip

COMMANDS = (app, make, portrait, restore, voice, words, people, let_go, verify, bench, evaluate, train, fuzz)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage before it.

    Attributes
    ----------
    later : adds options whose module is slow to import, once this command is the one that was asked for
    """

    later: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args=None, namespace=None):
        """As argparse does it, with the options of `later`."""
        if self.later is not None:
            later, self.later = self.later, None
            later(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> typing.NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; see: {self.prog} --help\n")


def command_line() -> Parser:
    """The parser; what it gives has `run`, the command's own function."""
    installed = Path(sys.argv[0]).stem == "revive"  # the console script
    parser = Parser(
        prog="revive" if installed else "python -m revive",
        description="A photograph, a description and words become a talking clip.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
