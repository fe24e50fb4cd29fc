"""Read the jobs of a batch: a folder of job files, a table (CSV) or JSON lines become rows, each a `Brief`.

The columns of a table are the fields of `Brief`, and `id` or `name`, after which a clip without an `out` is named. One
row that cannot be used is told as its error; only what concerns every row is raised.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from revive.batch.names import Names, safe_stem
from revive.brief import OPTIONS, Brief
from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.options import unknown_setting, value_of
from revive.core.outputs import check_name
from revive.media.files import opened, shown_name
from revive.media.job_file import parse_job, read_job
from revive.old_settings import RENAMED, OldSettingWarning

MOST_TABLE = 256 * 1024**2  # bytes of a table
NAMING = ("id", "name")  # what a row may have beside the fields of a Brief: a clip is named after it
KNOWN = (*NAMING, *OPTIONS, *RENAMED)
JOB, REPORT = ".job.json", "report.json"  # the ending of a job file; a batch's own report, which is no job


@dataclass(frozen=True)
class Row:
    """One clip of a batch.

    Attributes
    ----------
    name : where it stands: the number of its row in the table (the heading is 1) or its line, or the name of its file
    out : the clip, relative to the batch's folder; as it is written in the row where it cannot be used
    brief : what to make, its `out` in the batch's folder; None where it cannot be used
    error : why it cannot be used
    """

    name: str
    out: str
    brief: Brief | None = None
    error: UserError | None = None

    @property
    def usable(self) -> Brief:
        """What to make; raises `error` where it cannot be used."""
        if self.brief is None:
            raise self.error or ValueError("a row has neither a brief nor an error")
        return self.brief


@dataclass(frozen=True)
class _Job:
    """A row as it was read: its name, its settings or their error, what its clip is called, where its files lie."""

    name: str
    brief: Brief | UserError
    out: str
    stem: str
    folder: Path


def read_jobs(jobs: Path, out: Path, consent: Consent | None = None) -> list[Row]:
    """The rows of a folder of job files (.json), a table or JSON lines, in their order.

    Files that a row names are found beside the table or job file. Clips without an `out` are named after the row's
    `id`, `name`, person or photograph, or the job file.

    Parameters
    ----------
    jobs : the folder or file
    out : the folder of the clips
    consent : the three answers, for what a row leaves out

    Raises
    ------
    UserError : there is nothing to read, it is no table, or it has columns that no clip has
    """
    check_name(jobs)
    with warnings.catch_warnings():
        warnings.simplefilter("once", OldSettingWarning)  # a note on an old name once, not for every row
        found = list(_of_folder(jobs, out) if jobs.is_dir() else _of_file(jobs))
    if not found:
        raise UserError(
            "There is no job in “{file}”; please choose a folder of job files, a table with a row for each clip, or"
            " JSON lines.",
            file=shown_name(jobs),
        )
    return rows_of(found, out, consent or Consent())


def rows_of_briefs(briefs: Iterable[Brief], out: Path, consent: Consent | None = None) -> list[Row]:
    """The rows of briefs: each clip is called as its brief's `out`, or, where that was left as it is, as in a table."""
    jobs = []
    for number, brief in enumerate(briefs, start=1):
        wanted = "" if brief.out == OPTIONS["out"].default else str(brief.out)
        jobs.append(_Job(str(number), brief, wanted, "", Path()))
    return rows_of(jobs, out, consent or Consent())


def rows_of(jobs: list[_Job], out: Path, consent: Consent) -> list[Row]:
    """Rows with a file for every clip, two never the same."""
    taken: dict[str, str] = {}
    places = [_place(job, taken) for job in jobs]
    names = Names(taken)
    rows = []
    for job, place in zip(jobs, places, strict=True):
        error = job.brief if isinstance(job.brief, UserError) else place if isinstance(place, UserError) else None
        if error is not None or not isinstance(job.brief, Brief) or isinstance(place, UserError):
            rows.append(Row(job.name, job.out, error=error))
            continue
        if not place:
            place = names.new(job.stem or _stem(job.brief))
        rows.append(Row(job.name, place, _brief(job, out / place, consent)))
    return rows


def _place(job: _Job, taken: dict[str, str]) -> str | UserError:
    """Where a row wants its clip, with forward slashes; "" where it does not say, its error where it cannot be.

    `taken` has the file of every earlier row, in lower case, with the row's name.
    """
    if not job.out or isinstance(job.brief, UserError):
        return ""
    wanted = Path(job.out)
    if wanted.is_absolute() or wanted.drive or ".." in wanted.parts or any(part[:1] == "." for part in wanted.parts):
        return UserError(
            "The clip would be written to “{file}”, outside of the folder of the clips; please give a name without the"
            " folders above it.",
            file=job.out,
        )
    place = wanted.as_posix()
    if (other := taken.setdefault(place.casefold(), job.name)) != job.name:
        return UserError(
            "The clip “{file}” is that of row {other} too; please give each row a name of its own, or leave it out.",
            file=job.out,
            other=other,
        )
    return place


def _stem(brief: Brief) -> str:
    return safe_stem(brief.person or (brief.photo.stem if brief.photo else ""))


