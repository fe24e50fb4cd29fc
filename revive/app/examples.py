"""The examples that fill the form with one touch; the list is `assets/examples.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from revive.core.installation import asset


@dataclass(frozen=True)
class Example:
    """A photograph and what to say with it; texts are (English, Chinese)."""

    name: tuple[str, str]
    photo: Path
    credit: tuple[str, str]
    words: tuple[str, str]
    relation: tuple[str, str]
    basis: str
    prompt: tuple[str, str]

    def settings(self, language: str) -> dict:
        """Fields of a Brief in `language` ("zh…" gives Chinese)."""
        zh = language.startswith("zh")
        told = {name: getattr(self, name)[zh] for name in ("words", "relation", "prompt")}
        return {"photo": self.photo, "basis": self.basis, **told}


@cache
def examples() -> tuple[Example, ...]:
    """Every example; their photographs are matplotlib's sample data, installed with it."""
    samples = Path(str(files("matplotlib"))) / "mpl-data" / "sample_data"
    return tuple(
        Example(
            name=tuple(entry["name"]),
            photo=samples / entry["photo"],
            credit=tuple(entry["credit"]),
            words=tuple(entry["words"]),
            relation=tuple(entry["relation"]),
            basis=entry["basis"],
            prompt=tuple(entry["prompt"]),
        )
        for entry in json.loads(asset("examples.json").read_text(encoding="utf-8"))
    )
