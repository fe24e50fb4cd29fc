"""The blocks of code in the documents, and the commands in them. Python's standard library alone, as before an install.

A block is fenced (```python) or indented by four spaces. In the documents `[…]` may be left out, `a|b` is one of these,
and what follows `#` is for the reader.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOR_USERS = ("README.md", "docs/*.md")
WITH_COMMANDS = (*FOR_USERS, "SECURITY.md", "revive/weights/**/*.md", "deploy/**/*.md")


@dataclass(frozen=True)
class Block:
    """One block: its document (from the root, with /), line (from 1), language ("" where none is told) and text."""

    document: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}, line {self.line}: {self.text.splitlines()[0]}"


def documents(patterns: tuple[str, ...] = FOR_USERS, root: Path = ROOT) -> list[Path]:
    """The documents in order."""
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def blocks(path: Path, root: Path = ROOT) -> list[Block]:
    """The blocks of a document, from top to bottom."""
    found, language, first, kept = [], None, 0, []

    def end() -> None:
        if kept:
            told = language if language is not None else ""
            found.append(Block(path.relative_to(root).as_posix(), first, told, "\n".join(kept).rstrip() + "\n"))
        kept.clear()

    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        fence = re.match(r"```(\w*)", line)
        if fence:
            end()
            language, first = (fence[1], number + 1) if language is None else (None, 0)
        elif language is not None:
            kept.append(line)
        elif re.match(r" {4}\s*\S", line) and (kept or not lines[number - 2].strip()):
            first = first if kept else number
            kept.append(line[4:])
        elif kept and not line.strip():
            kept.append("")
        else:
            end()
    end()
    return found


def commands(text: str) -> list[str]:
    """The commands of a block in a shell's language: continued lines joined, comments left out."""
    joined = re.sub(r"\\\n\s*", "", text)
    return [told for line in joined.splitlines() if (told := re.sub(r"(^|\s)#\s.*", "", line).strip())]


def without_options(command: str) -> str:
    """The command without what may be left out, and with the first of several choices."""
    return re.sub(r"(\S+?)\|\S+", r"\1", re.sub(r"\s*\[[^\]]*\]", "", command))


def with_options(command: str) -> str:
    """The command with everything that may be left out, and with the first of several choices."""
    chosen = re.sub(r"\[([^\]|]*?) \| [^\]]*\]", r"\1", command)  # [--voice NAME | --person NAME]
    return re.sub(r"(\S+?)\|\S+", r"\1", re.sub(r"\[([^\]]*)\]", r"\1", chosen))


def quoted(path: Path) -> Iterator[str]:
    """What stands between backticks in the document's sentences, on one line each."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for told in re.findall(r"`([^`]+)`", text):
        yield " ".join(told.split())


def words(command: str) -> list[str]:
    """The command in words, as a shell takes it apart."""
    return shlex.split(command)
