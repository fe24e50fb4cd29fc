"""The check before a release, on made-up packages and advisories; and what it says of Revive's own."""

import json
import zipfile
from pathlib import Path

import pytest

from deploy import check_release
from deploy.advisories import Flaw, Unreachable, answered, read
from deploy.check_release import ACCEPTED, HOME, KEPT, LOCK, Accepted, judge, main, pins, stale

PINS = [("left-pad", "1.2.0"), ("numbers", "2.0"), ("numbers", "3.0")]
FLAW = Flaw("left-pad", "1.2.0", frozenset(["GHSA-1", "CVE-1"]), ("1.3.0",))
FAKE = """
import json, pathlib, sys
file = pathlib.Path(sys.argv[sys.argv.index("-r") + 1])
named = [line.split("==") for line in file.read_text().split()]
assert len({name for name, _ in named}) == len(named)
pathlib.Path(__file__).with_name("asked.txt").open("a").write(file.read_text() + "--\\n")
flaw = {"id": "GHSA-1", "aliases": ["CVE-1"], "fix_versions": ["1.3.0"], "description": ""}
print(json.dumps({"dependencies": [
    {"name": name, "version": version, "vulns": [flaw] if name == "left-pad" else []} for name, version in named
], "fixes": []}))
sys.exit(1)
"""


def record(name="left-pad", *, events=({"introduced": "0"}, {"fixed": "1.3.0"}), versions=(), **more) -> dict:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "versions": list(versions),
                "ranges": [{"type": "ECOSYSTEM", "events": list(events)}] if events else []}  # fmt: skip
    return {"id": "GHSA-1", "aliases": ["CVE-1"], "affected": [affected]} | more


@pytest.fixture
def check(tmp_path, capsys):
    """Run the check on the made-up lock: (exit status, what it said)."""
    lock, kept, accepted = tmp_path / "made.lock", tmp_path / "kept.json", tmp_path / "accepted.toml"
    lock.write_text("left-pad==1.2.0 ; python_version < '3.12'\nnumbers==2.0\nnumbers==3.0 ; sys_platform == 'win32'\n")
    kept.write_text(json.dumps([record("nothing-of-ours")]))

    def run(*arguments, listed: str = "", also: list | None = None) -> tuple[int, str]:
        accepted.write_text(listed)
        if also is not None:
            kept.write_text(json.dumps(also))
        files = ["--lock", str(lock), "--kept", str(kept), "--accepted", str(accepted)]
        return main([*files, *map(str, arguments)]), capsys.readouterr().out

    return run


@pytest.fixture
def fake_pip_audit(tmp_path, monkeypatch):
    """Put a program in the place of pip-audit; returns the folder it lies in."""

    def put(program: str) -> Path:
        (tmp_path / "pip_audit").mkdir()
        (tmp_path / "pip_audit" / "__init__.py").touch()
        (tmp_path / "pip_audit" / "__main__.py").write_text(program)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return tmp_path / "pip_audit"

    return put


@pytest.mark.parametrize(
    ("told", "versions"),
    [
        (record(), ["1.2.0"]),
        (record("Left_Pad"), ["1.2.0"]),
        (record(events=[{"introduced": "0"}, {"fixed": "1.2"}]), []),
        (record(events=[{"introduced": "1.2.1"}]), []),
        (record(events=[{"introduced": "1.0"}, {"last_affected": "1.2.0"}]), ["1.2.0"]),
        (record(events=[{"fixed": "1.0"}, {"introduced": "0"}, {"introduced": "1.1"}]), ["1.2.0"]),
        (record(events=(), versions=["not a version", "1.2"]), ["1.2.0"]),
        (record(events=(), versions=["1.1"]), []),
        (record("numbers", events=[{"introduced": "2.5"}]), ["3.0"]),
        (record(withdrawn="2026-01-01T00:00:00Z"), []),
        (record("something-else"), []),
        ({"id": "X", "affected": [{"package": {"ecosystem": "npm", "name": "left-pad"}, "versions": ["1.2.0"]}]}, []),
    ],
)
def test_a_record_names_the_versions_it_means(told, versions, tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(told))
    assert [flaw.version for flaw in read(path, PINS)] == versions


