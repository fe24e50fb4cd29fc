"""The trial of the page: a short one passes; and it sees what it is there to see."""

import json

import pytest

from revive.app.fuzz import fuzz_page

pytestmark = [pytest.mark.slow, pytest.mark.long]

# three faults in the middleware: everybody owns every file, a refusal names its folder, a file is written elsewhere
FAULTS = """
from pathlib import Path
from revive.app.server.file_access import FileAccess
from revive.app.server.security import Refused, SecurityMiddleware
correct = SecurityMiddleware._file
async def leaky(self, request, receive, send):
    Path("seen.txt").write_text("x")
    if self.files.find(request.browser, request.found["file"]) is None:
        raise Refused(f"There is nothing in {self.files.root}.", 404)
    await correct(self, request, receive, send)
FileAccess.owns = lambda *_: True
SecurityMiddleware._file = leaky
"""


def test_a_hundred_and_fifty_requests_find_nothing(tmp_path):
    tallies = fuzz_page(150, seed=11, ways=("login",), out=tmp_path / "found")
    assert [f"{f.reader} {f.number}: {f.what}" for tally in tallies.values() for f in tally.findings] == []
    requests = [tally for name, tally in tallies.items() if name != "login: end"]
    assert sum(tally.inputs for tally in requests) == 150 and not (tmp_path / "found").exists()
    assert sum(tally.read for tally in requests) > 15 and sum(tally.refused for tally in requests) > 60


def test_it_finds_faults_that_were_planted(tmp_path):
    tallies = fuzz_page(200, seed=12, ways=("home",), out=tmp_path, before=FAULTS)
    findings = [finding for tally in tallies.values() for finding in tally.findings]
    for what in (
        "told something of another visitor",
        "told a path of the computer",
        "outside of the folder: user/seen",
    ):
        found = next(finding for finding in findings if what in finding.what)
        assert found.saved
        kept = json.loads(found.saved.read_text())
        assert what in kept["what"] and kept["path"].startswith("/")


def test_a_page_that_does_not_start_is_told(tmp_path):
    (tally,) = fuzz_page(5, ways=("home",), before="raise SystemExit('no')").values()
    assert [finding.what[:22] for finding in tally.findings] == ["the page did not start"]
