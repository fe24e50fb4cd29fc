"""The three answers that the user gives before anything is made of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from revive.core.errors import UserError

MOST = 500  # characters of who the person is to the user
Basis = Literal["family", "permission", "agreed", "public", "nobody"]
# By what right: (what the user says in English, in Chinese; what the clip's manifest says of it).
BASES: dict[str, tuple[str, str, str]] = {  # by each Basis
    "family": (
        "they have died, and I am their close family",
        "此人已故，我是其近亲属",
        "the person has died; close family of the person asked for this",
    ),
    "permission": (
        "they have died, and their family has agreed",
        "此人已故，其家人已同意",
        "the person has died; asked for with the family's permission",
    ),
    "agreed": (
        "they are living and have agreed to this, or it is me",
        "此人在世并已同意，或就是我本人",
        "the person has agreed to this",
    ),
    "public": (
        "they have died; the photograph is in the public domain",
        "此人已故，照片属于公有领域",
        "the person has died; the photograph is in the public domain",
    ),
    "nobody": (
        "it is nobody real: a portrait drawn by Revive",
        "不是真人：由 Revive 绘制的肖像",
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
        return f"Said by the user: {BASES[self.basis][2]}; the user is an adult."


def no_basis() -> UserError:
    """The error that asks for the basis and lists the possible answers."""
    english = "; ".join(f"{name} ({said[0]})" for name, said in BASES.items())
    chinese = "；".join(f"{name}（{said[1]}）" for name, said in BASES.items())
    return UserError(
        f"Please say by what right you use the photograph and the voice: {english}.",
        f"请说明您使用照片和声音的依据：{chinese}。",
    )
