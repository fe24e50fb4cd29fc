"""Trying the page with requests that are almost right: `fuzz_page`, and `python -m revive fuzz --page`.

watched.py   the page in a child process, which says what it writes outside of its folder
served.py    starts it, and looks at its memory, its log and its files from outside
browser.py   one request, to the letter; and a browser that keeps its cookies
form.py      what the page says of itself: its functions, and values that they take
attacks.py   what is sent, by a seeded generator
trial.py     the trial itself: nobody else's files, no path, no fault of the page, in time and within memory
"""

from __future__ import annotations

from revive.app.fuzz.trial import WAYS, fuzz_page

__all__ = ["WAYS", "fuzz_page"]
