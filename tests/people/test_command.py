"""`python -m revive people`: what it lists, and a person exported, deleted and imported again."""

import json

import pytest

from revive.__main__ import main
from tests.people.store import NAME

ANSWERS = ("--relation", "her grandson", "--basis", "family", "--adult")


@pytest.fixture
def revive(capsys, monkeypatch):
    """revive(*arguments) -> (status, stdout, stderr)"""
    monkeypatch.setenv("LANG", "en")

    def run(*arguments) -> tuple[int, str, str]:
        status = main(["people", *map(str, arguments)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_nobody(revive, home):
    assert revive() == (0, f"Nobody was taught yet; what is learned would lie in {home / 'people'}.\n", "")


def test_the_list_says_what_was_learned(revive, whole, home):
    _, said, _ = revive()
    assert said.startswith(
        "Ruth  mouth and eyes, movement, portraits, voice, 2 pronunciations, manner of speaking; "
    ) and said.endswith(f" MB in {whole}\n")
    told = json.loads(revive("--json")[1])
    assert told["home"] == str(home)
    (row,) = told["people"]
    assert {key: row[key] for key in ("name", "taught", "unfinished", "movement", "portraits", "voice", "manner")} == {
        "name": "Ruth", "taught": True, "unfinished": False, "movement": True, "portraits": True, "voice": True,
        "manner": True,
    }  # fmt: skip
    assert row["pronunciations"] == 2 and row["bytes"] > 1000


@pytest.mark.slow
def test_there_and_back(revive, whole, snapshot, tmp_path):
    out = tmp_path / "ruth.zip"
    status, said, _ = revive("--export", NAME, "--out", out)
    assert status == 0 and said.startswith(str(out))
    assert json.loads(revive("--export", NAME, "--out", out, "--json")[1])["bytes"] == out.stat().st_size
    assert revive("--delete", NAME)[0] == 0 and snapshot() == {}
    status, said, _ = revive("--import", out, *ANSWERS)
    assert status == 0 and said.startswith("Ruth  mouth and eyes, movement")
    assert "who you are" in revive("--import", out, "--replace")[2]
    assert "already" in revive("--import", out, *ANSWERS)[2]
    assert revive("--import", out, "--replace", *ANSWERS)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--export", "Ruth"], "both are needed"), (["--out", "a.zip"], "both are needed"),
        (["--replace"], "give the file with --import"), (["--delete", "Tom"], "Nobody called “Tom”"),
        (["--import", "missing.zip", *ANSWERS], "There is no file called “missing.zip”"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_status_2_and_a_sentence(arguments, says, revive):
    status, said, error = revive(*arguments)
    assert (status, said) == (2, "") and says in error and error.count("\n") == 1
