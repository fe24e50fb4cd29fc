"""The command line as a whole: every command with its options.

It stays with argparse: typer and tyro print the same help with Python's kinds in it, say what is wrong in English alone
and in boxes of several lines, and could not keep the options' old names out of the help.
"""

from __future__ import annotations

import sys
from pathlib import Path

from revive.commands import (
    app,
    batch,
    bench,
    edit,
    evaluate,
    film,
    fuzz,
    let_go,
    make,
    people,
    portrait,
    restore,
    say,
    train,
    transcribe,
    verify,
    voice,
    words,
)  # fmt: skip
from revive.commands.parser import Parser

COMMANDS = (
    app,
    make,
    edit,
    film,
    batch,
    portrait,
    restore,
    voice,
    say,
    transcribe,
    words,
    people,
    let_go,
    verify,
    bench,
    evaluate,
    train,
    fuzz,
)


def command_line() -> Parser:
    """The parser; what it gives has `run`, the command's own function."""
    program = "revive" if Path(sys.argv[0]).stem == "revive" else "python -m revive"
    parser = Parser(prog=program, description="A photograph, a description and words become a talking clip.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser
