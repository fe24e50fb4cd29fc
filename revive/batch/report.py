"""The report of a batch: what became of every row, as JSON for programs and as a table for everybody.

It is written anew while the batch goes on, not more often than one part in twenty of the time allows, and at the end.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from revive.core.errors import UserError
from revive.core.localisation import ENGLISH
from revive.core.outputs import part_of
from revive.core.version import __version__

JSON, TABLE = "report.json", "report.csv"
WAITING, MADE, SKIPPED, FAILED = "waiting", "made", "skipped", "failed"
COLUMNS = ("row", "out", "state", "sentence", "seconds", "duration_s", "seed", "where")
SHARE = 1 / 20  # of the time, at most, that is spent on writing the report


@dataclass(frozen=True)
class Outcome:
    """What became of one row.

    Attributes
    ----------
    row, out : see `Row`
    state : "made" now, "skipped" since it was made before, "failed", or "waiting" to be made
    error : why it failed
    seconds : that making the clip took
    duration_s : length of the clip in seconds
    seed : with which it was made
    where : the computer that made it
    """

    row: str
    out: str
    state: str = WAITING
    error: UserError | None = None
    seconds: float | None = None
    duration_s: float | None = None
    seed: int | None = None
    where: str = ""

    def as_json(self, language: str = ENGLISH) -> dict:
        """Plain values, the sentence in `language`."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        error = plain.pop("error")
        return {name: plain.get(name, error.sentence(language) if error else "") for name in COLUMNS}


@dataclass(frozen=True)
class BatchReport:
    """What became of all rows of a batch, in their order.

    Attributes
    ----------
    out : the folder of the clips
    rows : the outcomes
    seconds : that the batch has taken
    """

    out: Path
    rows: tuple[Outcome, ...]
    seconds: float

    @property
    def counts(self) -> dict[str, int]:
        """State -> number of rows."""
        counted = Counter(outcome.state for outcome in self.rows)
        return {state: counted[state] for state in (MADE, SKIPPED, FAILED, WAITING)}

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The rows that could not be made."""
        return tuple(outcome for outcome in self.rows if outcome.state == FAILED)

    def as_json(self, language: str = ENGLISH) -> dict:
        """Plain values, as `batch --json` prints them; the sentences in `language`."""
        return {
            "revive_batch": __version__, "out": str(self.out), **self.counts, "seconds": round(self.seconds, 3),
            "rows": [outcome.as_json(language) for outcome in self.rows],
        }  # fmt: skip

    def write(self, language: str = ENGLISH) -> None:
        """Write report.json and report.csv into the folder of the clips, each replaced at once."""
        told = self.as_json(language)
        _replace(self.out / JSON, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, COLUMNS)
        table.writeheader()
        table.writerows({name: _cell(value) for name, value in row.items()} for row in told["rows"])
        _replace(self.out / TABLE, "\ufeff" + text.getvalue())  # by the mark at its beginning Excel knows UTF-8


class GrowingReport:
    """The report of a batch that is under way.

    Parameters
    ----------
    out : the folder of the clips
    outcomes : of all rows, as they are at the beginning
    language : of the sentences in its files; None where there are to be no files
    """

    def __init__(self, out: Path, outcomes: Iterable[Outcome], language: str | None):
        self._out, self._language = out, language
        self._outcomes = list(outcomes)
        self._begun = time.perf_counter()
        self._next = 0.0

    def set(self, number: int, outcome: Outcome) -> None:
        """Row `number`, counted from 0, has come to this."""
        self._outcomes[number] = outcome
        if time.perf_counter() >= self._next:
            self.write()

    def now(self) -> BatchReport:
        """As it is now."""
        return BatchReport(self._out, tuple(self._outcomes), time.perf_counter() - self._begun)

    def write(self) -> None:
        """Write its files."""
        if self._language is None:
            return
        begun = time.perf_counter()
        self.now().write(self._language)
        ended = time.perf_counter()
        self._next = ended + (ended - begun) / SHARE


def _replace(path: Path, text: str) -> None:
    """Write a text file, in the place of an older one at once."""
    part = part_of(path)
    part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    part.replace(path)


def _cell(value: object) -> object:
    """A value in a table; a text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
