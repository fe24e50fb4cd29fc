"""The people stored on this computer, what was learned about each, and deleting a person."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import SLUG, clean_name, folder_of, home, names, slug, sweep
from revive.core.layout import (
    FACTS,
    MANNER,
    MANNER_FACTS,
    NAME,
    PLAN,
    PORTRAIT,
    PORTRAIT_FACTS,
    PRONUNCIATIONS,
    VOICE,
    VOICE_FACTS,
    WORK,
)
from revive.people.clips import count_clips
from revive.people.metadata import Person, PortraitLearned, read_facts
from revive.speech.kept_pronunciations import count as count_pronunciations

# Files that hold a person's name, the most reliable first.
NAMED = (
    FACTS, f"{WORK}/{PLAN}", f"{PORTRAIT}/{PORTRAIT_FACTS}", NAME, f"{VOICE}/{VOICE_FACTS}", f"{MANNER}/{MANNER_FACTS}",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What is stored for one person.

    Attributes
    ----------
    name, folder : of the person
    person : metadata of the animator's training; None if it was never finished
    unfinished : there is an unfinished training of the animator
    size : bytes
    portrait : metadata of the portrait generator's training
    voice, manner : whether the person's voice, and writing style, were learned
    pronunciations : number of words
    clips : how many are kept with the person
    """

    name: str
    folder: Path
    person: Person | None
    unfinished: bool
    size: int
    portrait: PortraitLearned | None = None
    voice: bool = False
    manner: bool = False
    pronunciations: int = 0
    clips: int = 0

    @property
    def known(self) -> bool:
        """Whether anything was learned completely."""
        return bool(self.person or self.portrait or self.voice or self.manner or self.pronunciations)

    @property
    def movement(self) -> bool:
        """Whether a film showed how the person moves."""
        return bool(self.person and self.person.style)


def people() -> list[Entry]:
    """Everyone about whom something is stored, sorted by name."""
    root = home() / "people"
    folders = [f for f in root.iterdir() if f.is_dir() and SLUG.fullmatch(f.name)] if root.is_dir() else []
    stored = [folder for folder in folders if any(path.is_file() for path in folder.rglob("*"))]
    return sorted(map(entry_of, stored), key=lambda entry: entry.name.casefold())


def entry_of(folder: Path) -> Entry:
    """The entry for a person's folder."""
    return Entry(
        name=next((name for name in _told_names(folder) if names(name, folder.name)), folder.name),
        folder=folder,
        person=read_facts(folder / FACTS, Person),
        unfinished=(folder / WORK / PLAN).is_file(),
        size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        portrait=read_facts(folder / PORTRAIT / PORTRAIT_FACTS, PortraitLearned),
        voice=(folder / VOICE / VOICE_FACTS).is_file(),
        manner=(folder / MANNER / MANNER_FACTS).is_file(),
        pronunciations=count_pronunciations(folder / PRONUNCIATIONS),
        clips=count_clips(folder),
    )


def find_person(name: str) -> Entry:
    """The entry for a person; without a stored name, the folder's name is used.

    Raises
    ------
    UserError : nothing is
    """
    wanted = (slug(name), name)
    for entry in people():
        if entry.folder.name in wanted:
            return entry
    raise UserError("Nobody called “{name}” was taught on this computer; see: python -m revive people.", name=name)


def delete_person(name: str) -> None:
    """Delete everything that is stored about the person.

    Raises
    ------
    UserError : nothing is, or a file cannot be deleted
    """
    try:
        sweep(folder_of(name))
        folder = find_person(name).folder
        sweep(folder)
        shutil.rmtree(folder)
    except OSError as error:
        raise UserError(
            "Not everything of “{name}” could be deleted; please close what uses these files and delete it again.",
            name=clean_name(name),
        ) from error


def _told_names(folder: Path) -> Iterator[str]:
    for path in NAMED:
        try:
            told = json.loads((folder / path).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(told, dict) and isinstance(name := told.get("name"), str):
            yield name
