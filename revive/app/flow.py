"""What every handler of the page shares: who asks, following a job, quick answers, and what is still missing.

`Page` carries the desk, the form and the words to the tabs.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.controls import FILES, Sheet
from revive.app.desk import Desk, Unforeseen
from revive.app.refusals import away
from revive.app.translations import language_of, say
from revive.app.words import bar, note, trouble, waiting
from revive.brief import (
    Brief,
    answered,
)
from revive.consent import (
    PURPOSES,
    Consent,
    Permit,
)
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress

if TYPE_CHECKING:
    from revive.app.known import Known

TROUBLES = (UserError, Cancelled, Unforeseen)
# the desk keeps the line and says how long it is, so Gradio's own queue lets every job come to it
LINE = {"concurrency_limit": 20, "show_progress": "hidden", "api_visibility": "private"}
QUICK = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Page:
    """What the tabs share."""

    desk: Desk
    sheet: Sheet
    i18n: gr.I18n
    at_home: bool = True  # nobody but the family can open the page; else nothing that stays is stored, or shown
    known: Known | None = None  # whom the lists name
    looks: list[tuple] = dataclasses.field(default_factory=list)  # what is done once the answers are complete

    def brief(self, values: dict, request: gr.Request, *, out: Path | None = None) -> Brief:
        """The visitor's Brief; the files it names are remembered as theirs."""
        brief = self.sketch(values, request, out=out)
        self.desk.remember(request.session_hash, *(getattr(brief, name) for name in FILES))
        self.desk.room(request.session_hash).consented = not unanswered(brief)
        return brief

    def sketch(self, values: dict, request: gr.Request, *, out: Path | None = None) -> Brief:
        """The visitor's Brief, of which nothing is remembered.

        Raises
        ------
        gr.Error : a value that no control can have, which only a program sends
        """
        try:
            return self.answered(self.sheet.brief(values, out=out))
        except UserError as error:
            raise gr.Error(error.sentence(language_of(request)), print_exception=False) from error

    def answered(self, brief: Brief) -> Brief:
        """The brief with what was answered for its person before, where nothing is now; as large as is made here."""
        size = min(brief.size, self.desk.limits.size or brief.size)
        brief = dataclasses.replace(brief, size=size)
        return answered(brief) if self.at_home else dataclasses.replace(brief, person="")

    def stated(self, relation: str | None, basis: str | None, adult: bool | None, person: str | None) -> Consent:
        """The answers of the first step as they stand, or those kept for the person who is chosen."""
        told = Brief(relation=relation or "", basis=basis or "", adult=bool(adult), person=person or "")
        return self.answered(told).stated

    def permit(self, purpose: str, stated: Consent | None = None, person: str | None = "", **told) -> Permit:
        """A `Permit` for what this page makes; away from home of nobody who is known.

        Raises
        ------
        UserError : see `Permit`; or it is done only at home
        """
        if PURPOSES[purpose].home and not self.at_home:
            raise away()
        return Permit(purpose, stated or Consent(), (person or "") if self.at_home else "", **told)

    def permitted(
        self, purpose: str, name: str | None, stated: Consent, files: Iterable[Path] = ()
    ) -> Callable[[], Permit]:
        """What asks for a permit for somebody who is named, for `follow`; the name must be one that can be used."""
        from revive.core.home import (
            clean_name,
        )

        return lambda: self.permit(
            purpose, stated, clean_name(name or ""), files={f"file {i}": path for i, path in enumerate(files)}
        )

    def home_only(self, status: gr.HTML) -> Callable[[Callable], Callable]:
        """Decorates a handler that reads, keeps or deletes something of people; away from home it only says so."""

        def guard(handler: Callable) -> Callable:
            @functools.wraps(handler)
            def guarded(*arguments):
                if self.at_home:
                    return handler(*arguments)
                request = next(one for one in reversed(arguments) if hasattr(one, "session_hash"))
                return {status: trouble(away(), language_of(request))}

            return guarded

        return guard

    def keep(self, request: gr.Request, permit: Permit, work: Callable[[Permit], object]):
        """`work(permit)`, which keeps something and is quick; errors as of `Job.outcome`."""
        return self.answer(request, work, permit)

    def own_file(self, request: gr.Request, told: str | None) -> Path | None:
        """The visitor's own file that a text names; None where it names none, or somebody else's."""
        browser = self.desk.visitors.browser_of(request.session_hash)
        return Path(told) if told and self.desk.visitors.owns(browser, told) and Path(told).is_file() else None

    def consented(self, request: gr.Request) -> bool:
        """Whether the visitor has said whose photograph it is; before that, nothing they bring is looked at."""
        return self.desk.room(request.session_hash).consented

    def answer(self, request: gr.Request, question: Callable, *args):
        """`question(*args)` for this visitor, see `Desk.answer`."""
        return self.desk.answer(question, *args, visitor=request.session_hash)

    def when_answered(self, look: Callable, inputs, outputs) -> None:
        """Call `look` once the three answers are complete, for what was brought before."""
        self.looks.append((look, inputs, outputs))

    def wire_answers(self) -> None:
        """Let the three answers be read as they are given; call it when every tab is drawn."""
        controls = self.sheet.controls

        def hear(values: dict, request: gr.Request) -> None:
            self.brief(values, request)

        for event in (
            controls["relation"].blur, controls["basis"].change, controls["adult"].change, controls["person"].change
        ):  # fmt: skip
            heard = event(hear, self.sheet.inputs, None, **QUICK)
            for look, inputs, outputs in self.looks:
                heard.then(look, inputs, outputs, **QUICK)

    def follow(
        self,
        request: gr.Request,
        folder: Path,
        work: Callable[[Progress], object],
        status: gr.HTML,
        finish: Callable[[object], dict],
        *,
        permit: Callable[[], Permit],
        always: dict | None = None,
        beside: Callable[[], dict] = dict,
    ) -> Iterator[dict]:
        """Updates for the page while `work` is done: news in `status`, at last what `finish` makes of its result.

        `permit` gives what allows it; its refusal is news like any other, and nothing is begun. `beside` gives what
        else is shown with every piece of news, `always` is shown at the end however it ended. When it fails or is
        cancelled, `folder` is deleted.
        """
        language = language_of(request)
        job, done, shown = None, False, {}
        try:
            job = self.desk.start(request.session_hash, work, permit=permit())
            for report in job.news():
                if report:
                    said = bar(report, language)
                else:
                    said = waiting(self.desk.ahead(job), language, self.desk.seconds_before(job))
                news = {status: said, **beside()}
                if news != shown:  # what is sent costs the page time, and a line is long
                    yield news
                shown = news
            last = finish(job.outcome())
            done = True
        except TROUBLES as error:
            last = {status: trouble(error, language)}
        finally:
            if job is None:
                shutil.rmtree(folder, ignore_errors=True)
            elif not done:  # also when the page went away in the middle
                job.stop()
                job.future.add_done_callback(lambda _: shutil.rmtree(folder, ignore_errors=True))
        yield {**(always or {}), **last}

    def stop(self, request: gr.Request, status: gr.HTML, start: gr.Button, cancel: gr.Button) -> dict:
        """Cancel the visitor's job; updates that say so and offer `start` again in the place of `cancel`."""
        self.desk.cancel(request.session_hash, patience=1.5)
        return {
            status: note(say("cancelled", language_of(request))),
            start: gr.update(visible=True),
            cancel: gr.update(visible=False),
        }


