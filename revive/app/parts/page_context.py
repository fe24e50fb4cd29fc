"""What the tabs share: the job queue, the form, the lists of people, and how a job is followed.

Every handler gets at the visitor's files, the permit and the queue through the `PageContext`.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr

from revive.app.jobs.job import Job, UnexpectedFailure
from revive.app.jobs.limits import only_at_home
from revive.app.jobs.queue import JobQueue
from revive.app.parts.brief_form import BriefForm
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note, note, progress_bar, waiting_note
from revive.app.parts.people_lists import PeopleLists
from revive.app.server.handover import Handovers
from revive.app.texts import language_of, say
from revive.brief import Brief, answered
from revive.consent import PURPOSES, Consent, Permit
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress

EXPECTED_ERRORS = (UserError, Cancelled, UnexpectedFailure)  # each has a sentence, see `html.error_note`

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class PageContext:
    """What the tabs share.

    Attributes
    ----------
    at_home : nobody but the family can open the page; else nothing of people is stored, used or shown
    handovers : where a telephone can reach the page, to fetch a clip
    after_consent : what looks at the visitor's files once the three questions of the first step are answered: handler,
        inputs, outputs, and what follows the event
    """

    jobs: JobQueue
    form: BriefForm
    i18n: Callable[[str], Any]  # a `gr.I18n`; not every component of Gradio declares that it takes what that gives
    people: PeopleLists
    at_home: bool = True
    handovers: Handovers | None = None
    after_consent: list[tuple[Callable, Any, Any, Callable[[Any], None] | None]] = field(default_factory=list)

    def brief(self, values: dict, request: gr.Request, *, out: Path | None = None) -> Brief:
        """The visitor's Brief; the files it names are remembered, and whether the three questions are answered."""
        brief = self.read_brief(values, request, out=out)
        self.remember_uploads(request, *brief.files.values())
        self.jobs.sessions.get(visitor_of(request)).consented = not unanswered(brief)
        return brief

    def read_brief(self, values: dict, request: gr.Request, *, out: Path | None = None) -> Brief:
        """The visitor's Brief; nothing is remembered.

        Raises
        ------
        gr.Error : a value that no control can have, which only a program sends
        """
        try:
            return self.completed(self.form.brief(values, out=out))
        except UserError as error:
            raise gr.Error(error.sentence(language_of(request)), print_exception=False) from error

    def completed(self, brief: Brief) -> Brief:
        """The brief with the answers that were kept for its person, where it has none; no larger than is made here."""
        size = min(brief.size, self.jobs.limits.size or brief.size)
        brief = dataclasses.replace(brief, size=size)
        if self.at_home:
            return answered(brief)
        nobody = tuple(dataclasses.replace(one, person="") for one in brief.speakers)
        return dataclasses.replace(brief, person="", speakers=nobody)

    def consent(self, relation: str | None, basis: str | None, adult: bool | None, person: str | None) -> Consent:
        """The answers of the first step as they stand, or those kept for the person who is chosen."""
        given: dict[str, Any] = {
            "relation": relation or "", "basis": basis or "", "adult": bool(adult), "person": person or "",
        }  # fmt: skip
        return self.completed(Brief(**given)).stated

    def permit(self, purpose: str, stated: Consent | None = None, person: str | None = "", **details) -> Permit:
        """A `Permit` for what this page makes; where others can open the page, of nobody who is stored.

        Raises
        ------
        UserError : see `Permit`; or it is done only at home
        """
        if PURPOSES[purpose].home and not self.at_home:
            raise only_at_home()
        return Permit(purpose, stated or Consent(), (person or "") if self.at_home else "", **details)

    def permit_for(
        self, purpose: str, name: str | None, stated: Consent, files: Iterable[Path] = ()
    ) -> Callable[[], Permit]:
        """A function that asks for a permit for a named person, for `follow_job`; the name must be a valid one."""
        from revive.core.home import clean_name

        numbered = {f"file {i}": path for i, path in enumerate(files)}
        return lambda: self.permit(purpose, stated, clean_name(name or ""), files=numbered)

    def home_only(self, status: gr.HTML) -> Callable[[Callable], Callable]:
        """Decorates a handler that reads, stores or deletes something of people; elsewhere it only says why not."""

        def decorate(handler: Callable) -> Callable:
            @functools.wraps(handler)
            def at_home_only(*arguments):
                if self.at_home:
                    return handler(*arguments)
                request = next(one for one in reversed(arguments) if hasattr(one, "session_hash"))
                return {status: error_note(only_at_home(), language_of(request))}

            return at_home_only

        return decorate

    def store(self, request: gr.Request, permit: Permit, work: Callable[[Permit], Answer]) -> Answer:
        """`work(permit)`, which stores something and is quick; errors as of `Job.outcome`."""
        return self.run_now(request, work, permit)

    def run_now(self, request: gr.Request, question: Callable[..., Answer], *args) -> Answer:
        """`question(*args)` for this visitor, see `JobQueue.run_now`."""
        return self.jobs.run_now(question, *args, visitor=visitor_of(request))

    def new_folder(self, request: gr.Request) -> Path:
        """An empty folder for the files of one job of this visitor."""
        return self.jobs.sessions.new_folder(visitor_of(request))

    def preview_folder(self, request: gr.Request, name: str) -> Path:
        """An empty folder for a preview of this visitor, see `Sessions.preview_folder`."""
        return self.jobs.sessions.preview_folder(visitor_of(request), name)

    def remember_uploads(self, request: gr.Request, *uploads: str | Path | None) -> None:
        """Note that the visitor uses these files of theirs, see `Sessions.remember_uploads`."""
        self.jobs.sessions.remember_uploads(visitor_of(request), *uploads)

    def own_file(self, request: gr.Request, path: str | None) -> Path | None:
        """The visitor's own file at this path; None where there is none, or it is somebody else's."""
        files = self.jobs.sessions.files
        own = bool(path) and files.owns(files.browser_of(visitor_of(request)), path) and Path(path).is_file()
        return Path(path) if path and own else None

    def consented(self, request: gr.Request) -> bool:
        """Whether the visitor has said whose photograph it is; before that, nothing they bring is looked at."""
        return self.jobs.sessions.get(visitor_of(request)).consented

    def wire_consent(self) -> None:
        """Read the three answers as they are given, then call what waits for them; call it when every tab is drawn."""
        controls = self.form.controls

        def read_answers(values: dict, request: gr.Request) -> None:
            self.brief(values, request)

        for event in (
            controls["relation"].blur, controls["basis"].change, controls["adult"].change, controls["person"].change
        ):  # fmt: skip
            read = event(read_answers, self.form.inputs, None, **IMMEDIATE)
            for handler, inputs, outputs, follow in self.after_consent:
                looked = read.then(handler, inputs, outputs, **IMMEDIATE)
                if follow is not None:
                    follow(looked)

    def follow_job(
        self,
        request: gr.Request,
        folder: Path,
        work: Callable[[Progress], object],
        status: gr.HTML,
        finish: Callable[[Any], dict],
        *,
        permit: Callable[[], Permit],
        always: dict | None = None,
        beside: Callable[[], dict] = dict,
        stopped: str = "",
        gives_way: bool = False,
    ) -> Iterator[dict]:
        """Updates of the page while `work` is done: its progress in `status`, then what `finish` makes of its result.

        `permit` gives what allows the work; where it refuses, that is shown and nothing is begun. `beside` gives what
        else is shown with each report, `always` is shown at the end in any case, `stopped` in `status` when the job was
        stopped. When the work fails or is cancelled, `folder` is deleted. `gives_way` as in `JobQueue.start`.
        """

        def start() -> Job:
            return self.jobs.start(visitor_of(request), work, permit=permit(), gives_way=gives_way)

        yield from self.follow(
            request, start, status, finish, folder, always=lambda: always or {}, beside=beside, stopped=stopped
        )

    def follow(
        self,
        request: gr.Request,
        start: Callable[[], Job],
        status: gr.HTML,
        finish: Callable[[Any], dict],
        folder: Path | None = None,
        *,
        always: Callable[[], dict] = dict,
        beside: Callable[[], dict] = dict,
        stopped: str = "",
        which: str = "",
    ) -> Iterator[dict]:
        """Updates of the page while the job that `start` gives is done, see `follow_job`; `always` is called last.

        which : a line before the progress, which says which of several jobs it is
        folder : deleted when the work fails, is cancelled, or the page is closed in the middle, which stops the job.
            None for a job that goes on without the page (`Job.folder`)
        """
        language = language_of(request)
        job, done, shown = None, False, {}
        try:
            job = start()
            for report in job.reports():
                if report:
                    sentence = progress_bar(report, language)
                else:
                    sentence = waiting_note(self.jobs.jobs_before(job), language, self.jobs.seconds_before(job))
                updates = {status: note(which) * bool(which) + sentence, **beside()}
                if updates != shown:  # each update costs the page time, and the queue may be long
                    yield updates
                shown = updates
            last = finish(job.outcome())
            done = True
        except EXPECTED_ERRORS as error:
            last = {status: stopped if stopped and isinstance(error, Cancelled) else error_note(error, language)}
        finally:
            if folder is None:
                pass
            elif job is None:
                shutil.rmtree(folder, ignore_errors=True)
            elif not done:  # also when the page was closed in the middle
                job.stop()
                job.when_done(lambda _: shutil.rmtree(folder, ignore_errors=True))
        yield {**always(), **last}

    def cancel_job(self, request: gr.Request, status: gr.HTML, start: gr.Button, cancel: gr.Button) -> dict:
        """Cancel the visitor's job; updates that say so and show `start` again in the place of `cancel`."""
        self.jobs.cancel(visitor_of(request), patience=1.5)
        return {
            status: note(say("cancelled", language_of(request))),
            start: gr.update(visible=True),
            cancel: gr.update(visible=False),
        }


