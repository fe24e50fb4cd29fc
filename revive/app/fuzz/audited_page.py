"""The page as a trial runs it: it reports on stderr what it writes outside of the trial's folder."""

from __future__ import annotations

import os
import sys

from revive.fuzz.sandbox import changed_outside

WROTE = "outside of the folder: "


def serve() -> None:
    """Serve the page; the first argument is the trial's folder, the others are options of `app.py`."""
    root, *options = sys.argv[1:]
    allowed = (root, os.devnull, "/dev/shm", "/proc/self")

    def told(event: str, arguments: tuple) -> None:
        if what := changed_outside(event, arguments, allowed):
            print(f"{WROTE}{what}", file=sys.stderr, flush=True)

    sys.addaudithook(told)
    from revive.app import main

    main(options)