def test_a_flaw_is_told_with_all_its_names_and_what_mends_it(check, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("GHSA-1.json", json.dumps(record()))
        archive.writestr("readme.txt", "not a record")
    status, said = check("--offline", tmp_path / "all.zip")
    assert status == 1
    assert "left-pad 1.2.0 has a known flaw, CVE-1 = GHSA-1, mended in 1.3.0." in said


def test_advisories_that_are_kept_are_read_as_well(check, tmp_path):
    (tmp_path / "none.json").write_text(json.dumps(record("nothing-of-ours")))
    assert check("--offline", tmp_path / "none.json")[0] == 0
    assert check("--offline", tmp_path / "none.json", also=[record()])[0] == 1


@pytest.mark.parametrize("name", ["GHSA-1", "CVE-1"])
def test_what_is_accepted_is_not_told(check, tmp_path, name):
    (tmp_path / "one.json").write_text(json.dumps([record()]))
    listed = f'[[accepted]]\npackage = "left-pad"\nversion = "1.2.0"\nnames = ["{name}"]\nreason = "never called"\n'
    assert check("--offline", tmp_path / "one.json", listed=listed) == (
        0,
        "3 packages, 1 known flaws: nothing to do.\n",
    )


def test_what_is_accepted_and_not_found_any_more_is_told():
    def entry(version="1.2.0", names=("CVE-1",)):
        return Accepted("left-pad", version, names, "never called")

    assert judge([FLAW], [entry()], "") == []
    (unused,) = judge([], [entry()], "")
    assert "lists CVE-1 of left-pad 1.2.0, which nothing tells of any more" in unused
    assert len(judge([FLAW], [entry(version="1.1.0")], "")) == 2  # the flaw, and the entry for a version that is gone
    assert len(judge([FLAW], [entry(names=("CVE-1", "CVE-2"))], "")) == 1


def test_a_reason_that_does_not_hold_is_told():
    entry = Accepted("left-pad", "1.2.0", ("CVE-1",), "never padded", (r"\.pad\(",))
    assert judge([FLAW], [entry], "text.strip()") == []
    (wrong,) = judge([FLAW], [entry], "text.pad(3)")
    assert "“never padded”, but the program contains" in wrong


def test_pip_audit_is_asked_about_every_package_once(check, fake_pip_audit):
    folder = fake_pip_audit(FAKE)
    status, said = check()
    assert status == 1 and "CVE-1 = GHSA-1" in said
    asked = (folder / "asked.txt").read_text()
    assert asked == "left-pad==1.2.0\nnumbers==2.0\n--\nnumbers==3.0\n--\n"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import sys; print('WARNING: once'); sys.exit('ConnectionError: no route')", "ConnectionError: no route"),
        ("import sys; sys.exit(1)", "pip-audit said nothing"),
        ("print('{}')", "pip-audit said nothing"),
    ],
)
def test_without_an_answer_nothing_is_promised(check, fake_pip_audit, program, why):
    fake_pip_audit(program)
    status, said = check()
    assert status == 2
    assert "could not be had, so nothing is known of the packages" in said and why in said


def test_packages_that_pip_audit_skips_are_no_answer():
    told = {"dependencies": [{"name": "left-pad", "version": "1.2.0", "vulns": []},
                             {"name": "numbers", "skip_reason": "Dependency not found on PyPI"}]}  # fmt: skip
    with pytest.raises(Unreachable, match=r"no advisories for 2 of 3 packages \(numbers"):
        answered(json.dumps(told), "", PINS)
    assert answered(json.dumps({"dependencies": told["dependencies"][:1]}), "", PINS[:1]) == []


@pytest.mark.parametrize("content", [None, b"", b"[]", b"no json", b'{"id": 1, "affected": 3}', b"[1]"])
@pytest.mark.parametrize("name", ["file.json", "file.zip"])
def test_a_file_that_tells_nothing_is_no_answer(check, tmp_path, content, name):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    status, said = check("--offline", tmp_path / name)
    assert status == 2 and "file." in said and "Traceback" not in said


def test_a_lock_that_is_behind_is_told(tmp_path):
    asks = tmp_path / "requirements.txt"
    asks.write_text("Left.Pad==1.3.0  # newer\nnumbers==2.0\n")
    (behind,) = stale(PINS, [asks])
    assert "requirements.txt asks for left-pad 1.3.0" in behind


def test_the_lock_is_made_of_what_is_asked_for():
    locked, files = pins(LOCK), sorted(HOME.glob("requirements*.txt"))
    assert len(files) == 5 and len(locked) > 200
    assert stale(locked, files) == []


def test_what_is_known_of_our_own_packages_is_looked_at(capsys):
    assert main(["--offline", str(KEPT)]) == 0, capsys.readouterr().out
    for entry in check_release.read_accepted(ACCEPTED):
        assert len(entry.reason) > 30
