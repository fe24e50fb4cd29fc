"""The examples that fill the form with one touch; the list is `assets/examples.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from revive.core.installation import asset
from revive.core.localisation import nearest


@dataclass(frozen=True)
class Example:
    """A photograph and what to say with it; texts by language."""

    name: dict[str, str]
    photo: Path
    credit: dict[str, str]
    words: dict[str, str]
    relation: dict[str, str]
    basis: str
    prompt: dict[str, str]

    def settings(self, language: str) -> dict:
        """Fields of a Brief in `language`, in English where the example does not have it."""
        texts = {name: getattr(self, name) for name in ("words", "relation", "prompt")}
        told = {name: text.get(nearest(language), text["en"]) for name, text in texts.items()}
        return {"photo": self.photo, "basis": self.basis, **told}


@cache
def examples() -> tuple[Example, ...]:
    """Every example; their photographs are matplotlib's sample data, installed with it."""
    samples = Path(str(files("matplotlib"))) / "mpl-data" / "sample_data"
    return tuple(
        Example(
            name=entry["name"],
            photo=samples / entry["photo"],
            credit=entry["credit"],
            words=entry["words"],
            relation=entry["relation"],
            basis=entry["basis"],
            prompt=entry["prompt"],
        )
        for entry in json.loads(asset("examples.json").read_text(encoding="utf-8"))
    )
