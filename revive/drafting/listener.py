"""Who is spoken to: one or several, and not who is remembered, a child just born, or whoever else is named."""

from __future__ import annotations

import re

from revive.drafting.lexicon import patterns
from revive.drafting.occasions import kind_of, name_of
from revive.drafting.request import Request

_OF_THE_DEAD = ("remembrance", "first_without", "funeral")  # their names are of the one who speaks
_WRITTEN_TO = re.compile(r"(?:\b(?:for|to|dear|para)|写给|给) *$", re.IGNORECASE)
_IN_MEMORY = re.compile(r"\b(?:bench|stone|tree|service|mass|candles?|flowers|memorial|prayers?|tribute) (?:for|to) *$")
_LINK = re.compile(r", | and | & | [ye] (?:a )?|[和、]")
_PARENT = re.compile(  # after the name of somebody who has a child
    r"^(?:['’]s? (?:\w+ )?(?:baby|babies|twins|son|daughter|child|pregnan)"
    r"| (?:has|had|have|is having|are having|is|are) (?:a|an|had|pregnant|expecting)| expects?| gave birth"
    r"| (?:está|están) embaraz| espera| tuv| ha tenido| han tenido)"
    r"|^(?:生了|怀孕|当妈|当爸|有了|的(?:孩子|宝宝|女儿|儿子))",
    re.IGNORECASE,
)
_DIED_BEFORE = re.compile(  # before the name of somebody, or of an animal, who died
    r"(?:\b(?:death|loss|funeral|burial|passing) of"
    r"|\b(?:lost|miss(?:es|ing)|mourn(?:s|ing)?|bury(?:ing)?) (?:(?:her|his|their|my|our|the) (?:\w+ )+)?"
    r"|^(?:my|our|the) (?:\w+ )+"
    r"|\b(?:muri[óo]|murieron|falleci[óo]|muerte de|fallecimiento de|pérdida de|entierro de|perdid?[oó] a)"
    r"(?: (?:nuestr|mi|su|el|la)\w* (?:\w+ )?)?) *$",
    re.IGNORECASE,
)
_DIED_AFTER = re.compile(
    r"^(?: (?:has |have )?(?:died|passed|is dead|was put)|['’]s? (?:death|funeral|burial|passing|wake)"
    r"| (?:ha )?(?:muert|murió|falleci))"
    r"|^(?:[^的]{0,3}(?:去世|离世|过世|逝世|病逝|死了?|走了|没了)|的(?:葬礼|丧事|后事|追悼会))",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"^(?:['’]s? (?!(?:death|funeral|burial|passing|wake)\b)\w|的(?!葬礼|丧事|后事|追悼会))")
_ANOTHER_OF = re.compile(r"(?<!muerte )(?<!pérdida )(?<!entierro )(?<!fallecimiento )\bde $")  # "el marido de Ana"


def listener_of(request: Request) -> str:
    """The name of the one who is spoken to, or the names; empty where nobody is named, or somebody else."""
    name, kind = name_of(request), kind_of(request)
    if not name or kind not in (*_OF_THE_DEAD, "baby", "grief"):
        return name
    names = _LINK.split(name)
    before = request.occasion[: request.occasion.find(names[0])]
    after = request.occasion[request.occasion.rfind(names[-1]) + len(names[-1]) :]
    if _WRITTEN_TO.search(before) and not _IN_MEMORY.search(before):
        return name
    if kind == "grief":
        died = _DIED_BEFORE.search(before) or _DIED_AFTER.search(after)
        return "" if died and not (_OF_ANOTHER.search(after) or _ANOTHER_OF.search(before)) else name
    return name if kind == "baby" and _PARENT.search(after) else ""


def several(request: Request) -> bool:
    """Whether more than one is spoken to: "Tom and Ella's wedding", "my children", "爸妈的金婚"."""
    if request.called:
        return bool(_LINK.search(request.called)) or request.called.endswith("们")
    if name := listener_of(request):
        return bool(_LINK.search(name)) or (
            request.language == "zh" and bool(patterns("several").search(request.occasion))
        )
    return bool(patterns("several").search(request.occasion))


def names_the_speaker(request: Request) -> bool:
    """Whether the occasion is about the one who speaks: "a year since Grandpa died"."""
    return kind_of(request) in _OF_THE_DEAD


def pronoun_is_of_the_listener(request: Request) -> bool:
    """Whether "his boat" is the boat of the one who is spoken to; somebody's who has died it may be, too."""
    if kind_of(request) == "grief" or several(request):
        return False
    return bool(request.called or listener_of(request) or request.speaker == "partner")
