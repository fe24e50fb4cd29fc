"""What travels between the machines for one clip: its settings and files there, the finished files back.

A file travels under the name of its use, never its own. Of somebody who is known only what a clip needs is sent: how
they move, their voice and their names; no letters, no clips, no portraits.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from revive.brief import Brief
from revive.cluster.files import Content, take
from revive.core.errors import UserError
from revive.core.layout import (
    CONSENT,
    FACTS,
    FEATURES,
    NAME,
    PRONUNCIATIONS,
    VOICE,
    VOICE_FACTS,
    VOICE_WEIGHTS,
    WEIGHTS,
)
from revive.core.permissions import private_folder
from revive.core.version import __version__
from revive.people import find_person
from revive.provenance.postponed import Unsigned
from revive.work import Made

PEOPLE = "people"  # as in Revive's own folder
SENT_OF_A_PERSON = (
    NAME, FACTS, WEIGHTS, PRONUNCIATIONS, *(f"{VOICE}/{name}" for name in (VOICE_WEIGHTS, VOICE_FACTS, FEATURES)),
)  # fmt: skip
_ENDING = re.compile(r"\.\w{1,5}")


@dataclass(frozen=True)
class Order:
    """A clip that is to be made on another machine.

    Attributes
    ----------
    number : of the clip, by which its reports are known
    brief : checked, its seed drawn; its files by the names under which they travel
    files : these names, and those of a person's files; what is in them travels beside the order
    folder : a shared one, in which the clip is left; "" where it travels as the files did
    version : of Revive
    """

    number: int
    brief: Brief
    files: tuple[str, ...]
    folder: str = ""
    version: str = __version__

    def unpack(self, contents: Sequence[Content], folder: Path, home: Path) -> Brief:
        """Write the files; gives the brief with their places.

        Parameters
        ----------
        contents : of the files, as they travelled, see `files`
        folder : private and empty; also that of the clip
        home : Revive's own folder, in which the person's files are looked for
        """
        there = {}
        for name, content in zip(self.files, contents, strict=True):
            place = _place(name, folder, home)
            private_folder(place.parent)
            there[name] = take(content, place, copied=place.is_relative_to(home / PEOPLE))
        places = {use: there[path.name] for use, path in self.brief.files.items()}
        return dataclasses.replace(self.brief.with_files(places), out=folder / self.brief.out)


@dataclass(frozen=True)
class Outcome:
    """What became of an order.

    Attributes
    ----------
    made : of the clip, with the places where it lay; None where it cannot be made
    refused : why it cannot
    unsigned : what is to be signed
    files : the clip and its captions by their names, as they travel
    """

    made: Made | None = None
    refused: UserError | None = None
    unsigned: Unsigned | None = None
    files: dict[str, Content] = field(default_factory=dict)


def pack(brief: Brief, number: int, folder: str = "") -> tuple[Order, list[Path]]:
    """The order for a brief that was checked, and its files, as the order has them one after another.

    Parameters
    ----------
    folder : see `Order`

    Raises
    ------
    UserError : nobody is known by the person's name
    """
    sent = brief.files
    names = {name: f"{name}{_ending(path)}" for name, path in sent.items()}
    files = dict(zip(names.values(), sent.values(), strict=True))
    for person in brief.people:
        known = find_person(person).folder
        own = () if person == brief.person else (CONSENT,)  # the answers for the others do not travel in the brief
        found = ((name, known / name) for name in (*SENT_OF_A_PERSON, *own))
        files |= {f"{PEOPLE}/{known.name}/{name}": path for name, path in found if path.is_file()}
    plain = brief.with_files({use: Path(name) for use, name in names.items()})
    plain = dataclasses.replace(plain, out=Path(out_name(brief)))
    return Order(number, plain, tuple(files), folder), list(files.values())


def out_name(brief: Brief) -> str:
    """How the clip is called on its way; its ending says what is made."""
    return f"clip{brief.out.suffix.lower()}"


def with_own_names(error: UserError, brief: Brief) -> UserError:
    """The same sentence with the files' own names, where it names one as it travelled."""
    own = {f"{name}{_ending(path)}": path.name for name, path in brief.files.items()}
    message = error.message
    values = {key: own[value] for key, value in message.values.items() if isinstance(value, str) and value in own}
    return UserError(message.filled(**values)) if values else error


def _ending(path: Path) -> str:
    return path.suffix.lower() if _ENDING.fullmatch(path.suffix) else ""


def _place(name: str, folder: Path, home: Path) -> Path:
    """Where a file that came under this name is written."""
    parts = PurePosixPath(name).parts
    return (home if parts[0] == PEOPLE else folder).joinpath(*parts)
