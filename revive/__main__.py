"""The command line: `python -m revive make|portrait|restore|voice|words|people|let-go|verify|…`.

Bad input ends with status 2 and one sentence on stderr.
"""

from __future__ import annotations

import functools
import io
import logging
import os
import sys
import warnings
from collections.abc import Callable

from revive.core import telemetry
from revive.core.failures import status_of
from revive.old_settings import OldSettingWarning


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    telemetry.switch_off()
    os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe's start-up notes
    logging.getLogger().setLevel(logging.ERROR)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files that the terminal has no signs for
    with warnings.catch_warnings():
        warnings.simplefilter("always", OldSettingWarning)
        warnings.showwarning = functools.partial(_show_note, warnings.showwarning)
        return status_of(lambda: _run(arguments))


def _show_note(others: Callable, warning, *where, **more) -> None:
    """A note on an old name or job file in one line, in the user's language; `others` shows what else is warned of."""
    if isinstance(warning, OldSettingWarning):
        print(warning.sentence(os.environ.get("LANG", "en")), file=sys.stderr)
    else:
        others(warning, *where, **more)


def _run(arguments: list[str] | None) -> int:
    from revive.commands.command_line import command_line  # the packages it needs may be missing

    options = command_line().parse_args(arguments)
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
