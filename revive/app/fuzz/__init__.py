"""Fuzzing the page with requests that are almost valid: `fuzz_page`, and `python -m revive fuzz --page`.

audited_page.py  the page in a child process, which reports what it writes outside of its folder
page_process.py  starts it, and observes its memory, its log and its files from outside
browser.py       one raw request; and a browser that keeps its cookies
form.py          the page's functions as it describes them, and values that they take
attacks.py       the requests, from a seeded generator
trial.py         the trial: no other visitor's file, no path, no server error, in time and within memory
"""

from __future__ import annotations

from revive.app.fuzz.trial import WAYS, fuzz_page

__all__ = ["WAYS", "fuzz_page"]
