"""The check before a release: no package that Revive installs has a known flaw that nobody has looked at.

    python -m deploy.check_release                     asks PyPI, by pip-audit
    python -m deploy.check_release --offline all.zip   reads a file of advisories instead

What is checked is deploy/requirements.lock: every package of requirements*.txt and all that these bring. The file is
OSV's export of the ecosystem PyPI (osv.dev, "data dumps": all.zip), or some of its records as JSON. Advisories that a
maker has published and PyPI may not know yet are kept in deploy/advisories.json and read either way. A flaw that no
upgrade mends is listed in deploy/accepted.toml with why it does no harm; what is listed there and not found any more,
or whose reason no longer holds, is an error as well.

It ends with 0 where nothing is to be done, 1 where something is, 2 where the advisories could not be had.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from deploy.advisories import Flaw, Pin, Unreachable, ask, read

HOME = Path(__file__).parents[1]
LOCK = HOME / "deploy" / "requirements.lock"
KEPT = HOME / "deploy" / "advisories.json"
ACCEPTED = HOME / "deploy" / "accepted.toml"

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", re.MULTILINE)


@dataclass(frozen=True)
class Accepted:
    """Flaws that are known and kept, with why they do no harm.

    `absent` are regular expressions that app.py and revive/ must not contain, since the reason says so.
    """

    package: str
    version: str
    names: tuple[str, ...]
    reason: str
    absent: tuple[str, ...] = ()


def pins(path: Path) -> list[Pin]:
    """Every NAME==VERSION of a requirements file."""
    return [(canonicalize_name(name), version) for name, version in _PIN.findall(path.read_text(encoding="utf-8"))]


def stale(locked: list[Pin], files: Iterable[Path]) -> list[str]:
    """Sentences about pins of `files` that the lock does not have."""
    return [
        f"{file.name} asks for {name} {version}, which the lock does not have; please make the lock again."
        for file in files
        for name, version in pins(file)
        if (name, version) not in locked
    ]


def read_accepted(path: Path) -> list[Accepted]:
    """What accepted.toml lists."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    return [
        Accepted(
            canonicalize_name(e["package"]), e["version"], tuple(e["names"]), e["reason"], tuple(e.get("absent", ()))
        )
        for e in entries
    ]


def judge(flaws: list[Flaw], accepted: list[Accepted], program: str) -> list[str]:
    """A sentence for everything that is to be done; `program` is the text of app.py and revive/."""
    wrong = []
    known = {(entry.package, entry.version, name) for entry in accepted for name in entry.names}
    for flaw in sorted(set(flaws), key=lambda flaw: (flaw.package, sorted(flaw.names))):
        if not any((flaw.package, flaw.version, name) in known for name in flaw.names):
            mended = f"mended in {', '.join(flaw.mended)}" if flaw.mended else "mended in no version"
            wrong.append(f"{flaw.package} {flaw.version} has a known flaw, {' = '.join(sorted(flaw.names))}, {mended}.")
    found = {(flaw.package, flaw.version, name) for flaw in flaws for name in flaw.names}
    for entry in accepted:
        wrong += [
            f"accepted.toml lists {name} of {entry.package} {entry.version}, which nothing tells of any more; please"
            " take it out."
            for name in entry.names if (entry.package, entry.version, name) not in found
        ]  # fmt: skip
        wrong += [
            f"accepted.toml says of {entry.package}: “{entry.reason}”, but the program contains {pattern!r}."
            for pattern in entry.absent if re.search(pattern, program)
        ]  # fmt: skip
    return wrong


def main(arguments: list[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m deploy.check_release", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--offline", type=Path, metavar="FILE", help="advisories of OSV, instead of asking PyPI")
    parser.add_argument("--lock", type=Path, default=LOCK, help="the packages, all pinned")
    parser.add_argument("--kept", type=Path, default=KEPT, help="advisories of OSV that are read as well")
    parser.add_argument("--accepted", type=Path, default=ACCEPTED, help="flaws that do no harm, with why")
    options = parser.parse_args(arguments)
    locked = pins(options.lock)
    wrong = stale(locked, sorted(HOME.glob("requirements*.txt"))) if options.lock == LOCK else []
    try:
        flaws = read(options.kept, locked)
        flaws += read(options.offline, locked) if options.offline else ask(locked)
    except Unreachable as why:
        print(*wrong, f"The advisories could not be had, so nothing is known of the packages: {why}.", sep="\n")
        return 2
    wrong += judge(flaws, read_accepted(options.accepted), program())
    told = f"{len(locked)} packages, {len(set(flaws))} known flaws"
    print(*wrong, f"{told}: {f'{len(wrong)} things to do.' if wrong else 'nothing to do.'}", sep="\n")
    return 1 if wrong else 0


def program() -> str:
    """The text of app.py and revive/."""
    files = [HOME / "app.py", *sorted((HOME / "revive").rglob("*.py"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


if __name__ == "__main__":
    sys.exit(main())
