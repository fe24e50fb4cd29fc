"""The three answers that the user gives before anything is made of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from revive.core.errors import UserError
from revive.core.localisation import Message

MOST = 500  # characters of who the person is to the user
Basis = Literal["family", "permission", "agreed", "public", "nobody"]
# By what right: (what the user says; what the clip's manifest says of it, in English)
BASES: dict[str, tuple[Message, str]] = {  # by each Basis
    "family": (
        Message("they have died, and I am their close family"),
        "the person has died; close family of the person asked for this",
    ),
    "permission": (
        Message("they have died, and their family has agreed"),
        "the person has died; asked for with the family's permission",
    ),
    "agreed": (
        Message("they are living and have agreed to this, or it is me"),
        "the person has agreed to this",
    ),
    "public": (
        Message("they have died; the photograph is in the public domain"),
        "the person has died; the photograph is in the public domain",
    ),
    "nobody": (
        Message("it is nobody real: a portrait drawn by Revive"),
        "the portrait was drawn by a computer and shows nobody",
    ),
}


@dataclass(frozen=True)
class Consent:
    """What the user states about the person whose face and voice are used.

    Attributes
    ----------
    relation : who the person is to the user ("her grandson"), in their own words
    basis : by what right the photograph and the voice are used, one of BASES
    adult : that the user is an adult
    """

    relation: str = ""
    basis: str = ""
    adult: bool = False

    @property
    def given(self) -> bool:
        """Whether any of the three was answered."""
        return bool(self.relation.strip() or self.basis or self.adult)

    def checked(self) -> Consent:
        """These answers, without surrounding spaces.

        Raises
        ------
        UserError : one of the three is missing; the message says which, and the possible answers
        """
        relation = " ".join(self.relation.split())
        if not relation:
            raise UserError("Please say who you are to this person (for example: her grandson).")
        if len(relation) > MOST:
            raise UserError(
                "What you say of yourself and this person is {count:,} characters long; please keep it under {most:,}.",
                count=len(relation),
                most=MOST,
            )
        if self.basis not in BASES:
            raise no_basis()
        if not self.adult:
            raise UserError("Please confirm that you are an adult; Revive is not made for children.")
        return Consent(relation, self.basis, True)

    @property
    def summary(self) -> str:
        """One sentence for the clip's manifest, without names and without the user's own words."""
        return f"Said by the user: {BASES[self.basis][1]}; the user is an adult."


def no_basis() -> UserError:
    """The error that asks for the basis and lists the possible answers."""
    said = [Message("{name} ({meaning})", name=name, meaning=said) for name, (said, _) in BASES.items()]
    return UserError("Please say why you may use the photograph and the voice: {bases}.", bases=said)
