"""Starts Revive's page in the browser: `python app.py`."""

import sys

from revive.app import main

if __name__ == "__main__":
    sys.exit(main())
