"""Trying the readers with files that are almost right: `fuzz` is the public verb, `python -m revive fuzz` the command.

seeds.py     small valid files, made when it starts
mutate.py    what is done to them, by a seeded generator
readers.py   the true readers, and what each is tried with
sandbox.py   where they run, and what they may not touch
run.py       the trial itself: every input ends with a value or a `UserError`, in time, with nothing left behind
"""

from __future__ import annotations

from revive.fuzz.run import Finding, Tally, fuzz, table

__all__ = ["Finding", "Tally", "fuzz", "table"]
