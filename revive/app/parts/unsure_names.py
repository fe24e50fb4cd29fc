"""Names of which the voice is not sure, told below the words: listened to, or written as they sound."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard, wrong_answers
from revive.app.parts.html import note
from revive.app.parts.page_context import PageContext
from revive.app.texts import language_of, say
from revive.brief import Brief
from revive.core.errors import UserError
from revive.previews import names_permit, preview_names
from revive.speech.pronunciation import LONGEST

SHOWN = 6  # names at once


class UnsureNames:
    """One line with two buttons, hidden while the voice is sure of every name; `wire` connects it.

    What is written goes into the form's pronunciations, one name after another.
    """

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        self.names = gr.State([])
        with gr.Column(visible=False, elem_id="unsure") as self.part:
            self.line = gr.HTML(elem_id="unsure-names")
            with gr.Row():
                self.hear = gr.Button(i18n("unsure_hear"), size="sm", min_width=120, elem_id="unsure-hear")
                self.respell = gr.Button(i18n("unsure_write"), size="sm", min_width=120, elem_id="unsure-write")
            self.status = gr.HTML(elem_id="unsure-status")
            self.sample = gr.Audio(
                label=i18n("names_sample"), interactive=False, editable=False, visible=False, buttons=[],
                elem_id="unsure-sample",
            )  # fmt: skip
            with gr.Row(visible=False) as self.writing:
                self.sound = gr.Textbox(
                    label=i18n("unsure_sounds"), placeholder="shiv-awn", max_lines=1, max_length=LONGEST, scale=3,
                    elem_id="unsure-sound",
                )  # fmt: skip
                self.use = gr.Button(i18n("unsure_use"), size="sm", min_width=120, elem_id="unsure-use")

    def wire(self) -> None:
        """Connect it to the words and the pronunciations; call it when every control of the form is drawn."""
        controls = self.context.form.controls
        read = [controls[name] for name in ("words", "pronounce", "language", "person")]
        shown = [self.part, self.line, self.names, self.writing, self.sample, self.status]
        gr.on([controls["words"].blur, controls["pronounce"].blur], self._find_names, read, shown, **IMMEDIATE)
        self.respell.click(self._begin_writing, self.names, [self.writing, self.sound], **IMMEDIATE).then(
            None, None, None, js="() => window.reviveFocus('#unsure-sound textarea, #unsure-sound input')", **IMMEDIATE
        )
        gr.on(
            [self.use.click, self.sound.submit], self._take_sound, [self.names, self.sound, *read],
            [self.sound, controls["pronounce"], *shown], **IMMEDIATE,
        )  # fmt: skip
        heard = guard(self.hear, {*self.context.form.inputs, self.names}, self._wrong)
        heard.success(
            self._hear_names, {*self.context.form.inputs, self.names}, [self.status, self.sample], **FOLLOWING
        )

    def _find_names(
        self, words: str | None, told: str | None, chosen: str, person: str | None, request: gr.Request
    ) -> dict:
        names = self._unsure(words or "", told or "", chosen, person)
        line = say("unsure_names", language_of(request), names=names[:SHOWN])
        return {
            self.part: gr.update(visible=bool(names)), self.line: note(line), self.names: names,
            self.writing: gr.update(visible=False), self.sample: gr.update(visible=False), self.status: "",
        }  # fmt: skip

    def _unsure(self, words: str, told: str, chosen: str, person: str | None) -> list[str]:
        from revive.speech import read_pronunciations, unsure
        from revive.speech.kept_pronunciations import pronunciations_of
        from revive.speech.language import resolve
        from revive.speech.text import shown

        if not words.strip():
            return []
        try:
            kept = pronunciations_of(person) if person and self.context.at_home else {}
            language = resolve(None if chosen == "auto" else chosen, shown(words))
            return unsure(words, language, kept | read_pronunciations(told))
        except UserError:  # what is wrong is said when the clip is made
            return []

    def _begin_writing(self, names: list[str], request: gr.Request) -> dict:
        label = say("unsure_sounds_name", language_of(request), name=names[0]) if names else ""
        return {self.writing: gr.update(visible=bool(names)), self.sound: gr.update(label=label, value="")}

    def _take_sound(
        self, names: list[str], sound: str | None, words: str | None, told: str | None, chosen: str, person: str | None,
        request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.speech import check_pronunciation

        sound = " ".join((sound or "").split())
        if not names or not sound:
            return {self.status: ""}
        try:
            check_pronunciation(names[0], sound)
        except UserError as error:
            return {self.status: note(error.sentence(language_of(request)), "wrong")}
        told = "\n".join([*filter(str.strip, (told or "").splitlines()), f"{names[0]} = {sound}"])
        left = self._find_names(words, told, chosen, person, request)
        return {**left, self.context.form.controls["pronounce"]: told, self.sound: ""}

    def _hear_names(self, values: dict, request: gr.Request) -> Iterator[dict]:
        context, brief = self.context, self._brief(values, request)
        if brief is None:
            yield {self.status: ""}
            return
        folder = context.new_folder(request)
        yield from context.follow_job(
            request, folder, lambda progress: preview_names(brief, folder, progress), self.status,
            lambda speech: {self.sample: gr.update(value=speech.path, visible=True), self.status: ""},
            permit=lambda: names_permit(brief),
        )  # fmt: skip

    def _brief(self, values: dict, request: gr.Request) -> Brief | None:
        """The visitor's Brief in which each of the names is said as it is written."""
        names = [name for name in values[self.names] if len(name) <= LONGEST][:SHOWN]
        if not names:
            return None
        return dataclasses.replace(
            self.context.brief(values, request), pronounce="\n".join(f"{name} = {name}" for name in names)
        )

    def _wrong(self, values: dict, request: gr.Request) -> dict[Control, UserError]:
        found = wrong_answers(self.context.read_brief(values, request).stated)
        return {self.context.form.controls[name]: error for name, error in found.items()}
