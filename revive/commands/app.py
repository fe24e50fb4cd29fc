"""`python -m revive app`: the page in the browser, with the options of `python app.py`."""

from __future__ import annotations

import argparse


def add(commands: argparse._SubParsersAction) -> None:
    """Put `app` among the commands; its options lie beside Gradio, so they are read when it is asked for."""
    parser = commands.add_parser("app", help="open the page in the browser")
    parser.later = _add_options
    parser.set_defaults(run=_app)


def _add_options(parser: argparse.ArgumentParser) -> None:
    from revive.app.server.settings import add_options

    add_options(parser)


def _app(options: argparse.Namespace) -> int:
    from revive.app.launch import serve
    from revive.app.server.settings import Settings

    return serve(Settings.from_options(options))
