"""Teaching the portrait generator one person, from the photographs of the Teach tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from revive.app.parts.consent_form import ConsentForm, consent_from
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import note, prose, waiting_note
from revive.app.parts.page_context import PageContext
from revive.app.texts import language_of, say
from revive.core.errors import UserError


def build(context: PageContext, files: gr.File, consent_form: ConsentForm, missing, wrong) -> None:
    """Draw the part and wire it.

    missing : (paths, name, relation, basis, adult) -> the UserError that says what is missing, or None
    wrong : gives the fault of each field, see `guard`
    """
    i18n = context.i18n
    with gr.Accordion(i18n("teach_portrait"), open=False, elem_id="teach-portrait", elem_classes="step"):
        gr.HTML(prose("teach_portrait_hint", "p"))
        with gr.Row():
            start = gr.Button(i18n("teach_portrait_start"), elem_id="teach-portrait-start")
            cancel = gr.Button(i18n("cancel"), visible=False, elem_id="teach-portrait-cancel")
        status = gr.HTML(elem_id="teach-portrait-status")
        sheet = gr.Image(
            show_label=False, interactive=False, visible=False, buttons=["fullscreen"], elem_id="teach-portrait-sheet"
        )
        said = gr.HTML(prose("teach_portrait_sheet", "p"), visible=False, elem_classes="lead")

    def begin(request: gr.Request) -> dict:
        return {
            status: waiting_note(0, language_of(request)), start: gr.update(visible=False),
            cancel: gr.update(visible=True), sheet: gr.update(visible=False),
            said: gr.update(visible=False),
        }  # fmt: skip

    def run(
        brought: list[str] | None, whom: str | None, relation: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        again = {start: gr.update(visible=True), cancel: gr.update(visible=False)}
        paths = [Path(file) for file in brought or []]
        context.remember_uploads(request, *paths)
        wrong: UserError | None = missing(paths, whom, relation, basis, adult)
        if wrong:
            yield {status: note(wrong.sentence(language), "wrong"), **again}
            return
        folder = context.new_folder(request)

        def work(progress):
            from revive.teaching.portrait.teach import teach_portrait

            return teach_portrait(
                paths, whom or "", consent=consent_from(relation, basis, adult), sheet=folder / "sheet.png",
                progress=progress,
            )  # fmt: skip

        def finish(outcome) -> dict:
            sentence = outcome.sentence.text(language)
            return {
                status: note(sentence, "good" if outcome.learned else "plain"),
                sheet: gr.update(value=folder / "sheet.png", visible=True), said: gr.update(visible=True),
                **context.people.changed_now(),
            }  # fmt: skip

        permit = context.permit_for("taught portrait", whom, consent_from(relation, basis, adult), paths)
        yield from context.follow_job(request, folder, work, status, finish, always=again, permit=permit)

    shown = [status, start, cancel, sheet, said]
    inputs = [files, *consent_form.inputs]
    first = guard(start, inputs, wrong).success(begin, outputs=shown, **IMMEDIATE)
    running = first.then(run, inputs, [*shown, context.people.changed], **FOLLOWING)

    def stop(request: gr.Request) -> dict:
        context.cancel_job(request, status, start, cancel)
        return {
            status: note(say("teach_portrait_stopped", language_of(request))), start: gr.update(visible=True),
            cancel: gr.update(visible=False),
        }  # fmt: skip

    cancel.click(stop, None, [status, start, cancel], cancels=running, **IMMEDIATE)
