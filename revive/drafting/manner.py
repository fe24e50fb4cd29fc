"""A person's manner of writing: the adapter that was taught by their letters, in the person's folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from revive.core.errors import UserError
from revive.core.home import keep_name, manner_folder
from revive.core.json_files import digest, write_json
from revive.core.layout import MANNER_FACTS
from revive.core.permissions import close_to_others, private_folder
from revive.drafting.adapter import FILES
from revive.drafting.gemma import LAYOUT, SHA256
from revive.people import find_person

MODEL = f"{SHA256[:16]}-{LAYOUT}"  # the model an adapter belongs to


@dataclass(frozen=True)
class Manner:
    """What is known of a manner that was learned.

    Attributes
    ----------
    name, taught, consent : as of a `Person`
    passages, characters : of the letters that were learned from
    figures : perplexity of held-back passages "before" and "after", a token each, and of messages
    model : the language model it belongs to
    sha256 : of the adapter
    private : digests of the words that the letters alone tell, see `PrivateWords`
    """

    name: str
    taught: str
    passages: int
    characters: int
    seconds: float
    figures: dict = field(repr=False)
    model: str = field(repr=False)
    sha256: str = field(repr=False)
    consent: str = ""
    private: tuple[str, ...] = field(default=(), repr=False)


def manner_of(name: str) -> tuple[Path, Manner]:
    """The folder of a person's adapter, checked, and what is known of it.

    Raises
    ------
    UserError : nobody of this name, no letters learned, another model's, or damaged
    """
    entry = find_person(name)
    folder = manner_folder(entry.name)
    try:
        told = json.loads((folder / MANNER_FACTS).read_text(encoding="utf-8"))
        known = Manner(**told | {"private": tuple(told.get("private", ()))})
    except FileNotFoundError as error:
        raise UserError(
            "No letters of “{name}” were learned yet; see: python -m revive train manner --letters.", name=entry.name
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(entry.name) from error
    if known.model != MODEL:
        raise UserError(
            "The manner of “{name}” was taught to an older language model; please teach it again.", name=entry.name
        )
    if not (folder / FILES[0]).is_file() or digest(folder / FILES[0]) != known.sha256:
        raise _damaged(entry.name)
    return folder, known


def keep_manner(known: Manner, work: Path) -> Path:
    """Move what was learned from the work folder to the person's, facts last; gives the folder."""
    folder = keep_name(known.name) / manner_folder(known.name).name
    private_folder(folder)
    (folder / MANNER_FACTS).unlink(missing_ok=True)
    for name in FILES:
        (work / name).replace(folder / name)
    write_json(folder / MANNER_FACTS, asdict(known))
    close_to_others(folder)
    return folder


def _damaged(name: str) -> UserError:
    return UserError("What was learned of the manner of “{name}” is damaged; please teach it again.", name=name)