def _brief(job: _Job, out: Path, consent: Consent) -> Brief:
    """The row's brief: its files found beside the table, the answers that it leaves out, its clip in its place."""
    brief = job.brief
    assert isinstance(brief, Brief)
    found = {use: job.folder.absolute() / path for use, path in brief.files.items()}
    answers = {
        "relation": brief.relation or consent.relation, "basis": brief.basis or consent.basis,
        "adult": brief.adult or consent.adult,
    }  # fmt: skip
    return dataclasses.replace(brief.with_files(found), **answers, out=out)


def _of_folder(folder: Path, out: Path) -> Iterator[_Job]:
    """The job files of a folder, and plain JSON briefs; each clip is called as its file."""
    if out.absolute().resolve() == folder.absolute().resolve():
        raise UserError("The clips cannot be written among their jobs; please choose another folder for them.")
    for path in sorted(folder.glob("*.json")):
        if path.name == REPORT or not path.is_file():
            continue
        stem = path.name.removesuffix(JOB if path.name.endswith(JOB) else ".json")
        yield _of_job(path, safe_stem(stem))


def _of_job(path: Path, stem: str) -> _Job:
    """One job file, whose clip has a place of its own here; or a plain JSON brief."""
    try:
        settings = read_job(path)
        if "revive_job" in settings:
            return _Job(path.name, Brief.load(path), "", stem, path.parent)
    except UserError as error:
        return _Job(path.name, error, "", stem, path.parent)
    job = _of_settings(path.name, settings, path.parent)
    return dataclasses.replace(job, stem=job.stem or stem)


def _of_settings(name: str, settings: dict, folder: Path) -> _Job:
    """The job of plain values."""
    stem = next((safe_stem(str(settings[word])) for word in NAMING if settings.get(word) not in (None, "")), "")
    settings = {word: value for word, value in settings.items() if word not in NAMING}
    try:
        brief = Brief.from_settings(settings)
    except UserError as error:
        return _Job(name, error, str(settings.get("out") or ""), stem, folder)
    return _Job(name, brief, str(settings.get("out") or ""), stem, folder)


def _of_file(path: Path) -> Iterator[_Job]:
    """One JSON brief, JSON lines or a table, told apart by what is in it."""
    with opened(path, most=MOST_TABLE) as file:
        raw = file.read()
    text = _text(raw, path)
    if not text.lstrip().startswith("{"):
        yield from _of_table(text, path)
        return
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if path.suffix.casefold() == ".json" or lines[0][1].strip() == "{":  # one object on several lines
        yield _of_job(path, "")
        return
    for number, line in lines:
        yield _of_line(str(number), line, path)


def _of_line(name: str, line: str, path: Path) -> _Job:
    try:
        settings = parse_job(line.encode("utf-8", "replace"))
    except ValueError:
        error = UserError(
            "Line {line} of “{file}” is no JSON object such as {example}; please correct it.",
            line=name, file=shown_name(path), example='{"photo": "gran.jpg", "words": "Good night."}',
        )  # fmt: skip
        return _Job(name, error, "", "", path.parent)
    settings.pop("revive_job", None)
    return _of_settings(name, settings, path.parent)


def _text(raw: bytes, path: Path) -> str:
    """What a file says, in UTF-8 or, as some spreadsheets write it, UTF-16."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(
            "“{file}” is not in UTF-8; please save the table as “CSV UTF-8”.", file=shown_name(path)
        ) from error


def _of_table(text: str, path: Path) -> Iterator[_Job]:
    """The rows of a table with a heading; its columns are divided by commas, semicolons or tabs."""
    declared = re.match(r"sep=(.)\r?\n", text)  # a line with which Excel says it
    text = text[declared.end() :] if declared else text
    divider = declared[1] if declared else _delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        columns = [_column(cell) for cell in next(lines, [])]
        if doubled := next((name for name in columns if name and columns.count(name) > 1), None):
            raise UserError("The table has two columns “{column}”; please take one out.", column=doubled)
        for number, cells in enumerate(lines, start=3 if declared else 2):
            if any(cell.strip() for cell in cells):
                yield _of_cells(str(number), columns, cells, path)
    except csv.Error as error:
        raise UserError(
            "“{file}” cannot be read as a table; please save it as “CSV UTF-8”, with a heading and a row for each"
            " clip.",
            file=shown_name(path),
        ) from error


def _delimiter(text: str) -> str:
    """What stands between the columns of the heading."""
    heading = text.lstrip().split("\n", 1)[0]
    try:
        return csv.Sniffer().sniff(heading, delimiters=",;\t").delimiter
    except csv.Error:  # there is one column only
        return ","


def _column(heading: str) -> str:
    """The setting that a column has; "" for a column without a heading.

    Raises
    ------
    UserError : there is no such setting
    """
    name = re.sub(r"[\s-]+", "_", heading.strip().casefold())
    if name and name not in KNOWN:
        raise unknown_setting(heading.strip(), KNOWN)
    return name


def _of_cells(name: str, columns: list[str], cells: list[str], path: Path) -> _Job:
    """One row of a table; an empty cell is the default."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        error = UserError(
            "Row {row} has more cells than the table has columns; a text with a comma has to stand in quotes.", row=name
        )
        return _Job(name, error, "", "", path.parent)
    settings = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell.strip():
            option = OPTIONS.get(RENAMED.get(column, column))
            settings[column] = value_of(cell.strip(), option.kind) if option else cell.strip()
    return _of_settings(name, settings, path.parent)
