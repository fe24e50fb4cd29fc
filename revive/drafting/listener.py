"""Who is spoken to, where the occasion names somebody: not who is remembered, and not a child just born."""

from __future__ import annotations

import re

from revive.drafting.occasions import kind_of, name_of
from revive.drafting.request import Request

_OF_THE_DEAD = ("remembrance", "first_without", "funeral")  # their names are of the one who speaks
_WRITTEN_TO = re.compile(r"(?:\b(?:for|to|dear|para)|写给|给) *$", re.IGNORECASE)
_PARENT = re.compile(  # after the name of somebody who has a child
    r"^(?:['’]s? (?:\w+ )?(?:baby|babies|twins|son|daughter|child|pregnan)"
    r"| (?:has|had|have|is having|are having|is|are) (?:a|an|had|pregnant|expecting)| expects?| gave birth"
    r"| (?:está|están) embaraz| espera| tuv| ha tenido| han tenido)"
    r"|^(?:生了|怀孕|当妈|当爸|有了|的(?:孩子|宝宝|女儿|儿子))",
    re.IGNORECASE,
)


def listener_of(request: Request) -> str:
    """The name of the one who is spoken to; empty where nobody is named, or somebody else."""
    name, kind = name_of(request), kind_of(request)
    if not name or kind not in (*_OF_THE_DEAD, "baby"):
        return name
    first, last = re.split(r", | and | y | & |和", name)[0], re.split(r", | and | y | & |和", name)[-1]
    before = request.occasion[: request.occasion.find(first)]
    after = request.occasion[request.occasion.rfind(last) + len(last) :]
    if _WRITTEN_TO.search(before) or (kind == "baby" and _PARENT.search(after)):
        return name
    return ""


def names_the_speaker(request: Request) -> bool:
    """Whether the occasion is about the one who speaks: "a year since Grandpa died"."""
    return kind_of(request) in _OF_THE_DEAD
