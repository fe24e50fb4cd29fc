"""What was made: the few facts that every mark contains; none of them names anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from revive.core.version import __version__

PRODUCER = "Revive"
GENERATED = {  # kind -> made by AI alone
    "clip": False, "edited clip": False, "living photograph": False, "portrait": True, "photograph": False,
    "voice": True, "film": False,
}  # fmt: skip
MOST_CONSENT = 600  # characters
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SAYS = {  # kind -> what was done, for readers of the manifest
    "clip": "A photograph was made to speak with AI; the voice is {voice}.",
    "edited clip": "A clip in which a photograph was made to speak with AI was changed; the voice is {voice}.",
    "living photograph": "A photograph was made to move with AI.",
    "portrait": "A portrait was drawn by AI from words.",
    "photograph": "A photograph was restored or changed with AI.",
    "voice": "A synthetic voice speaks.",
    "film": "A film was made of photographs, films and recordings; some of them were changed with AI.",
}


@dataclass(frozen=True)
class Provenance:
    """What was made.

    Attributes
    ----------
    kind : "clip" (a photograph made to speak), "edited clip" (one that was changed), "living photograph" (one that
        moves and says nothing), "portrait" (drawn from words), "photograph" (restored or changed), "voice" (a
        synthetic voice alone)
    language : of what was made, "zh…" or anything else
    synthetic_voice : whether the voice in it is synthetic
    consent : the basis, one short sentence without names; may be empty
    seed : of the random draws; None if there is none
    id : a random number of this one file; it identifies nobody
    version : of Revive
    actions : what else was done to the first ingredient, in C2PA's terms: "c2pa.trimmed", …
    """

    kind: str
    language: str = "en"
    synthetic_voice: bool = False
    consent: str = ""
    seed: int | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    version: str = __version__
    actions: tuple[str, ...] = ()

    def __post_init__(self):
        if self.kind not in GENERATED:
            raise ValueError(f"{self.kind!r} is none of {', '.join(GENERATED)}")
        if len(self.consent) > MOST_CONSENT:
            raise ValueError(f"the sentence on consent has {len(self.consent)} characters, {MOST_CONSENT} at most")

    @property
    def generated(self) -> bool:
        """Whether AI made all of it; otherwise it changed something real."""
        return GENERATED[self.kind]

    @property
    def composed(self) -> bool:
        """Whether it is put together from many files, of which none is what it was before."""
        return self.kind == "film"

    @property
    def label(self) -> str:
        """“AI generated” or “AI modified”."""
        return "AI generated" if self.generated else "AI modified"

    @property
    def credit(self) -> str:
        """The label with the name of the program."""
        return f"{self.label} with {PRODUCER}"

    @property
    def source_type(self) -> str:
        """The term of IPTC's vocabulary of digital source types, as its address."""
        return SOURCE_TYPES + ("trainedAlgorithmicMedia" if self.generated else "compositeWithTrainedAlgorithmicMedia")

    @property
    def said(self) -> str:
        """What was done, in one sentence."""
        return _SAYS[self.kind].format(voice="synthetic" if self.synthetic_voice else "a recording")


def label_of(source_types: list[str]) -> str | None:
    """“AI generated” or “AI modified” from addresses of IPTC's vocabulary; None if none of them means AI."""
    terms = {address.removeprefix(SOURCE_TYPES) for address in source_types}
    if "compositeWithTrainedAlgorithmicMedia" in terms:
        return "AI modified"
    return "AI generated" if "trainedAlgorithmicMedia" in terms else None
