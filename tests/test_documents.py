"""The documents name no command, option or setting that there is not, and every setting that there is."""

import argparse
import contextlib
import dataclasses
import io
import re
import tomllib
from pathlib import Path

import pytest

from revive.app.server.settings import DEMO, Limits, Settings, option, parser, variable
from revive.commands.command_line import command_line
from tests.documents.blocks import (
    ROOT,
    WITH_COMMANDS,
    blocks,
    commands,
    documents,
    quoted,
    with_options,
    without_options,
    words,
)  # fmt: skip

PROGRAMS = {"python -m revive": command_line, "python app.py": parser}
LINKED = documents((*WITH_COMMANDS, "*.md"))  # CHANGELOG and CONTRIBUTING too
PATH = r"(?<![\w/.])(?:revive|tests|deploy|assets|docs)/[\w./-]*\w"
NUMBER = r"(?<=[ =])N(?= |$)"  # what stands in a document for a number
# options of other programs that the documents name
ELSEWHERE = {
    "--no-deps": "pip", "--index-url": "pip", "--dist": "pytest", "--gpus": "docker", "--check": "ruff",
    "--users": "tests.app.load.concurrent_visitors", "--kills": "tests.app.load.killed_processes",
    "--environment": "tests/documents/run.py", "--all": "tests/documents/run.py", "--force-reinstall": "pip",
    "--version": "python", "--head": "ray", "--num-cpus": "ray", "--address": "ray", "--generate": "ray",
    "--metrics-export-port": "ray", "--block": "ray", "--target": "docker", "--network": "docker",
    "--shm-size": "docker", "--from-literal": "kubectl", "--clips": "tests.cluster.many_clips",
}  # fmt: skip


def named_commands() -> list[tuple[str, str]]:
    """(document, command): every command of Revive's own, in a block or a sentence."""
    found = []
    for path in documents(WITH_COMMANDS):
        told = [command for block in blocks(path) if block.language in ("", "bash") for command in commands(block.text)]
        for text in (*told, *quoted(path)):
            for part in text.split(" && "):
                if part.startswith(tuple(PROGRAMS)):
                    found.append((path.relative_to(ROOT).as_posix(), part.removesuffix(" …")))
    return sorted(set(found))


def options_of(program: argparse.ArgumentParser) -> set[str]:
    """Every long option of a program and of the commands in it."""
    found = set()
    for action in program._actions:
        found |= {flag for flag in action.option_strings if flag.startswith("--")}
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= options_of(command)
    return found


def refusal(command: str) -> str | None:
    """What the program's own parser says against a command; None where it takes it."""
    (program,) = (name for name in PROGRAMS if command.startswith(name))
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            PROGRAMS[program]().parse_args(words(re.sub(NUMBER, "1", command))[len(program.split()) :])
        except SystemExit as end:
            return said.getvalue() if end.code else None
    return None


@pytest.mark.parametrize(("document", "command"), named_commands(), ids=lambda value: value[:60])
def test_every_command_that_is_named_is_known(document, command):
    for complete in {without_options(command), with_options(command)}:
        said = refusal(complete)
        # a sentence may name a command without what it needs, `python -m revive let-go`; a block may not
        bare = said and "required" in said and "--" not in command
        assert said is None or bare, f"{document}: {complete}: {said}"


def test_commands_are_found_where_they_are_named():
    found = named_commands()
    assert {document for document, _ in found} >= {
        "README.md", "SECURITY.md", "docs/api.md", "docs/command-line.md", "docs/hosting.md", "docs/training.md",
        "docs/troubleshooting.md", "revive/weights/animator.md",
    }  # fmt: skip
    names = {words(command)[3] for _, command in found if command.startswith("python -m revive ")}
    assert names >= {"make", "portrait", "restore", "voice", "words", "people", "let-go", "verify", "train"}
    assert refusal("python -m revive wrods --occasion x --mood warm") and refusal("python app.py --lisen")
    assert refusal("python -m revive make gran.jpg --wrods x")


@pytest.mark.parametrize("path", documents(WITH_COMMANDS), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_option_that_is_named_is_known(path):
    known = options_of(command_line()) | options_of(parser()) | set(ELSEWHERE)
    named = {option for text in quoted(path) for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", text)}
    assert named <= known


def test_every_table_of_settings_agrees_with_the_settings():
    """Each row of a table that names an option of the page or a variable: both belong together, the default holds."""
    fields = {variable(field): field for field in dataclasses.fields(Settings)}
    rows = [
        (path.name, [cell.strip() for cell in line.strip("|").split("|")])
        for path in documents()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and "REVIVE_" in line
    ]
    assert rows
    for name, (flag, told, help, ordinarily) in rows:
        if told == "`REVIVE_HOME`":  # read by the whole of Revive, no setting of the page alone
            continue
        field = fields.pop(told.strip("`"))
        assert flag == f"`{option(field)}`" and help == field.metadata["help"], name
        limit = field.metadata["limit"]
        if limit:
            scale = 1024**2 if limit in ("upload", "stored") else 1
            usual, demo = ((getattr(limits, limit) or 0) / scale for limits in (Limits(), DEMO))
            expected = f"{usual:g}" if usual else "none"
            expected += f"; demo {demo:g}" if demo != usual else ""
        elif isinstance(field.default, bool):
            expected = "yes" if field.default else "no"
        else:
            expected = f"`{field.default}`" if field.default != "" else ""
        assert ordinarily == expected, (name, told)
    assert not fields, "a setting that no table names"


def headings(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def broken_links(path: Path) -> list[str]:
    """What a document links to that is not there: a file, a picture, or a heading of a document."""
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in headings(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("path", LINKED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_documents_resolves(path):
    assert not broken_links(path)


def test_a_broken_link_is_found(tmp_path):
    document = tmp_path / "new.md"
    document.write_text("# A page\n\n[a](#a-page) [b](new.md#a-page) [c](#gone) [d](gone.md) ![](gone.png)\n")
    assert broken_links(document) == ["#gone", "gone.md", "gone.png"]


@pytest.mark.parametrize("path", LINKED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_is_named_exists(path):
    """What stands between backticks and begins as a path of the repository."""
    named = {found for text in quoted(path) for found in re.findall(PATH, text)}
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_architecture_shows_the_floors_of_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    floors = [re.findall(r"\w+", layer) for layer in layers if layer != "__main__"]
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    shown = [re.findall(r"`(\w+)`", cell) for cell in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", text, re.MULTILINE)]
    assert shown == floors


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_the_readme_leads_to_every_document(path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert path.name == "README.md" or f"(docs/{path.name})" in readme