def missing(brief: Brief) -> dict[str, UserError]:
    """Everything that keeps `brief` from being made, by field: so that the page can say it at each control."""
    wrong = {}
    for fields in (
        ("relation",), ("basis",), ("adult",), ("photo",), ("words", "recording", "driver"), ("prompt",), ("title",)
    ):  # fmt: skip
        sound = Brief(photo=Path("a photograph"), words="words", relation="relation", basis="agreed", adult=True)
        try:
            dataclasses.replace(sound, **{name: getattr(brief, name) for name in fields}).checked()
        except UserError as error:
            wrong[fields[0]] = error
    if "basis" in wrong:  # the list beside it has the answers; the command line's names for them mean nothing here
        wrong["basis"] = UserError(
            "Please choose by what right you use the photograph and the voice.", "请选择您使用照片和声音的依据。"
        )
    return wrong


def unanswered(brief: Brief) -> UserError | None:
    """What is still missing of the three answers."""
    try:
        brief.stated.checked()
    except UserError as error:
        return error
    return None


def first_sentence(words: str, most: int = 120) -> str:
    """The first sentence of `words`, at most `most` characters of it."""
    return re.match(r"\s*(.*?(?:[.!?](?=\s|$)|[。！？\n]|$))", words, re.DOTALL)[1][:most].strip()
