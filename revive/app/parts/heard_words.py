"""The words of a recording or film, written down as soon as it is chosen, to be corrected before the clip is made.

It is a job like others, but gives way: when the visitor asks for something else, it stops. Words that the visitor typed
are never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import gradio as gr
from gradio.events import Dependency

from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.html import note
from revive.app.parts.page_context import PageContext, visitor_of
from revive.app.texts import language_of, say
from revive.consent import check_lengths, check_words
from revive.consent.limits import MAX_WORDS
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.listening.transcription import Transcript


class HeardWords:
    """The part, for the field `name` (recording or driver) of the form.

    Attributes
    ----------
    ready : gr.State, the file that was checked and may be listened to; None where there is none
    """

    def __init__(self, context: PageContext, name: str):
        self.context, self.name = context, name
        self.ready, self.heard = gr.State(None), gr.State(None)  # the second is the file that was listened to last
        self.found, self.placed = gr.State(""), gr.State("")
        self.status = gr.HTML(elem_id=f"{name}-words")
        self.cancel = gr.Button(context.i18n("cancel"), size="sm", visible=False, elem_id=f"{name}-words-cancel")
        self.correct = gr.Button(context.i18n("heard_correct"), size="sm", visible=False, elem_id=f"{name}-words-use")

    def wire(self) -> None:
        """Connect its buttons; call it when every control of the form is drawn."""
        controls = self.context.form.controls
        self.cancel.click(self._stop, outputs=self.cancel, **IMMEDIATE)
        self.correct.click(
            self._use, [self.found, controls["driver"]], [controls["words"], controls["recording"], self.correct],
            **IMMEDIATE,
        )  # fmt: skip

    def follow(self, looked: Dependency) -> None:
        """Listen to the file once the event `looked`, whose handler gives `ready`, is over."""
        controls = self.context.form.controls
        inputs = [
            self.ready, controls["words"], self.placed, self.heard, controls["language"], controls["transcribe"],
            *self.context.form.answers,
        ]  # fmt: skip
        shown = [self.status, self.cancel, self.correct, self.found, self.heard]
        running = looked.then(self._run, inputs, shown, **FOLLOWING)
        if self.name != "driver":  # with words a film's voice is not heard, unless it is the recording too
            box = controls["words"]
            running.then(self._place, [box, self.found, self.placed], [box, self.placed, self.found], **IMMEDIATE)

    def _run(
        self, path: str | None, words: str | None, placed: str, heard: str | None, chosen: str, wanted: bool,
        relation: str | None, basis: str | None, adult: bool | None, person: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        if path == heard:
            yield {self.heard: heard}  # Gradio takes an empty dict for a value
            return
        typed = bool((words or "").strip()) and words != placed
        nothing = {self.status: "", self.cancel: gr.update(visible=False), self.correct: gr.update(visible=False)}
        yield {**nothing, self.heard: path, self.found: None if path is None else ""}
        if path is None or typed or not wanted:
            return
        context, language = self.context, language_of(request)
        folder = context.new_folder(request)

        def listen(progress: Progress) -> Transcript:
            from revive.speech.recording import hear

            with progress.stage("transcript"):
                known = None if chosen == "auto" else chosen
                return hear(Path(path), folder, language=known, tick=progress.update)

        updates = context.follow_job(
            request, folder, listen, self.status, lambda heard: self._shown(heard, language),
            permit=lambda: context.permit(
                "transcript", context.consent(relation, basis, adult, person), person, files={self.name: Path(path)}
            ),
            always={self.cancel: gr.update(visible=False), self.found: ""},
            stopped=note(say("heard_later", language)), gives_way=True,
        )  # fmt: skip
        for update in updates:
            yield {self.cancel: gr.update(visible=True), **update}

    def _shown(self, heard: Transcript, language: str) -> dict:
        from revive.speech.transcript import note_of

        said = note(note_of(heard).text(language), "good" if heard.sure else "plain")
        if not heard.sure:
            return {self.status: said}
        if not self._fits(heard.text):
            return {self.status: note(say("heard_long", language))}
        if self.name == "driver":
            text = f'<blockquote lang="{escape(heard.language)}">{escape(heard.text)}</blockquote>'
            return {self.status: said + text, self.found: heard.text, self.correct: gr.update(visible=True)}
        return {self.status: said, self.found: heard.text}

    def _fits(self, text: str) -> bool:
        """Whether the box of the words takes so many."""
        try:
            check_lengths(words=text)
            check_words(text, min(self.context.jobs.limits.words or MAX_WORDS, MAX_WORDS))
        except UserError:
            return False
        return True

    def _place(self, words: str | None, found: str | None, placed: str) -> dict:
        """Put what was found into the box, unless the visitor typed there meanwhile; take it out with its recording."""
        box, ours = self.context.form.controls["words"], not (words or "").strip() or words == placed
        if found == "" or not ours:
            return {self.found: ""}
        return {box: found or "", self.placed: found or "", self.found: ""}

    def _use(self, found: str, film: str | None) -> dict:
        controls = self.context.form.controls
        return {controls["words"]: found, controls["recording"]: film, self.correct: gr.update(visible=False)}

    def _stop(self, request: gr.Request) -> dict:
        self.context.jobs.cancel(visitor_of(request))  # what is shown then, `_run` says
        return {self.cancel: gr.update(visible=False)}
