"""The command line as a whole: every command with its options."""

from __future__ import annotations

import argparse
import typing

from revive.commands import (
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

COMMANDS = (make, portrait, restore, voice, words, people, let_go, verify, bench, evaluate, train, fuzz)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage before it."""

    def error(self, message: str) -> typing.NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}; see: {self.prog} --help\n")


def command_line() -> Parser:
    """The parser; what it gives has `run`, the command's own function."""
    parser = Parser(prog="python -m revive", description="A photograph, a description and words become a talking clip.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
