"""What every handler of the page shares: who asks, following a job, quick answers, and what is still missing.

`Page` carries the desk, the form and the words to the tabs.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.controls import FILES, Sheet
from revive.app.desk import Desk, Unforeseen
from revive.app.translations import language_of, say
from revive.app.words import bar, note, trouble, waiting
from revive.brief import Brief
from revive.errors import Cancelled, UserError
from revive.progress import Progress

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

    def brief(self, values: dict, request: gr.Request, *, out: Path | None = None) -> Brief:
        """The visitor's Brief; the files it names are remembered as theirs."""
        brief = self.sheet.brief(values, out=out)
        if not self.at_home:
            brief = dataclasses.replace(brief, person="")
        self.desk.remember(request.session_hash, *(getattr(brief, name) for name in FILES))
        return brief

    def follow(
        self,
        request: gr.Request,
        folder: Path,
        work: Callable[[Progress], object],
        status: gr.HTML,
        finish: Callable[[object], dict],
        *,
        always: dict | None = None,
        beside: Callable[[], dict] = dict,
    ) -> Iterator[dict]:
        """Updates for the page while `work` is done: news in `status`, at last what `finish` makes of its result.

        `beside` gives what else is shown with every piece of news, `always` is shown at the end however it ended.
        When it fails or is cancelled, `folder` is deleted.
        """
        language = language_of(request)
        job = self.desk.start(request.session_hash, work)
        done = False
        try:
            for report in job.news():
                said = bar(report, language) if report else waiting(self.desk.ahead(job), language)
                yield {status: said, **beside()}
            last = finish(job.outcome())
            done = True
        except TROUBLES as error:
            last = {status: trouble(error, language)}
        finally:
            if not done:  # also when the page went away in the middle
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
    for fields in (("photo",), ("words", "recording", "driver"), ("consent",), ("prompt",), ("title",)):
        sound = Brief(photo=Path("a photograph"), words="words", consent="consent")
        try:
            dataclasses.replace(sound, **{name: getattr(brief, name) for name in fields}).checked()
        except UserError as error:
            wrong[fields[0]] = error
    return wrong


def first_sentence(words: str, most: int = 120) -> str:
    """The first sentence of `words`, at most `most` characters of it."""
    return re.match(r"\s*(.*?(?:[.!?](?=\s|$)|[。！？\n]|$))", words, re.DOTALL)[1][:most].strip()
