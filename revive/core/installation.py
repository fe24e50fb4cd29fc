"""Where the data files of Revive are, and which packages it requires.

In a clone and in an editable installation, `assets/` and the requirements files are beside `revive/`. In a wheel
`assets/` is inside it (see pyproject.toml), and the requirements are in the package's metadata. The weights are in
`revive/weights` in both cases.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files("revive")))
BESIDE = PACKAGE.parent  # the clone; for a wheel the folder of all packages


def from_wheel() -> bool:
    """Whether this Revive was installed as a wheel, so that no requirements files lie beside it."""
    return (PACKAGE / "assets").is_dir()


def asset(name: str) -> Path:
    """The path of a data file of the page: style sheet, script, icon, texts, examples."""
    return (PACKAGE if from_wheel() else BESIDE) / "assets" / name


def pinned(package: str) -> str:
    """NAME==VERSION of a package as the installed wheel requires it; the name alone if it does not."""
    try:
        lines = requires("revive") or []
    except PackageNotFoundError:
        lines = []
    names = (re.match(r"[\w.-]+==[\w.+]+", line) for line in lines)
    found = (name[0] for name in names if name and name[0].partition("==")[0].lower() == package.lower())
    return next(found, package)
