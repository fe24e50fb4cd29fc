"""What the one who speaks is to the one who is spoken to, as far as the words of a request tell."""

from __future__ import annotations

from revive.drafting.lexicon import grouped

SPEAKERS = ("parent", "grandparent", "partner", "sibling", "child", "friend")


def guess_speaker(occasion: str, signed: str = "") -> str:
    """One of SPEAKERS; "" where it is not clear.

    How they signed tells most ("Love, Nana"). An occasion tells it where it is told from their side ("my wife's
    birthday"); "Mum's birthday" does not, as the family says Mum, too.
    """
    for name, text in (("signed_as", signed), ("spoken_to_by", occasion)):
        for speaker, pattern in grouped(name).items():
            if pattern.search(text):
                return speaker
    return ""
