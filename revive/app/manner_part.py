"""Somebody's manner of writing, learned from the letters that were brought."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from revive.app.flow import LINE, QUICK, Page
from revive.app.translations import language_of, say
from revive.app.whose import Whose, answers, unnamed
from revive.app.words import both, note, waiting
from revive.core.errors import UserError


def build(page: Page, letters: gr.File) -> None:
    """Draw the part and wire it."""
    i18n = page.i18n
    with gr.Accordion(i18n("manner"), open=False, elem_id="manner", elem_classes="step"):
        gr.HTML(both("manner_hint", "p"))
        whose = Whose(page, "manner")
        start = gr.Button(i18n("manner_start"), elem_id="manner-start")
        cancel = gr.Button(i18n("cancel"), visible=False, elem_id="manner-cancel")
        status = gr.HTML(elem_id="manner-status")

    def begin(request: gr.Request) -> dict:
        return {
            status: waiting(0, language_of(request)), start: gr.update(visible=False), cancel: gr.update(visible=True)
        }  # fmt: skip

    def run(
        file: str | None, name: str | None, consent: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        again = {start: gr.update(visible=True), cancel: gr.update(visible=False)}
        page.desk.remember(request.session_hash, file)
        if wrong := missing(file, name, consent, basis, adult):
            yield {status: note(wrong.sentence(language), "wrong"), **again}
            return

        def work(progress):
            from revive.training.words_manner import teach_manner

            return teach_manner(
                Path(file), name, consent=answers(consent, basis, adult), resume=True, progress=progress,
                say=lambda line: None,
            )  # fmt: skip

        def finish(outcome) -> dict:
            sentence = outcome.sentence[language.startswith("zh")]
            return {status: note(sentence, "good" if outcome.learned else "plain"), **page.known.news()}

        folder = page.desk.new_folder(request.session_hash)
        permit = page.permitted("taught manner", name, answers(consent, basis, adult), [Path(file)])
        yield from page.follow(request, folder, work, status, finish, always=again, permit=permit)

    shown = [status, start, cancel]
    running = start.click(begin, outputs=shown, **QUICK).then(
        run, [letters, *whose.inputs], [*shown, page.known.changed], **LINE
    )

    def stop(request: gr.Request) -> dict:
        updates = page.stop(request, status, start, cancel)
        return {**updates, status: note(say("manner_stopped", language_of(request)))}

    cancel.click(stop, None, shown, cancels=running, **QUICK)


def missing(file: str | None, *whose) -> UserError | None:
    """The first thing that keeps the letters from being learned from."""
    if not file:
        return UserError(say("manner_letters", "en"), say("manner_letters", "zh"))
    return unnamed(*whose)
