"""The trial of the page: a short one passes; and it sees what it is there to see."""

import json

import pytest

from revive.app.fuzz import fuzz_page

# faults in the door, each as one would make it
EVERYBODY_OWNS = "from revive.app.server.visitors import Visitors\nVisitors.owns = lambda *_: True"
PATHS_ARE_TOLD = "from revive.app.server.visitors import Visitors\nVisitors.hide = lambda _, answer: answer"
WRITES = """
from pathlib import Path
from revive.app.server.login import Logins
Logins.inside = lambda *_: Path("seen.txt").write_text("x") and True
"""


def test_a_hundred_and_fifty_requests_find_nothing(tmp_path):
    tallies = fuzz_page(150, seed=11, ways=("login",), out=tmp_path / "found")
    assert [f"{f.reader} {f.number}: {f.what}" for tally in tallies.values() for f in tally.findings] == []
    requests = [tally for name, tally in tallies.items() if name != "login: end"]
    assert sum(tally.inputs for tally in requests) == 150 and not (tmp_path / "found").exists()
    assert sum(tally.read for tally in requests) > 15 and sum(tally.refused for tally in requests) > 60


@pytest.mark.parametrize(
    ("fault", "way", "what"),
    [
        (EVERYBODY_OWNS, "home", "told something of another visitor"),
        (PATHS_ARE_TOLD, "home", "told a path of the computer"),
        (WRITES, "login", "lies outside of the folder: user/seen.txt"),
    ],
    ids=["ownership", "paths", "files"],
)
def test_it_finds_a_fault_that_was_planted(tmp_path, fault, way, what):
    tallies = fuzz_page(150, seed=11, ways=(way,), out=tmp_path, before=fault)
    findings = [finding for tally in tallies.values() for finding in tally.findings]
    assert any(what in finding.what for finding in findings), findings
    kept = json.loads(next(finding.saved for finding in findings if what in finding.what).read_text())
    assert what in kept["what"] and kept["path"].startswith("/")


def test_a_page_that_does_not_start_is_told(tmp_path):
    (tally,) = fuzz_page(5, ways=("home",), before="raise SystemExit('no')").values()
    assert [finding.what[:22] for finding in tally.findings] == ["the page did not start"]
