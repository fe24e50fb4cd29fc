"""A clip that was not finished because Revive was ended: it is offered again, to be finished or discarded."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from revive.app.jobs import shelf
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import note
from revive.app.parts.page_context import PageContext, first_sentence, visitor_of
from revive.app.texts import language_of, say
from revive.core.errors import UserError


class UnfinishedClip:
    """The question and its two buttons; `finish_it` is wired by the part that makes clips."""

    def __init__(self, context: PageContext):
        self.context = context
        with gr.Column(visible=False, elem_id="unfinished") as self.box:
            self.question = gr.HTML()
            with gr.Row():
                self.finish_it = gr.Button(
                    context.i18n("finish_it"), variant="primary", size="sm", min_width=100, elem_id="finish-it"
                )
                self.discard = gr.Button(context.i18n("discard_it"), size="sm", min_width=100, elem_id="discard-it")
        self.parts = [self.box, self.question]
        self.discard.click(self._discard, outputs=self.parts, **IMMEDIATE)

    def folder(self, request: gr.Request) -> Path | None:
        """Where the visitor's last unfinished clip was to be made; None where there is none, or it is being made."""
        visitor = visitor_of(request)
        folder = self.context.jobs.sessions.folder(visitor)
        running = {job.folder for job in self.context.jobs.kept_jobs(folder.name, shelf.CLIP)}
        return next((one for one in reversed(shelf.unfinished(folder)) if one not in running), None)

    def offer(self, request: gr.Request) -> dict:
        """Updates that ask about the last unfinished clip, or show nothing."""
        folder, language = self.folder(request), language_of(request)
        if folder is None:
            return {self.box: gr.update(visible=False), self.question: ""}
        try:
            brief = shelf.unfinished_brief(folder)
        except UserError as error:
            return {self.box: gr.update(visible=True), self.question: note(error.sentence(language))}
        begins = first_sentence(brief.words, 60)
        said = say("unfinished_words", language, words=begins) if begins else say("unfinished", language)
        return {self.box: gr.update(visible=True), self.question: note(said)}

    def _discard(self, request: gr.Request) -> dict:
        folder = self.folder(request)
        if folder is not None:
            shelf.remove(folder)
        return self.offer(request)
