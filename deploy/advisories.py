"""Known flaws of packages: PyPI's advisories by pip-audit, or a file of OSV's records (ossf.github.io/osv-schema)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Pin = tuple[str, str]  # canonical name, version


class Unreachable(Exception):
    """The advisories could not be had; what it says is why."""


@dataclass(frozen=True)
class Flaw:
    """A known flaw of a pinned package: all its names (PYSEC-…, GHSA-…, CVE-…) and the versions that mend it."""

    package: str
    version: str
    names: frozenset[str]
    mended: tuple[str, ...] = ()


def ask(locked: list[Pin]) -> list[Flaw]:
    """The flaws that PyPI's advisories tell of, by pip-audit.

    Raises
    ------
    Unreachable : there is no answer, or none for some of the packages
    """
    found = []
    for part in _once_each(locked):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "requirements.txt")
            file.write_text("".join(f"{name}=={version}\n" for name, version in part), encoding="utf-8")
            command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
            done = subprocess.run([*command, "-f", "json", "-r", str(file)], capture_output=True, text=True)
        found += answered(done.stdout, done.stderr, part)
    return found


def answered(output: str, complaint: str, asked: list[Pin]) -> list[Flaw]:
    """The flaws in pip-audit's JSON about the packages that it was asked about; raises like `ask`."""
    try:
        packages = json.loads(output)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise Unreachable((complaint.strip().splitlines() or ["pip-audit said nothing"])[-1]) from error
    told = {canonicalize_name(package["name"]) for package in packages if "vulns" in package}
    if missing := [name for name, _ in asked if name not in told]:
        raise Unreachable(f"no advisories for {len(missing)} of {len(asked)} packages ({', '.join(missing[:5])}, …)")
    return [
        Flaw(canonicalize_name(package["name"]), package["version"], frozenset([flaw["id"], *flaw["aliases"]]),
             tuple(flaw["fix_versions"]))
        for package in packages for flaw in package["vulns"]
    ]  # fmt: skip


def read(path: Path, locked: list[Pin]) -> list[Flaw]:
    """The flaws that a file of OSV records tells of: a .zip of .json files, or a .json with a record or a list of them.

    Raises
    ------
    Unreachable : it is not there or holds no record
    """
    versions: dict[str, list[str]] = {}
    for name, version in locked:
        versions.setdefault(name, []).append(version)
    found, count = [], 0
    try:
        for record in _records(path):
            count += 1
            for affected in [] if "withdrawn" in record else record.get("affected", []):
                package = affected.get("package", {})
                if package.get("ecosystem") != "PyPI":
                    continue
                name = canonicalize_name(package["name"])
                names = frozenset([record["id"], *record.get("aliases", [])])
                found += [Flaw(name, v, names, _mended(affected)) for v in versions.get(name, []) if _hit(v, affected)]
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreachable(f"“{path.name}” cannot be read as advisories of OSV") from error
    if not count:
        raise Unreachable(f"“{path.name}” holds no advisory")
    return found


def _once_each(locked: list[Pin]) -> list[list[Pin]]:
    """`locked` in lists that name no package twice, as a lock for several versions of Python may."""
    parts: list[list[Pin]] = []
    for pin in dict.fromkeys(locked):
        fitting = next((part for part in parts if pin[0] not in {name for name, _ in part}), None)
        if fitting is None:
            parts.append([pin])
        else:
            fitting.append(pin)
    return parts


def _records(path: Path) -> Iterator[dict]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
    else:
        told = json.loads(path.read_text(encoding="utf-8"))
        yield from told if isinstance(told, list) else [told]


def _hit(version: str, affected: dict) -> bool:
    """Whether an OSV record's `affected` names a version, in its list or its ranges."""
    here = Version(version)
    return any(_version(v) == here for v in affected.get("versions", [])) or any(
        _within(here, part["events"]) for part in affected.get("ranges", []) if part["type"] == "ECOSYSTEM"
    )


def _within(here: Version, events: list[dict]) -> bool:
    inside = False
    for kind, text in sorted(((k, v) for event in events for k, v in event.items()), key=lambda e: Version(e[1])):
        there = Version(text)
        if kind == "introduced" and here >= there:
            inside = True
        elif (kind == "fixed" and here >= there) or (kind == "last_affected" and here > there):
            inside = False
    return inside


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:  # of a release from before versions had rules
        return None


def _mended(affected: dict) -> tuple[str, ...]:
    events = (event for part in affected.get("ranges", []) if part["type"] == "ECOSYSTEM" for event in part["events"])
    return tuple(event["fixed"] for event in events if "fixed" in event)
