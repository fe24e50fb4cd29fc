"""The film: Make and Cancel, the progress, the film and its downloads.

A film goes on when the page is closed; it is followed again, or shown, once the page is opened.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.films import start_film
from revive.app.jobs.job import Job
from revive.app.jobs.stories import KeptStory, with_answers
from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.film_settings import FilmSettings
from revive.app.parts.html import error_note, note, waiting_note
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.parts.shelf import Shelf
from revive.app.texts import language_of, say
from revive.film import Film


class FilmResult:
    """The part; `wire` connects its buttons, `follow_when` follows a film that is being made.

    Parameters
    ----------
    made : the shelf, on which the film stands when it is done
    settings : of the film, as they stand when it is made

    Attributes
    ----------
    status : gr.HTML, how far the work is
    under_way : updates of the buttons for whether a job of this tab is under way
    """

    def __init__(self, context: PageContext, made: Shelf, settings: FilmSettings):
        i18n, self.context, self.shelf, self.settings = context.i18n, context, made, settings
        self.status = gr.HTML(elem_id="film-status")
        self.make = gr.Button(i18n("film_make"), variant="primary", size="lg", elem_id="film-make")
        self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="film-cancel")
        self.video = gr.Video(
            label=i18n("film_label"), show_label=False, interactive=False, visible=False, buttons=[], elem_id="film"
        )
        with gr.Row(visible=False, elem_classes="downloads") as self.downloads:
            self.save = gr.DownloadButton(i18n("film_save"), size="sm", min_width=100, elem_id="save-film")
            self.captions = gr.DownloadButton(
                i18n("download_captions"), size="sm", min_width=100, elem_id="film-captions"
            )
        self.buttons: list[Any] = [self.status, self.make, self.cancel]
        self.outputs: list[Any] = [*self.buttons, self.video, self.downloads, self.save, self.captions]

    def wire(self, answers_here: dict[str, Control], begun: list[Any]) -> None:
        """Let Make make the film, and Cancel stop it.

        Parameters
        ----------
        answers_here : the answers as they are drawn on this tab, by field
        begun : other events whose work Cancel stops
        """
        passed = guard_form(self.context, self.make, only=ANSWERS, here=answers_here)
        pressed = passed.success(self._press, None, self.buttons, **IMMEDIATE)
        inputs, outputs = {*self.context.form.answers, *self.settings.inputs}, [*self.outputs, self.shelf.strip]
        self._running = [*begun, pressed.then(self._make, inputs, outputs, **FOLLOWING)]
        self.save.click(self.shelf.note_saved, self.save, self.shelf.strip, **IMMEDIATE)

    def follow_when(self, opened: Any) -> None:
        """After the event `opened`, which opens the page, follow the film that is being made."""
        running = opened.then(self._follow_again, None, [*self.outputs, self.shelf.strip], **FOLLOWING)
        self.cancel.click(self._stop, None, self.buttons, cancels=[*self._running, running], **IMMEDIATE)

    def find(self, request: gr.Request) -> dict:
        """Updates that show the last film, or that one is being made; empty where there is none."""
        visitor = visitor_of(request)
        if self.context.jobs.take_up(visitor, shelf.FILM) is not None:
            return self.under_way(True)
        folder = self.context.jobs.sessions.folder(visitor)
        films = (folder / name for name, made in shelf.shelf(folder).items() if made.kind == shelf.FILM)
        return self._show(last) if (last := next(films, None)) else {}

    def under_way(self, under_way: bool) -> dict:
        """Updates of Make and Cancel."""
        return {self.make: gr.update(visible=not under_way), self.cancel: gr.update(visible=under_way)}

    def _press(self, request: gr.Request) -> dict:
        return {self.status: waiting_note(0, language_of(request)), **self.under_way(True)}

    def _make(self, values: dict, request: gr.Request) -> Iterator[dict]:
        """Make the film of the story as it stands."""
        language, visitor, context = language_of(request), visitor_of(request), self.context
        relation, basis, adult, person = (values[control] for control in context.form.answers)
        stated, own = context.consent(relation, basis, adult, person), functools.partial(context.own_file, request)
        try:
            kept = self.settings.changed(KeptStory(context.jobs.sessions.folder(visitor)).read(), values, own)
            story = with_answers(kept, stated, name=person or "", at_home=context.at_home)
        except EXPECTED_ERRORS as error:
            yield {self.status: error_note(error, language), **self.under_way(False)}
            return
        folder, named = context.new_folder(request), {f"file {i}": path for i, path in enumerate(story.files)}
        allow = functools.partial(context.permit, "film", stated, person, title=story.title, somebody=True, files=named)
        called = say("film_called", language)
        yield from self._follow(lambda: start_film(context.jobs, visitor, story, folder, allow, called=called), request)

    def _follow(self, start: Callable[[], Job], request: gr.Request) -> Iterator[dict]:
        """Updates of the page until the film is there."""

        def finish(film: Film) -> dict:
            said = note(say("film_made", language_of(request)), "good")
            return {**self._show(film.out.parent), self.status: said, **self.shelf.update(request)}

        yield from self.context.follow(request, start, self.status, finish, always=lambda: self.under_way(False))

    def _follow_again(self, request: gr.Request) -> Iterator[dict]:
        job = self.context.jobs.take_up(visitor_of(request), shelf.FILM)
        if job is None:
            yield {self.status: gr.update()}
        else:
            yield self.under_way(True)
            yield from self._follow(lambda: job, request)

    def _show(self, folder: Path) -> dict:
        """Updates that show the finished film of a folder."""
        made = shelf.read_made(folder)
        if made is None:  # deleted meanwhile
            return {self.status: ""}
        captions = folder / made.captions if made.captions else None
        return {
            self.video: gr.update(value=folder / made.file, visible=True), self.downloads: gr.update(visible=True),
            self.save: gr.update(value=folder / made.file),
            self.captions: gr.update(value=captions, visible=captions is not None),
        }  # fmt: skip

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.make, self.cancel)
