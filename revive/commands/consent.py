"""The three answers on the command line."""

from __future__ import annotations

import argparse

from revive.commands.old_names import add_old_name
from revive.consent import BASES, Consent


def add_consent(parser: argparse._ActionsContainer) -> None:
    """The options `--relation`, `--basis` and `--adult`."""
    parser.add_argument("--relation", default="", metavar="WORDS", help="who you are to this person: “her grandson”")
    add_old_name(parser, "--consent", "--relation")
    parser.add_argument(
        "--basis", default="", metavar="WORD", help=f"by what right you use what is theirs: {', '.join(BASES)}"
    )
    parser.add_argument("--adult", action="store_true", help="you are an adult")


def consent_of_options(options: argparse.Namespace) -> Consent:
    """What was answered, unchecked."""
    return Consent(options.relation, options.basis, options.adult)