def visitor_of(request: gr.Request) -> str:
    """Who asks: a browser and its tab, as `server.file_access` names them."""
    return request.session_hash or ""


def missing(brief: Brief) -> dict[str, UserError]:
    """Everything that keeps `brief` from being made, by field, so that the page can say it at each control."""
    wrong = {}
    valid = Brief(photo=Path("a photograph"), words="words", relation="relation", basis="agreed", adult=True)
    for fields in (
        ("relation",), ("basis",), ("adult",), ("photo",), ("words", "recording", "driver", "speakers"),
        ("prompt",), ("title",)
    ):  # fmt: skip
        try:
            dataclasses.replace(valid, **{name: getattr(brief, name) for name in fields}).checked()
        except UserError as error:
            wrong[fields[0]] = error
    if brief.silent:
        wrong["words"] = UserError(
            "There is nothing to say yet; type a few words, add a recording, or press “Just bring it to life”."
        )
    try:
        dataclasses.replace(valid, words="", moment=brief.moment, seconds=brief.seconds).checked()
    except UserError as error:
        wrong["moment"] = error
    if "basis" in wrong:  # the list beside it has the answers; the command line's names for them mean nothing here
        wrong["basis"] = UserError("Please choose why you may use the photograph and the voice.")
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
    found = re.match(r"\s*(.*?(?:[.!?](?=\s|$)|[。！？\n]|$))", words, re.DOTALL)
    return found[1][:most].strip() if found else ""
