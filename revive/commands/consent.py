"""The three answers on the command line."""

from __future__ import annotations

import argparse

from revive.consent import BASES, Consent


def add_consent(parser: argparse.ArgumentParser) -> None:
    """The options `--consent`, `--basis` and `--adult`."""
    parser.add_argument("--consent", default="", metavar="WORDS", help="who you are to this person: “her grandson”")
    parser.add_argument(
        "--basis", default="", metavar="WORD", help=f"by what right you use what is theirs: {', '.join(BASES)}"
    )
    parser.add_argument("--adult", action="store_true", help="you are an adult")


def consent_of_options(options: argparse.Namespace) -> Consent:
    """What was answered, unchecked."""
    return Consent(options.consent, options.basis, options.adult)
