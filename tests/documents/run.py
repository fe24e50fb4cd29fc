"""Runs what the documents tell a user to do, in an environment that holds what they say to install and nothing else.

    python tests/documents/run.py [--environment FOLDER] [--all]

Every block of README.md and docs/*.md is taken from the document itself and run in a fresh copy of the repository, on
small made-up inputs; what is left out stands in exceptions.py, with its reason. The page is opened as the README says
and Chromium makes the example. Python's standard library alone is used.
"""

from __future__ import annotations

import argparse
import itertools
import re
import shutil
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.documents.blocks import ROOT, Block, blocks, commands, documents, quoted, without_options, words
from tests.documents.browser import make_the_example
from tests.documents.exceptions import ADDED, BESIDE, INSTALLED, NO_BLOCKS, NO_COMMANDS, SLOW
from tests.documents.inputs import make_inputs
from tests.documents.place import Failed, Place, copy_repository, free_port, say, served

SERVER = re.compile(r"python app\.py")
ADDRESS = "http://127.0.0.1:7860"  # of the page, in the documents
INSTALL = 900.0  # seconds for the packages and the page
OPEN = 120.0  # seconds for the page alone


def main() -> int:
    """Run it all; gives the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--environment", type=Path, help="a virtual environment to use; a fresh one when not given")
    parser.add_argument("--all", action="store_true", help="what takes minutes, too")
    options = parser.parse_args()
    if options.all:
        SLOW.clear()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="revive-documents-") as scratch:
        folder = Path(scratch)
        place = Place(folder / "revive", folder / "home", options.environment or folder / "venv", free_port())
        if options.environment is None:
            venv.create(place.environment, with_pip=True)
        copy_repository(place.folder)
        failures: list[str] = []
        try:
            run_documents(place, failures)
        except Failed as failed:  # the page or an input, without which nothing else can be tried
            failures.append(str(failed))
    minutes = (time.monotonic() - begun) / 60
    for failure in failures:
        say(f"\nFAILED: {failure}")
    say(f"\n{f'{len(failures)} failed' if failures else 'Every block for users works'}; {minutes:.1f} minutes.")
    return 1 if failures else 0


def run_documents(place: Place, failures: list[str]) -> None:
    """Every block of every document, from top to bottom; long ones beside the others."""
    first, *rest = [block for path in documents() for block in blocks(path) if runs(block)]
    with served(place, first.text, within=INSTALL):  # installs, and opens the page
        say(f"{make_the_example(place.address):6.1f} s  the example's clip, the very first one, arrived in Chromium")
    make_inputs(place)
    beside = [block for block in rest if any(re.search(pattern, block.text) for pattern in BESIDE)]
    other = Place(place.folder.with_name("beside"), place.home.with_name("home-beside"), place.environment, free_port())
    shutil.copytree(place.folder, other.folder)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(run_blocks, other, beside, failures)
        run_blocks(place, [block for block in rest if block not in beside], failures)
        done.result()


def run_blocks(place: Place, todo: list[Block], failures: list[str]) -> None:
    """Blocks one after the other; a page that a block starts stays open until its document ends."""
    for name, of_document in itertools.groupby(todo, key=lambda block: block.document):
        with ExitStack() as pages:
            try:
                install(place, name)
                for block in of_document:
                    try:
                        if SERVER.match(block.text):
                            pages.close()
                            pages.enter_context(served(place, block.text, within=OPEN))
                        else:
                            run_block(place, block)
                    except Failed as failed:
                        failures.append(f"{block}\n{failed}")
            except Failed as failed:
                failures.append(f"{name}\n{failed}")


def install(place: Place, name: str) -> None:
    """Install what a sentence of the document says to, before its blocks are run."""
    if name in INSTALLED:
        if INSTALLED[name] not in quoted(ROOT / name):
            raise Failed(f"it does not say any more: {INSTALLED[name]}")
        place.run(["bash", "-c", INSTALLED[name]], INSTALLED[name])


def run_block(place: Place, block: Block) -> None:
    """One block: Python as a program, everything else command by command."""
    if block.language == "python":
        place.run(["python", "-c", block.text.replace(ADDRESS, place.address)], str(block))
        return
    if block.language not in ("", "bash"):
        raise Failed(f"{block}: nobody knows how to run {block.language}; please say so in exceptions.py")
    for command in commands(block.text):
        if _reason(NO_COMMANDS | SLOW, command):
            continue
        told = without_options(command)
        added = " ".join(options for pattern, options in ADDED.items() if re.search(pattern, told))
        told = f"{told} {added}".strip()
        before = time.time()
        place.run(["bash", "-e", "-c", told], told)
        for out in named_after(("--out", "--plot"), words(told)):
            check_written(place.folder / out, before)


def named_after(options: tuple[str, ...], told: list[str]) -> list[str]:
    """What follows these options in a command."""
    return [value for option, value in itertools.pairwise(told) if option in options]


def check_written(path: Path, before: float) -> None:
    """Whether the file is new and holds something; several pictures of one command are numbered."""
    found = [one for one in path.parent.glob(f"{path.stem}*{path.suffix}") if one.stat().st_mtime >= before - 1]
    if not found or not all(one.stat().st_size > 100 for one in found):
        raise Failed(f"{path.name} was not written")


def runs(block: Block) -> bool:
    """Whether anything of a block is run."""
    if _reason(NO_BLOCKS, block.text):
        return False
    return block.language == "python" or not all(_reason(NO_COMMANDS, told) for told in commands(block.text))


def _reason(exceptions: dict[str, str], text: str) -> str | None:
    return next((why for pattern, why in exceptions.items() if re.search(pattern, text, re.MULTILINE)), None)


if __name__ == "__main__":
    sys.exit(main())
