"""Drafts of what could be said: drawn, checked, ranked; suggestions, which nobody speaks before they were approved."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, refuse
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.core.ranges import check_number
from revive.drafting.address import addressed, without_invented_address
from revive.drafting.external_model import ExternalModel, draft_externally
from revive.drafting.facts import faults, missing
from revive.drafting.fill_in import prepared
from revive.drafting.given import Given
from revive.drafting.letters import read_letters
from revive.drafting.manner import manner_of
from revive.drafting.mood import mood_head
from revive.drafting.request import Request, ask
from revive.drafting.stems import stems
from revive.drafting.writer import Writer, load_writer

MOST = 12  # drafts that can be asked for
DRAWN, ROUNDS = 12, 2  # texts at once; how often, at most, until enough of them may be shown
SURE = 0.25  # the least likelihood of the mood that was asked for
LIKELIEST = {"en": -0.72, "zh": -0.8}  # mean log-likelihood a token below which a draft seldom makes sense
ALIKE = 0.6  # share of words in common from which two drafts are one
_PREPARED = Message("a prepared message with your words filled in, not written for this")


@dataclass(frozen=True)
class Draft:
    """A suggestion, to be edited and approved by somebody who knew the person.

    Attributes
    ----------
    text : what could be said
    mood, confidence : how it reads, and how sure that is (0–1)
    source : "model" or "fill-in"
    likelihood : how much the model expected it: mean log-likelihood a token; of two the higher reads more naturally
    notes : what to know of it, each a sentence without its full stop
    """

    text: str
    mood: str
    confidence: float
    source: str
    likelihood: float = 0.0
    notes: tuple[Message, ...] = ()


def draft_words(
    occasion: str, mood: str, about: str = "", *, language: str = "auto", letters: Path | None = None, person: str = "",
    called: str = "", signed: str = "", n: int = 3, seed: int = 0, engine: ExternalModel | None = None,
    consent: Consent | None = None, progress: Progress | None = None,
) -> list[Draft]:  # fmt: skip
    """`n` different drafts, the best first; the last is a prepared message, and so is each that the model leaves short.

    Parameters
    ----------
    occasion, mood, about, language, called, signed : see `ask`
    n : 1 to MOST
    letters : a file that the person wrote, see `read_letters`; what it tells may be said
    person : somebody whose manner was learned, see `train manner`
    seed : the same gives the same drafts on one machine
    engine : a larger model in place of the embedded one
    consent : the three answers, where letters or a person's manner are used; not needed where they were given for the
        person before

    Raises
    ------
    UserError : too many drafts; see `Permit`, `ask`, `read_letters`, `manner_of`, `load_writer`, `draft_externally`
    Cancelled : the visitor cancelled
    """
    Permit("drafts", consent or Consent(), person, occasion=occasion, about=about, somebody=letters is not None)
    check_number(Message("number of drafts"), n, 1, MOST)
    request = ask(occasion, mood, about, language, called=called, signed=signed)
    progress = progress or Progress()
    written = read_letters(letters) if letters else ""
    folder, sha256 = None, ""
    if person:
        folder, known = manner_of(person)
        sha256 = known.sha256
    writer = load_writer(folder, sha256=sha256, progress=progress)
    if engine is not None:

        def draw(number: int) -> list[str]:
            return draft_externally(engine, request, DRAWN, seed + 1000 * number, letters=written, progress=progress)
    else:

        def draw(number: int) -> list[str]:
            before = beginning_of(written)
            return writer.draw(request, DRAWN, seed + 1000 * number, before=before, progress=progress)

    with progress.stage("words"):
        if engine:
            drafts = chosen(writer, request, written, draw, n)
        else:  # the last one is left to a message that people wrote
            least = LIKELIEST[request.language]
            drafts = chosen(writer, request, written, draw, max(n - 1, 1), least=least)
    short = n - len(drafts)
    if short:
        texts = [t for t in prepared(request, 3 * short, seed) if not any(alike(t, one.text) for one in drafts)]
        drafts += _as_drafts(writer, request, texts[:short])
    return [dataclasses.replace(one, text=addressed(one.text, request)) for one in drafts]


def beginning_of(letters: str) -> str:
    """What is put before the prompt of letters: as much as the model is shown, and an empty line."""
    return f"{letters[-2000:].strip()}\n\n" if letters else ""


def chosen(
    writer: Writer, request: Request, written: str, draw: Callable[[int], list[str]], n: int, *, least: float = -np.inf
) -> list[Draft]:
    """The best of what `draw` gives, all of it without a fault and at least as likely as `least`; at most `n`."""
    passed: list[Draft] = []
    for number in range(ROUNDS):
        drawn = (without_invented_address(text, Given(request, written)) for text in draw(number))
        texts = list(dict.fromkeys(text for text in drawn if may_be_shown(text, request, written)))
        if texts:
            moods, read = mood_head().moods, mood_head().read(writer.read(texts))
            for text, row, likely in zip(texts, read, writer.likelihood(request, texts), strict=True):
                if row[moods.index(request.mood)] >= SURE and likely >= least:
                    best = int(row.argmax())
                    passed.append(
                        Draft(text, moods[best], round(float(row[best]), 3), "model", round(float(likely), 3))
                    )
        kept = _different(passed, request.mood)
        if len(kept) >= n:
            break
    return _different(passed, request.mood)[:n]


def may_be_shown(text: str, request: Request, written: str = "") -> bool:
    """Whether nothing in a text is invented, or is not said by a clip either, and all that it is about comes in."""
    try:
        refuse(words=text)
    except UserError:
        return False
    return not faults(text, Given(request, written)) and not missing(text, request)


def alike(first: str, second: str) -> bool:
    """Whether two drafts say nearly the same."""
    one, other = _units(first), _units(second)
    return len(one & other) >= ALIKE * min(len(one), len(other))


def _units(text: str) -> set[str]:
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        plain = [sign for sign in text if sign.isalnum()]
        return {"".join(plain[at : at + 2]) for at in range(len(plain) - 1)}
    return stems(text)


def _different(drafts: list[Draft], mood: str) -> list[Draft]:
    """Those in the mood that was asked for first, the likeliest first; of two that are alike the better."""
    ordered = sorted(drafts, key=lambda one: (one.mood != mood, -one.likelihood))
    kept: list[Draft] = []
    for one in ordered:
        if not any(alike(one.text, other.text) for other in kept):
            kept.append(one)
    return kept


def _as_drafts(writer: Writer, request: Request, texts: list[str]) -> list[Draft]:
    """Prepared messages, which say that they are."""
    if not texts:
        return []
    moods, drafts = mood_head().moods, []
    for text, row in zip(texts, mood_head().read(writer.read(texts)), strict=True):
        left = missing(text, request)
        notes = [_PREPARED]
        if left:
            notes.append(Message("does not mention: {left}", left=left))
        best = int(np.argmax(row))
        drafts.append(Draft(text, moods[best], round(float(row[best]), 3), "fill-in", notes=tuple(notes)))
    return drafts
