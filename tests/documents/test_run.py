"""The runner of the documents' blocks: what it runs, what it leaves out, and that it fails where they do."""

import re
import sys
from pathlib import Path

import pytest

from tests.documents import run
from tests.documents.blocks import blocks, commands, documents, with_options, without_options
from tests.documents.exceptions import ADDED, BESIDE, INSTALLED, NO_BLOCKS, NO_COMMANDS, SLOW
from tests.documents.place import Failed, Place


def every_command() -> list[str]:
    return [
        command
        for path in documents()
        for block in blocks(path)
        if block.language in ("", "bash")
        for command in commands(block.text)
    ]


@pytest.fixture
def place(tmp_path) -> Place:
    (tmp_path / "here").mkdir()
    return Place(tmp_path / "here", tmp_path / "home", Path(sys.prefix), 1)


def document(folder: Path, text: str) -> list:
    (folder / "new.md").write_text(text)
    return blocks(folder / "new.md", folder)


def test_a_block_is_found_with_its_line_and_its_commands(tmp_path):
    indented = "    one --a \\\n        b  # why\n\n    two [--c d] e|f\n"
    first, second = document(tmp_path, f"# New\n\nSay:\n\n{indented}\nNot this.\n\n```python\nprint(1)\n```\n")
    assert (first.line, commands(first.text)) == (5, ["one --a b", "two [--c d] e|f"])
    assert (second.line, second.language, second.text) == (13, "python", "print(1)\n")
    assert without_options("two [--c d] e|f") == "two e" and with_options("two [--c d] e|f") == "two --c d e"
    assert with_options("x [--voice A | --person B] [--json]") == "x --voice A --json"


def test_a_new_block_is_run(tmp_path):
    for text in ("    python -m revive dance\n", "```python\nimport revive\n```\n", "```bash\nls\n```\n"):
        (block,) = document(tmp_path, f"Do this:\n\n{text}")
        assert run.runs(block)


def test_what_users_are_told_is_run_and_every_exception_is_one_of_something():
    told = [block for path in documents() for block in blocks(path)]
    kept = " ".join(block.text for block in told if run.runs(block))
    for command in ("pip install -r requirements.txt && python app.py", "make", "restore", "portrait", "voice match",
                    "words", "train person", "verify", "app.py --api", "make_clip(", "gradio_client"):  # fmt: skip
        assert command in kept
    for pattern in NO_BLOCKS:
        assert any(re.search(pattern, block.text, re.MULTILINE) for block in told), pattern
    for pattern in (*NO_COMMANDS, *SLOW, *ADDED, *BESIDE):
        assert any(re.search(pattern, command) for command in every_command()), pattern
    assert set(INSTALLED) <= {block.document for block in told}


def test_a_command_that_fails_is_told_with_what_it_said(place):
    (block,) = document(place.folder, "Do:\n\n    echo before\n    ls no-such-file\n    echo after\n")
    failures: list[str] = []
    run.run_blocks(place, [block], failures)
    (failure,) = failures
    assert "new.md, line 3" in failure and "ended with status" in failure and "no-such-file" in failure


def test_a_picture_that_is_not_written_is_a_failure(place):
    (block,) = document(place.folder, "Do:\n\n    echo --out picture.png\n")
    with pytest.raises(Failed, match=r"picture\.png was not written"):
        run.run_block(place, block)


def test_python_is_run_against_the_page_that_is_open(place, capsys):
    (block,) = document(place.folder, f'```python\nassert "{run.ADDRESS}" == "http://127.0.0.1:" + "1"\n```\n')
    run.run_block(place, block)
    (wrong,) = document(place.folder, "```python\nraise SystemExit(3)\n```\n")
    with pytest.raises(Failed, match="status 3"):
        run.run_block(place, wrong)


def test_a_page_that_does_not_open_is_a_failure(place):
    (block,) = document(place.folder, "Do:\n\n    python app.py --api\n")
    failures: list[str] = []
    run.run_blocks(place, [block], failures)
    assert len(failures) == 1 and "did not open the page" in failures[0]
