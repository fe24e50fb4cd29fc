"""The trial of the readers: it passes here, small; and it sees what it is there to see."""

import tempfile
from pathlib import Path

import pytest

from revive import UserError
from revive.__main__ import main
from revive.fuzz import fuzz, readers, table
from revive.fuzz import run as trial

pytestmark = [pytest.mark.slow, pytest.mark.long]


def test_two_hundred_inputs_end_as_they_should(tmp_path, monkeypatch):
    """How long they take is for `python -m revive fuzz` to tell; here only one that does not end is a finding."""
    monkeypatch.setattr(trial, "LONGEST", 100.0)
    tallies = fuzz(200, seed=7, out=tmp_path / "found")
    assert [f"{f.reader} {f.number}: {f.what}" for tally in tallies.values() for f in tally.findings] == []
    assert set(tallies) == set(readers.READERS) and not (tmp_path / "found").exists()
    assert 195 <= sum(tally.inputs for tally in tallies.values()) <= 205
    assert sum(tally.read for tally in tallies.values()) > 20 and sum(tally.refused for tally in tallies.values()) > 80


def test_the_same_seed_gives_the_same_inputs():
    first, again, other = (fuzz(40, seed=seed, reader="letters")["letters"] for seed in (1, 1, 2))
    assert (first.refused, first.read) == (again.refused, again.read)
    assert first.inputs == other.inputs == 40


@pytest.fixture
def with_reader(monkeypatch):
    """with_reader(read) -> the findings of five inputs."""

    def try_it(read, tmp_path):
        reader = readers.Reader("bad", 1, lambda: [b"seed"], lambda draw, data, others: draw.randbytes(9), read)
        monkeypatch.setitem(readers.READERS, "bad", reader)
        return fuzz(5, reader="bad", out=tmp_path / "found")["bad"].findings

    return try_it


def _raises(path):
    if path.read_bytes() != b"seed":
        raise KeyError("no")


def _leaves(path):
    if path.read_bytes() != b"seed":
        tempfile.NamedTemporaryFile(delete=False).close()


def _escapes(path):
    if path.read_bytes() != b"seed":
        Path(tempfile.gettempdir()).parents[1].joinpath("revive-fuzz-escaped").write_text("x")


def _shows(path):
    error = UserError("wrong")
    error.sentence = lambda language="en": f"“{path.name}\x1b[2J” is wrong."  # as it could not be made
    raise error


@pytest.mark.parametrize(
    ("read", "what"),
    [(_raises, "KeyError"), (_leaves, "left behind tmp"), (_escapes, "wrote"), (_shows, "a sentence that is none")],
)
def test_it_finds(with_reader, tmp_path, read, what):
    escaped = Path(tempfile.gettempdir()) / "revive-fuzz-escaped"
    try:
        findings = with_reader(read, tmp_path)
    finally:
        escaped.unlink(missing_ok=True)
    assert len(findings) == 5 and all(what in finding.what for finding in findings)
    assert all(finding.saved.read_bytes() for finding in findings)


def test_the_command(capsys, tmp_path):
    assert main(["fuzz", "--inputs", "20", "--reader", "pronunciations", "--out", str(tmp_path / "found")]) == 0
    told = capsys.readouterr()
    assert "pronunciations" in told.out and "20" in told.out and "20 of 20" in told.err
    assert main(["fuzz", "--reader", "nobody"]) == 2
    assert "pronunciations" in capsys.readouterr().err
    assert table({}).startswith("reader")
