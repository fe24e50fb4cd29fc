"""The result: the face that was found, Make and Cancel, the progress, the clip and its downloads.

A clip goes on when the page is closed; `find_again` is called when the page is opened, and follows it, shows the last
finished one, or offers one that was not finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.clips import start_clip
from revive.app.jobs.job import Job
from revive.app.parts.brief_form import READ_FROM_PROMPT
from revive.app.parts.change_clip import ChangeClip
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.html import error_note, note, prose, waiting_note
from revive.app.parts.living import LivingPhoto
from revive.app.parts.more_messages import MoreMessages
from revive.app.parts.notify import NotifyChoice
from revive.app.parts.page_context import PageContext, visitor_of
from revive.app.parts.phone import PhoneHandover
from revive.app.parts.player import ClipPlayer
from revive.app.parts.shelf import Shelf
from revive.app.parts.unfinished import UnfinishedClip
from revive.app.texts import language_of, say
from revive.brief import Brief
from revive.core.errors import UserError
from revive.work import Made


class ResultPanel:
    """The right-hand side of the first tab; `wire` connects its buttons.

    Attributes
    ----------
    shelf : everything that the visitor has made; the page draws it below the tabs
    made_from : gr.State, the photograph of the clip that is shown
    """

    def __init__(self, context: PageContext, more: MoreMessages, living: LivingPhoto):
        i18n, self.context, self.more, self.living = context.i18n, context, more, living
        self.empty = gr.HTML(prose("result_empty", "p"), elem_id="empty")
        self.found = gr.Image(
            label=i18n("face_found"), show_label=False, interactive=False, visible=False, buttons=[], elem_id="found",
        )  # fmt: skip
        self.player = ClipPlayer(context)
        with gr.Column(elem_id="actions", elem_classes="actions"):  # always in view, see assets/layout.css
            self.status = gr.HTML(elem_id="status")
            self.unfinished = UnfinishedClip(context)
            self.make = gr.Button(i18n("make"), variant="primary", size="lg", elem_id="make")
            self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="cancel")
            self.notify = NotifyChoice()
        with gr.Row(visible=False, elem_classes="downloads") as self.downloads:
            self.save = gr.DownloadButton(i18n("download_clip"), size="sm", min_width=100, elem_id="save-clip")
            self.captions = gr.DownloadButton(
                i18n("download_captions"), size="sm", min_width=100, elem_id="save-captions"
            )
            self.job = gr.DownloadButton(i18n("download_job"), size="sm", min_width=100, elem_id="save-job")
            self.phone = PhoneHandover(context)
        self.phone.draw_code()
        self.change = ChangeClip(context)
        self.shelf = Shelf(context)
        self.made_from = gr.State(None)
        self._clip = [
            self.player.source, self.downloads, self.save, self.captions, self.job, self.made_from, *self.change.parts,
        ]  # fmt: skip
        self._buttons = [self.make, self.cancel, self.notify.html]
        self._outputs: list[Any] = []  # of what makes or follows a clip
        self._running: list[Any] = []  # the events that do

    def wire(self, *buttons: gr.Button) -> None:
        """Let each of `buttons` make the clip, and Cancel stop it; call it when every control of the form is drawn."""
        form = self.context.form
        inputs = {*form.inputs, *self.more.boxes}
        self._outputs = [
            self.status, *self._buttons, *self._clip, self.found, *self.unfinished.parts, self.shelf.strip,
            *(form.controls[name] for name in READ_FROM_PROMPT), form.read,
        ]  # fmt: skip
        begun = [self.status, *self._buttons]
        for button in buttons:
            passed = guard_form(self.context, button, more=self.more.boxes)
            begin = passed.success(self._begin, None, begun, **IMMEDIATE)
            self._running.append(begin.then(self._run, inputs, self._outputs, **FOLLOWING))
        lives = self.living
        passed = guard_form(
            self.context, lives.button, only=("photo", *ANSWERS, "prompt", "moment"), more=[lives.format]
        )  # fmt: skip
        begin = passed.success(self._begin, None, begun, **IMMEDIATE)
        made = begin.then(self._run_living, {*form.inputs, lives.format}, self._outputs, **FOLLOWING)
        self._running.append(made)
        begin = self.unfinished.finish_it.click(self._begin_again, None, [*begun, self.unfinished.box], **IMMEDIATE)
        self._running.append(begin.then(self._finish, None, self._outputs, **FOLLOWING))
        form.controls["photo"].change(
            self._put_away, [form.controls["photo"], self.made_from], [*self._clip, self.status], **IMMEDIATE
        )
        self.save.click(self.shelf.note_saved, self.save, self.shelf.strip, **IMMEDIATE)
        self.phone.wire(self.save, self.player.source)
        self.change.wire(self.save, self._show_changed, [*self._clip, self.found, self.shelf.strip])
        self.shelf.wire(self.make)

    def find_again(self, opened: Any) -> None:
        """After the event `opened`, which opens the page and fills its form, show what became of the last clip."""
        photo = self.context.form.controls["photo"]
        found = opened.then(self._find_again, photo, self._outputs, **IMMEDIATE)
        running = [*self._running, found.then(self._follow_again, None, self._outputs, **FOLLOWING)]
        self.cancel.click(self._stop, outputs=[self.status, *self._buttons], cancels=running, **IMMEDIATE)

    def _begin(self, request: gr.Request) -> dict:
        return {self.status: waiting_note(0, language_of(request)), **self._under_way(True)}

    def _begin_again(self, request: gr.Request) -> dict:
        return {**self._begin(request), self.unfinished.box: gr.update(visible=False)}

    def _under_way(self, under_way: bool) -> dict:
        return {
            self.make: gr.update(visible=not under_way), self.cancel: gr.update(visible=under_way),
            self.notify.html: gr.update(visible=under_way),
        }  # fmt: skip

    def _run(self, values: dict, request: gr.Request) -> Iterator[dict]:
        yield from self._make(self.more.briefs(self.context.brief(values, request), values), request)

    def _run_living(self, values: dict, request: gr.Request) -> Iterator[dict]:
        yield from self._make([self.living.brief(self.context.brief(values, request), values)], request)

    def _finish(self, request: gr.Request) -> Iterator[dict]:
        """Make the clip that was not finished."""
        folder = self.unfinished.folder(request)
        try:
            if folder is None:
                raise UserError("There is no unfinished clip any more.")
            brief = self.context.completed(shelf.unfinished_brief(folder))
        except UserError as error:
            yield {self.status: error_note(error, language_of(request)), **self._under_way(False)}
            return
        yield from self._make([brief], request, begun=lambda: shelf.remove(folder))

    def _make(
        self, briefs: list[Brief], request: gr.Request, begun: Callable[[], object] = lambda: None
    ) -> Iterator[dict]:
        """Put clips in the queue and follow one after the other; `begun` is called once they are there."""
        visitor, language = visitor_of(request), language_of(request)
        called, jobs = say("portrait_called", language), []

        def start() -> Job:
            for brief in briefs:
                brief.permit()  # one that is refused is said before any is begun
            for brief in briefs:
                folder = self.context.new_folder(request)
                jobs.append(start_clip(self.context.jobs, visitor, brief, folder, brief.permit, called=called))
            begun()
            return jobs[0]

        for number in range(len(briefs)):
            which = say("clip_of", language, number=number + 1, count=len(briefs)) if len(briefs) > 1 else ""
            yield from self._follow(lambda number=number: jobs[number] if number else start(), request, which)
            if number + 1 >= len(jobs):  # also where they could not be begun
                return
            yield self._under_way(True)

    def _follow(self, start: Callable[[], Job], request: gr.Request, which: str = "") -> Iterator[dict]:
        """Updates of the page until the clip is there, which plays as it comes; `which` as in `PageContext.follow`."""
        job: Job | None = None

        def begin() -> Job:
            nonlocal job
            job = start()
            return job

        def finish(made: Made) -> dict:
            language = language_of(request)
            return {
                **self._show(made.clip.out.parent, language, [told.text(language) for told in made.notes]),
                **self.shelf.update(request),
                **{self.context.form.controls[name]: getattr(made.direction, name) for name in READ_FROM_PROMPT},
                self.context.form.read: made.brief.prompt,
            }

        def always() -> dict:
            return {**self._under_way(False), **self.unfinished.offer(request), **self.player.nothing()}

        def playing() -> dict:
            return self.player.live(job and job.folder)

        yield from self.context.follow(request, begin, self.status, finish, always=always, beside=playing, which=which)

    def _show(self, folder: Path, language: str, notes: Sequence[str] = ()) -> dict:
        """Updates that show the finished clip of `folder`, and `notes` about what was heard."""
        made = shelf.read_made(folder)
        if made is None:  # deleted while it was being shown
            return {self.status: ""}
        captions, out = folder / made.captions, folder / made.file
        said = note(say("finished", language, seconds=made.took, seed=made.settings["seed"]), "good")
        return {
            self.status: said + "".join(map(note, notes)),
            **self.player.finished(folder, made),
            self.found: gr.update(visible=False),
            self.downloads: gr.update(visible=True),
            self.save: gr.update(value=out),
            self.captions: gr.update(value=captions if made.captions else None, visible=bool(made.captions)),
            self.job: gr.update(value=folder / made.job if made.job else None, visible=bool(made.job)),
            **self.change.shown(folder, made),
            self.made_from: made.settings.get("photo"),
        }

    def _show_changed(self, folder: Path, request: gr.Request) -> dict:
        """Updates that show a clip that was changed."""
        shown = self._show(folder, language_of(request))
        return {part: value for part, value in shown.items() if part is not self.status} | self.shelf.update(request)

    def _find_again(self, photo: str | None, request: gr.Request) -> dict:
        """Updates that show the shelf, and the last clip unless the form has another photograph by now."""
        shown, language = self.shelf.update(request), language_of(request)
        if self.context.jobs.take_up(visitor_of(request), shelf.CLIP) is not None:
            return {**shown, self.status: waiting_note(0, language), **self._under_way(True)}
        folder = self.context.jobs.sessions.folder(visitor_of(request))
        clips = ((folder / name, made) for name, made in shelf.shelf(folder).items() if made.kind == shelf.CLIP)
        last, made = next(clips, (None, None))
        if last and made and (photo is None or self._place(photo, folder) == made.settings.get("photo")):
            shown |= self._show(last, language)
        return {**shown, **self.unfinished.offer(request)}

    def _follow_again(self, request: gr.Request) -> Iterator[dict]:
        """Follow the clip that is being made, if there is one."""
        job = self.context.jobs.take_up(visitor_of(request), shelf.CLIP)
        if job is None:
            yield {self.make: gr.update()}
        else:
            yield from self._follow(lambda: job, request)

    def _put_away(self, photo: str | None, made_from: str | None, request: gr.Request) -> dict:
        """Put the clip of another photograph away; the shelf still has it."""
        folder = self.context.jobs.sessions.folder(visitor_of(request))
        if made_from is None or photo is None or self._place(photo, folder) == made_from:
            return {self.made_from: made_from}
        running = self.context.jobs.kept_jobs(folder.name, shelf.CLIP)
        return {
            **self.player.nothing(), self.downloads: gr.update(visible=False), **self.change.put_away(),
            self.made_from: None, **({} if running else {self.status: ""}),
        }  # fmt: skip

    def _place(self, photo: str, folder: Path) -> str | None:
        """The photograph as the notes of the shelf name it."""
        path = Path(photo)
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else None

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.make, self.cancel)
