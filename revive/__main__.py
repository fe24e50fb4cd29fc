"""The command line: `python -m revive make|portrait|restore|voice|words|people|let-go|verify|…`.

Bad input ends with status 2 and one sentence on stderr.
"""

from __future__ import annotations

import logging
import os
import sys

from revive.core.failures import status_of


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's start-up notes
    logging.getLogger().setLevel(logging.ERROR)
    return status_of(lambda: _run(arguments))


def _run(arguments: list[str] | None) -> int:
    from revive.commands.command_line import command_line  # the packages it needs may be missing

    options = command_line().parse_args(arguments)
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
