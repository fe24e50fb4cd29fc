"""Teach the generator of portraits the same person, from the photographs that were brought for the clip's sake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from revive.app.curve import curve
from revive.app.flow import LINE, QUICK, Page
from revive.app.translations import language_of, say
from revive.app.whose import Whose, answers
from revive.app.words import both, note, waiting
from revive.core.errors import UserError


def build(page: Page, files: gr.File, whose: Whose, missing) -> None:
    """Draw the part and wire it.

    missing : (paths, name, consent, basis, adult) -> the UserError that says what is missing, or None
    """
    i18n = page.i18n
    with gr.Accordion(i18n("teach_portrait"), open=False, elem_id="teach-portrait", elem_classes="step"):
        gr.HTML(both("teach_portrait_hint", "p"))
        with gr.Row():
            start = gr.Button(i18n("teach_portrait_start"), elem_id="teach-portrait-start")
            cancel = gr.Button(i18n("cancel"), visible=False, elem_id="teach-portrait-cancel")
        status = gr.HTML(elem_id="teach-portrait-status")
        losses = gr.HTML(elem_id="teach-portrait-curve")
        sheet = gr.Image(
            show_label=False, interactive=False, visible=False, buttons=["fullscreen"], elem_id="teach-portrait-sheet"
        )
        said = gr.HTML(both("teach_portrait_sheet", "p"), visible=False, elem_classes="lead")

    def begin(request: gr.Request) -> dict:
        return {
            status: waiting(0, language_of(request)), start: gr.update(visible=False),
            cancel: gr.update(visible=True), losses: "", sheet: gr.update(visible=False),
            said: gr.update(visible=False),
        }  # fmt: skip

    def run(
        brought: list[str] | None, whom: str | None, consent: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        again = {start: gr.update(visible=True), cancel: gr.update(visible=False)}
        paths = [Path(file) for file in brought or []]
        page.desk.remember(request.session_hash, *paths)
        wrong: UserError | None = missing(paths, whom, consent, basis, adult)
        if wrong:
            yield {status: note(wrong.sentence(language), "wrong"), **again}
            return
        folder = page.desk.new_folder(request.session_hash)
        points: dict[str, list[tuple[int, float]]] = {"finisher": [], "denoiser": []}  # filled by the other thread

        def work(progress):
            from revive.training.portrait_person import teach_portrait

            return teach_portrait(
                paths, whom, consent=answers(consent, basis, adult), resume=True, sheet=folder / "sheet.png",
                progress=progress,
                heard=lambda part, step, loss: points[part].append((step, loss)),
            )  # fmt: skip

        def beside() -> dict:
            return {losses: curve({part: list(found) for part, found in points.items()}, language)}

        def finish(outcome) -> dict:
            sentence = outcome.sentence[language.startswith("zh")]
            return {
                **beside(), status: note(sentence, "good" if outcome.learned else "plain"),
                sheet: gr.update(value=folder / "sheet.png", visible=True), said: gr.update(visible=True),
                **page.known.news(),
            }  # fmt: skip

        permit = page.permitted("taught portrait", whom, answers(consent, basis, adult), paths)
        yield from page.follow(request, folder, work, status, finish, always=again, beside=beside, permit=permit)

    shown = [status, start, cancel, losses, sheet, said]
    first = start.click(begin, outputs=shown, **QUICK)
    running = first.then(run, [files, *whose.inputs], [*shown, page.known.changed], **LINE)

    def stop(request: gr.Request) -> dict:
        page.stop(request, status, start, cancel)
        return {
            status: note(say("teach_portrait_stopped", language_of(request))), start: gr.update(visible=True),
            cancel: gr.update(visible=False),
        }  # fmt: skip

    cancel.click(stop, None, [status, start, cancel], cancels=running, **QUICK)
