"""Learning how a person writes, from their letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.consent_form import ConsentForm, consent_from, missing_answer
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import note, prose, waiting_note
from revive.app.parts.page_context import PageContext
from revive.app.texts import TEXT, language_of, say
from revive.core.errors import UserError


def build(context: PageContext, letters: gr.File) -> None:
    """Draw the part and wire it."""
    i18n = context.i18n
    with gr.Accordion(i18n("manner"), open=False, elem_id="manner", elem_classes="step"):
        gr.HTML(prose("manner_hint", "p"))
        consent_form = ConsentForm(context, "manner")
        start = gr.Button(i18n("manner_start"), elem_id="manner-start")
        cancel = gr.Button(i18n("cancel"), visible=False, elem_id="manner-cancel")
        status = gr.HTML(elem_id="manner-status")

    def begin(request: gr.Request) -> dict:
        return {
            status: waiting_note(0, language_of(request)), start: gr.update(visible=False),
            cancel: gr.update(visible=True),
        }  # fmt: skip

    def run(
        file: str | None, name: str | None, relation: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        again = {start: gr.update(visible=True), cancel: gr.update(visible=False)}
        context.remember_uploads(request, file)
        if wrong := missing(file, name, relation, basis, adult):
            yield {status: note(wrong.sentence(language), "wrong"), **again}
            return

        def work(progress):
            from revive.teaching.manner.teach import teach_manner

            return teach_manner(
                Path(file or ""), name or "", consent=consent_from(relation, basis, adult), resume=True,
                progress=progress, say=lambda line: None,
            )  # fmt: skip

        def finish(outcome) -> dict:
            sentence = outcome.sentence.text(language)
            return {status: note(sentence, "good" if outcome.learned else "plain"), **context.people.changed_now()}

        folder = context.new_folder(request)
        permit = context.permit_for("taught manner", name, consent_from(relation, basis, adult), [Path(file or "")])
        yield from context.follow_job(request, folder, work, status, finish, always=again, permit=permit)

    shown = [status, start, cancel]
    inputs = [letters, *consent_form.inputs]

    def wrong(values: dict, _: gr.Request) -> dict[Control, UserError]:
        found = consent_form.wrong(values)
        return found if values[letters] else {**found, letters: UserError(TEXT["manner_letters"])}

    running = (
        guard(start, inputs, wrong)
        .success(begin, outputs=shown, **IMMEDIATE)
        .then(run, inputs, [*shown, context.people.changed], **FOLLOWING)
    )

    def stop(request: gr.Request) -> dict:
        updates = context.cancel_job(request, status, start, cancel)
        return {**updates, status: note(say("manner_stopped", language_of(request)))}

    cancel.click(stop, None, shown, cancels=running, **IMMEDIATE)


def missing(file: str | None, *consent_form) -> UserError | None:
    """The first thing that is missing before Revive can learn from the letters."""
    if not file:
        return UserError(TEXT["manner_letters"])
    return missing_answer(*consent_form)
