"""Starts Revive's page in the browser: `python app.py`."""

import sys

from revive.core.failures import status_of


def main() -> int:
    """The page until it is closed; gives the exit status. A package that is missing is named in one sentence."""
    from revive.app import main

    return main()


if __name__ == "__main__":
    sys.exit(status_of(main))
