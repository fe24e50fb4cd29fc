"""Permits: everything that is made or stored of a person, or from words, needs one.

Constructing a `Permit` checks consent, lengths and refusals. PURPOSES lists what a permit may be for, when consent is
needed, how the result is marked and whether something is stored. Every function of the library that makes or stores
something constructs a permit or takes one; the page's job queue accepts no job without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path

from revive.consent.consent import MOST, Consent
from revive.consent.limits import check_lengths, check_words
from revive.consent.refusals import refuse
from revive.consent.store import settle_consent
from revive.core.home import clean_name, slug
from revive.core.text import plain_text
from revive.speech.kept_pronunciations import pronunciations_of

ALWAYS, OF_SOMEBODY, NEVER = "always", "where something of somebody is used", "never"


@dataclass(frozen=True)
class Purpose:
    """What may be made or kept.

    Attributes
    ----------
    makes : the result, in words
    asks : when the three answers are needed: ALWAYS, OF_SOMEBODY (a photograph, letters, somebody known) or NEVER
    why : the reason for `asks`
    marked : the kind of the result's `provenance.Provenance`; empty if nothing synthetic results
    home : it is stored or exported: the page offers it only when it runs for the family alone
    """

    makes: str
    asks: str
    why: str
    marked: str = ""
    home: bool = False


PURPOSES = {
    "clip": Purpose("a photograph that speaks", ALWAYS, "it is somebody's face and voice", "clip"),
    "edited clip": Purpose("a finished clip, changed", ALWAYS, "it is somebody's face and voice", "edited clip"),
    "film": Purpose(
        "a film of photographs, clips, titles and letters", OF_SOMEBODY,
        "each clip and each voice in it is asked for by itself; what is only shown stays as it is", "film",
    ),
    "speech": Purpose("the words of a clip as they will sound", ALWAYS, "it may be somebody's voice", "voice"),
    "spoken": Purpose(
        "words in a voice", OF_SOMEBODY, "a ready-made voice is nobody's; somebody's own is asked for", "voice"
    ),
    "sample": Purpose("one sentence in a ready-made voice", NEVER, "it is nobody's voice and no one's words", "voice"),
    "names": Purpose("names as they will sound", ALWAYS, "it may be somebody's voice", "voice"),
    "transcript": Purpose("the words of a recording, written down", ALWAYS, "it is somebody's voice"),
    "faces": Purpose("a photograph with its faces numbered", ALWAYS, "it is somebody's face", "photograph"),
    "light": Purpose("a photograph in another light", ALWAYS, "it is somebody's face", "photograph"),
    "photograph": Purpose("an old photograph restored", ALWAYS, "it is somebody's face", "photograph"),
    "portrait": Purpose(
        "a portrait from words", OF_SOMEBODY, "one that is drawn from words alone shows nobody", "portrait"
    ),
    "drafts": Purpose("suggestions of words", OF_SOMEBODY, "an occasion alone is about nobody's face or voice"),
    "recording": Purpose("a voice found in recordings, and its figures", ALWAYS, "it is somebody's voice", home=True),
    "likeness": Purpose("a synthetic voice like somebody's", ALWAYS, "it is somebody's voice", "voice", home=True),
    "kept voice": Purpose("a likeness of a voice, kept", ALWAYS, "it is somebody's voice", home=True),
    "kept clip": Purpose("a clip, kept with its person", ALWAYS, "it is somebody's face and voice", home=True),
    "taught face": Purpose("how a face moves, learned", ALWAYS, "it is somebody's face", "photograph", home=True),
    "taught portrait": Purpose("how a face looks, learned", ALWAYS, "it is somebody's face", "portrait", home=True),
    "taught manner": Purpose("how somebody writes, learned", ALWAYS, "they are somebody's letters", home=True),
    "kept names": Purpose("how names are said, kept", ALWAYS, "it is kept for somebody", home=True),
    "taken in": Purpose("a person exported elsewhere, taken in", ALWAYS, "it is all of somebody", home=True),
    "carried out": Purpose(
        "a person as one file", NEVER, "who takes it in answers for themselves; it makes nothing new", home=True
    ),
    "examination": Purpose("nothing: a file is looked at", NEVER, "what a file tells of itself is no making"),
}  # fmt: skip


@dataclass(frozen=True)
class Permit:
    """Permission to make or store something; see the module.

    Parameters
    ----------
    purpose : one of PURPOSES
    stated : the three answers; not needed if they were given for `person` before
    person : the name of the stored person who is used or stored, "" for nobody
    words : that are spoken
    prompt, title : of a clip or portrait
    moment : what a photograph without words is to do
    names : how names are said, as `read_pronunciations` reads them; refused as what is heard
    occasion, about : of a draft
    somebody : a photograph, recording or letters of somebody are used
    files : the files the user gave, by their use: photo, recording, driver, music, …
    size : longest side in pixels of what is made; 0 where it has none

    Attributes
    ----------
    answers : the three answers in force; None if none were needed

    Raises
    ------
    UserError : a name that cannot be used, no consent, more than is made at once, or something that is not made; see
        `clean_name`, `settle_consent`, `check_lengths`, `check_words` and `refuse`
    """

    purpose: str
    stated: Consent = Consent()
    person: str = ""
    _: KW_ONLY
    words: str = ""
    prompt: str = ""
    moment: str = ""
    title: str = ""
    names: str = ""
    occasion: str = ""
    about: str = ""
    somebody: bool = False
    files: Mapping[str, Path] = field(default_factory=dict)
    size: int = 0
    answers: Consent | None = field(init=False, default=None)

    def __post_init__(self):
        asks = self.row.asks
        if self.person.strip():
            clean_name(self.person)
        texts = {
            name: getattr(self, name) for name in ("words", "prompt", "moment", "title", "names", "occasion", "about")
        }
        check_lengths(**texts)
        texts = {name: _plain(text) for name, text in texts.items()}
        check_words(self.words)
        if asks == ALWAYS or (asks == OF_SOMEBODY and (self.somebody or self.person.strip())):
            object.__setattr__(self, "answers", settle_consent(self.person, self.stated))
        relation = (self.answers or self.stated).relation[:MOST]
        for heard in self._heard(texts["words"], texts.pop("names")):
            refuse(words=heard)
        refuse(**texts, relation=relation)

    @property
    def row(self) -> Purpose:
        """The entry in PURPOSES."""
        return PURPOSES[self.purpose]

    @property
    def consent(self) -> Consent:
        """The three answers in force, for a purpose that needs them.

        Raises
        ------
        ValueError : none were needed here, a mistake in the program
        """
        if self.answers is None:
            raise ValueError(f"a permit for {self.purpose!r} was given without the three answers")
        return self.answers

    def check(self, purpose: str, person: str = "") -> None:
        """Check that the permit is for this purpose and this person.

        Raises
        ------
        ValueError : it is for something else, a mistake in the program
        """
        if purpose != self.purpose or (person and slug(person) != slug(self.person)):
            raise ValueError(f"a permit for {self.purpose!r} does not allow {purpose!r} of another")

    def _heard(self, words: str, names: str) -> list[str]:
        """The words and the names as a voice says them, if that can differ from how they are written."""
        known = bool(self.person.strip() and words.strip())
        if not (names.strip() or known or any(sign in words for sign in ("](", "&", "<"))):
            return []
        from revive.speech.pronunciation import marked, read_pronunciations, respelled
        from revive.speech.text import PRONOUNCED, clean

        told = read_pronunciations(names)
        kept = pronunciations_of(self.person) if known else {}
        heard = PRONOUNCED.sub(r"\2", respelled(marked(clean(words), kept | told)))
        return [heard, " ".join(told), " ".join(told.values())]


def _plain(text: str) -> str:
    """A text without invisible characters, which could split a word; joiners are removed too, as no voice says them."""
    return plain_text(text).replace("\u200c", "").replace("\u200d", "")
