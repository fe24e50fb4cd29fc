"""A story as a file: saved to the visitor's computer, opened again, or begun anew."""

from __future__ import annotations

from typing import Any

import gradio as gr

from revive.app.jobs.stories import KeptStory
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note, note
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.parts.story_scenes import Changed
from revive.app.texts import language_of, say
from revive.film import Story


class StoryFiles:
    """The part, folded; `show` offers the story that there is."""

    def __init__(self, context: PageContext, said: gr.HTML):
        i18n, self.context, self.said = context.i18n, context, said
        with gr.Accordion(i18n("film_keeping"), open=False, elem_id="film-keeping"):
            self.save = gr.DownloadButton(i18n("film_save_story"), size="sm", interactive=False, elem_id="save-story")
            self.open = gr.UploadButton(
                i18n("film_open_story"), file_types=[".yaml", ".yml"], size="sm", elem_id="open-story"
            )
            self.anew = gr.Button(i18n("film_anew"), size="sm", elem_id="film-anew")
        self.outputs: list[Any] = [self.save]

    def wire(self, changed: Changed, outputs: list[Any]) -> None:
        """Let the buttons change the story by `changed`, whose updates are of `outputs`."""
        self._changed = changed
        self.open.upload(self._open, self.open, outputs, **IMMEDIATE)
        self.anew.click(self._begin_anew, None, outputs, **IMMEDIATE)

    def show(self, story: Story, request: gr.Request) -> dict:
        """Updates for this story."""
        file = self._kept(request).download if story.scenes else None
        return {self.save: gr.update(value=file, interactive=file is not None)}

    def _kept(self, request: gr.Request) -> KeptStory:
        return KeptStory(self.context.jobs.sessions.folder(visitor_of(request)))

    def _open(self, file: str | None, request: gr.Request) -> dict:
        """The visitor's story from a file; what it names must be the visitor's."""
        language = language_of(request)
        path = self.context.own_file(request, file)
        if path is None:
            return {self.said: ""}
        try:
            brought = self.context.jobs.sessions.brought(visitor_of(request))
            story, missing = self._kept(request).open(path, brought)
        except EXPECTED_ERRORS as error:
            return {self.said: error_note(error, language)}
        if missing:
            return {self.said: note(say("film_needs", language, files=missing), "wrong")}
        return self._changed(request, lambda _: story, note(say("film_opened", language), "good"))

    def _begin_anew(self, request: gr.Request) -> dict:
        self._kept(request).delete()
        return self._changed(request, lambda story: story, note(say("film_empty", language_of(request))))
