"""Drafts of what could be said: suggestions, which nobody speaks before they were approved.

Prepared messages come first. A language model writes where a manner or letters are to be heard, or where a
larger model is asked for; what it writes is checked and ranked.
"""

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
from revive.drafting.given import Given
from revive.drafting.letters import read_letters
from revive.drafting.manner import manner_of
from revive.drafting.mood import mood_head
from revive.drafting.nearness import alike
from revive.drafting.prepared import prepare
from revive.drafting.private_words import PrivateWords, touched
from revive.drafting.request import Request, ask
from revive.drafting.writer import Writer, load_writer

MOST = 12  # drafts that can be asked for
DRAWN, ROUNDS = 12, 2  # texts at once; how often, at most, until enough of them may be shown
SURE = 0.25  # the least likelihood of the mood that was asked for
LIKELIEST = {"en": -0.72, "zh": -0.8}  # mean log-likelihood a token below which a draft seldom makes sense


@dataclass(frozen=True)
class Draft:
    """A suggestion, to be edited and approved by somebody who knew the person.

    Attributes
    ----------
    text : what could be said
    mood, confidence : how it reads, and how sure that is (0–1)
    source : "prepared" or "model"
    likelihood : how much the model expected it: mean log-likelihood a token; of two the higher reads more naturally; 0
        of a prepared message
    notes : what to know of it, each a sentence without its full stop
    """

    text: str
    mood: str
    confidence: float
    source: str
    likelihood: float = 0.0
    notes: tuple[Message, ...] = ()


def draft_words(
    occasion: str, mood: str, about: str = "", *, language: str = "auto", speaker: str = "auto",
    letters: Path | None = None, person: str = "", called: str = "", signed: str = "", n: int = 3, seed: int = 0,
    engine: ExternalModel | None = None, consent: Consent | None = None, progress: Progress | None = None,
) -> list[Draft]:  # fmt: skip
    """Up to `n` different drafts, the best first: prepared messages, and after them what a model wrote.

    The embedded model writes only with `letters` or a `person`, and at most a third of the drafts; with an `engine`
    all are that model's, as far as they pass the checks.

    Parameters
    ----------
    occasion, mood, about, language, speaker, called, signed : see `ask`
    n : 1 to MOST
    letters : a file that the person wrote, see `read_letters`; what it tells of the things asked for may be said
    person : somebody whose manner was learned, see `train manner`
    seed : the same gives the same drafts on one machine
    engine : a larger model in place of the embedded one
    consent : the three answers, where letters or a person's manner are used; not needed where they were given for the
        person before

    Raises
    ------
    UserError : too many drafts; Spanish of a model; see `Permit`, `ask`, `read_letters`, `manner_of`, `load_writer`,
        `draft_externally`
    Cancelled : the visitor cancelled
    """
    Permit("drafts", consent or Consent(), person, occasion=occasion, about=about, somebody=letters is not None)
    check_number(Message("number of drafts"), n, 1, MOST)
    request = ask(occasion, mood, about, language, called=called, signed=signed, speaker=speaker)
    progress = progress or Progress()
    with_model = bool(letters or person or engine)
    if with_model and request.language == "es":
        raise UserError(
            "In Spanish there are prepared messages only; please leave out letters, the person and the larger model."
        )
    with progress.stage("words"):
        written = _written(request, letters, person, n, seed, engine, progress) if with_model else []
        drafts = _prepared_drafts(request, n - len(written), seed, written)
    drafts = [*written, *drafts] if engine else [*drafts, *written]
    return [dataclasses.replace(one, text=addressed(one.text, request)) for one in drafts]


def _written(
    request: Request, letters: Path | None, person: str, n: int, seed: int, engine: ExternalModel | None,
    progress: Progress,
) -> list[Draft]:  # fmt: skip
    """What a model writes, as far as it may be shown: at most `n`, of the embedded one a third of them."""
    text = read_letters(letters) if letters else ""
    folder, sha256, private = None, "", PrivateWords.of(text)
    if person:
        folder, known = manner_of(person)
        sha256, private = known.sha256, private | PrivateWords(known.private)
    writer = load_writer(folder, sha256=sha256, progress=progress)
    given = Given(request, touched(text, request))
    if engine is not None:

        def draw(number: int) -> list[str]:
            return draft_externally(engine, request, DRAWN, seed + 1000 * number, letters=text, progress=progress)

        return chosen(writer, given, draw, n, private=private)

    def draw_embedded(number: int) -> list[str]:
        before = beginning_of(text)
        return writer.draw(request, DRAWN, seed + 1000 * number, before=before, progress=progress)

    return chosen(writer, given, draw_embedded, -(-n // 3), private=private, least=LIKELIEST[request.language])


def beginning_of(letters: str) -> str:
    """What is put before the prompt of letters: as much as the model is shown, and an empty line."""
    return f"{letters[-2000:].strip()}\n\n" if letters else ""


def chosen(
    writer: Writer, given: Given, draw: Callable[[int], list[str]], n: int, *, private: PrivateWords,
    least: float = -np.inf,
) -> list[Draft]:  # fmt: skip
    """The best of what `draw` gives, all of it without a fault and at least as likely as `least`; at most `n`."""
    request, passed = given.request, []
    for number in range(ROUNDS):
        drawn = (without_invented_address(text, given) for text in draw(number))
        texts = list(dict.fromkeys(text for text in drawn if may_be_shown(text, given, private)))
        if texts:
            moods, read = mood_head().moods, mood_head().read(writer.read(texts))
            for text, row, likely in zip(texts, read, writer.likelihood(request, texts), strict=True):
                if row[moods.index(request.mood)] >= SURE and likely >= least:
                    best = int(row.argmax())
                    passed.append(
                        Draft(text, moods[best], round(float(row[best]), 3), "model", round(float(likely), 3))
                    )
        if len(_different(passed, request.mood)) >= n:
            break
    return _different(passed, request.mood)[:n]


def may_be_shown(text: str, given: Given, private: PrivateWords | None = None) -> bool:
    """Whether nothing in a text is invented, private, or not said by a clip either, and what was told comes in."""
    try:
        refuse(words=text)
    except UserError:
        return False
    return not faults(text, given) and not missing(text, given.request) and not (private and private.in_(text, given))


def _different(drafts: list[Draft], mood: str) -> list[Draft]:
    """Those in the mood that was asked for first, the likeliest first; of two that are alike the better."""
    ordered = sorted(drafts, key=lambda one: (one.mood != mood, -one.likelihood))
    kept: list[Draft] = []
    for one in ordered:
        if not any(alike(one.text, other.text) for other in kept):
            kept.append(one)
    return kept


def _prepared_drafts(request: Request, n: int, seed: int, beside: list[Draft]) -> list[Draft]:
    """Up to `n` prepared messages, none like one of `beside`."""
    drafts = []
    for text in prepare(request, n + len(beside), seed) if n else []:
        if any(alike(text, other.text) for other in beside):
            continue
        refuse(words=text)
        left = missing(text, request)
        notes = (Message("does not mention: {left}", left=left),) if left else ()
        drafts.append(Draft(text, request.mood, 1.0, "prepared", notes=notes))
    return drafts[:n]
