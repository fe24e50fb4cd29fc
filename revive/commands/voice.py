"""`python -m revive voice …`: what recordings hold of a voice, and a synthetic one brought nearer to it."""

from __future__ import annotations

import argparse

from revive.commands import voice_clean, voice_features, voice_match


def add(commands: argparse._SubParsersAction) -> None:
    """Put `voice` with its own commands among the commands."""
    parser = commands.add_parser("voice", help="a person's voice: clean recordings, say what it is like, match it")
    parts = parser.add_subparsers(required=True, metavar="COMMAND")
    voice_features.add(parts)
    voice_clean.add(parts)
    voice_match.add(parts)
