"""Starts Revive's page in the browser: `python app.py`."""

from revive.app import main

if __name__ == "__main__":
    main()
