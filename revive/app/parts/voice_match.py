"""Making a voice similar to theirs: it is played beside their recording, and stored only when the family wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.blocks import Block

from revive.app.parts.consent_form import consent_from, missing_answer
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE, QUEUED
from revive.app.parts.faults import guard
from revive.app.parts.html import error_note, note, prose, waiting_note
from revive.app.parts.own_voice import OwnVoice
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.parts.players import players
from revive.app.texts import language_of, say
from revive.speech.language import LANGUAGES
from revive.speech.voices import VOICES

if TYPE_CHECKING:
    from revive.voice.match import Match


class VoiceMatch:
    """The part; it is shown once there is a recording of the voice."""

    def __init__(self, context: PageContext, own: OwnVoice):
        i18n, self.context, self.own = context.i18n, context, own
        self.match = gr.State(None)
        with gr.Column(visible=False, elem_classes="step", elem_id="nearer") as self.part:
            gr.HTML(f"{prose('match', 'h2')}{prose('match_hint', 'p')}", elem_classes="heading")
            self.language = context.form.choice(
                "language", tuple(LANGUAGES), label=i18n("match_language"), elem_id="match-language"
            )
            self.start = gr.Button(i18n("match_start"), variant="primary", elem_id="match")
            self.cancel = gr.Button(i18n("cancel"), visible=False, elem_id="match-cancel")
            self.status = gr.HTML(elem_id="match-status")
            self.heard = gr.HTML(elem_id="match-heard")
            self.keep = gr.Button(i18n("match_keep"), visible=False, elem_id="match-keep")
            self.kept = gr.HTML(elem_id="match-kept")

    @property
    def outputs(self) -> list[Block]:
        """The components that `ready` updates."""
        return list(self.ready("en"))

    def ready(self, language: str) -> dict:
        """Updates that show the part for a new recording, without the result of another."""
        return {
            self.part: gr.update(visible=True), self.match: None, self.status: "", self.heard: "", self.kept: "",
            self.keep: gr.update(visible=False), self.language: "zh" if language.startswith("zh") else "en",
        }  # fmt: skip

    def wire(self) -> None:
        """Connect the buttons."""
        context, own = self.context, self.own
        buttons = [self.status, self.start, self.cancel]
        shown = [*buttons, self.match, self.heard, self.keep, self.kept]
        asked = own.consent_form
        passed = guard(self.start, asked.inputs, lambda values, _: asked.wrong(values))
        begin = passed.success(self._begin, outputs=[*buttons, self.keep, self.kept], **IMMEDIATE)
        running = begin.then(self._run, [own.found, self.language, *own.consent_form.inputs], shown, **FOLLOWING)
        self.cancel.click(self._stop, outputs=buttons, cancels=running, **IMMEDIATE)
        kept = [self.kept, self.keep, context.people.changed]
        guard(self.keep, asked.inputs, lambda values, _: asked.wrong(values)).success(
            context.home_only(self.kept)(self._keep), [self.match, *own.consent_form.inputs], kept, **QUEUED
        )

    def _begin(self, request: gr.Request) -> dict:
        hidden = gr.update(visible=False)
        return {
            self.status: waiting_note(0, language_of(request)), self.start: hidden,
            self.cancel: gr.update(visible=True), self.keep: hidden, self.kept: "",
        }  # fmt: skip

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.start, self.cancel)

    def _run(
        self, found: Path | None, spoken: str, name: str | None, relation: str | None, basis: str | None,
        adult: bool | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        folder = self.context.new_folder(request)
        permit = self.context.permit_for("likeness", name, consent_from(relation, basis, adult))

        def work(progress):
            from revive.voice.match import match_voice

            return match_voice(
                [found or Path()], folder=folder, language=spoken, consent=permit().answers, progress=progress
            )  # fmt: skip

        def finish(match: Match) -> dict:
            return {
                self.match: match, self.status: match_note(match, language),
                self.heard: match_players(match, language), self.keep: gr.update(visible=match.better),
            }  # fmt: skip

        always = {self.start: gr.update(visible=True), self.cancel: gr.update(visible=False)}
        yield from self.context.follow_job(request, folder, work, self.status, finish, always=always, permit=permit)

    def _keep(
        self, match: Any, name: str | None, relation: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.core.home import clean_name
        from revive.voice.store import keep_voice

        language = language_of(request)
        if wrong := missing_answer(name, relation, basis, adult):
            return {self.kept: note(wrong.sentence(language), "wrong")}
        if match is None:
            return {self.keep: gr.update(visible=False)}
        name = clean_name(name or "")
        try:
            permit = self.context.permit("kept voice", consent_from(relation, basis, adult), name)
            self.context.store(request, permit, lambda permit: keep_voice(name, match, consent=permit.answers))
        except EXPECTED_ERRORS as error:
            return {self.kept: error_note(error, language)}
        return {
            self.kept: note(say("match_kept", language, name=name), "good"), self.keep: gr.update(visible=False),
            **self.context.people.changed_now(name),
        }  # fmt: skip


def match_note(match: Match, language: str) -> str:
    """How similar the voice is, that it is not their own, and that nothing is stored yet."""
    figures = say("match_figures", language, before=match.similarity_before, after=match.similarity_after)
    last = say("match_keep_hint" if match.better else "match_no_better", language)
    warning = note(say("match_warning", language), "wrong") if match.better else ""
    return f"{warning}{note(f'{figures} {last}')}"


def match_players(match: Match, language: str) -> str:
    """Players for their recording, the most similar ready-made voice and the new voice."""
    voice = VOICES.get(match.nearest)
    called = voice.title if voice else match.nearest
    titles = (
        say("match_heard", language), say("match_before", language, voice=called), say("match_after", language),
    )  # fmt: skip
    return players(list(zip(titles, (match.heard, match.before, match.after), strict=True)))
