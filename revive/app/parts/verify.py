"""Checking a clip, picture or voice: its manifest and its marks."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.texts import language_of


def build(context: PageContext) -> None:
    """Draw the part and wire it."""
    i18n = context.i18n
    with gr.Accordion(i18n("verify"), open=False, elem_id="verify", elem_classes="step"):
        gr.HTML(prose("verify_hint", "p"))
        file = gr.File(
            label=i18n("verify_file"), show_label=False, file_count="single", height=130, elem_id="verify-file"
        )
        said = gr.HTML(elem_id="verify-said")

    def look(path: str | None, request: gr.Request) -> str:
        if not path:
            return ""
        from revive.provenance import verify

        language = language_of(request)
        context.remember_uploads(request, path)
        try:
            verdict = context.run_now(request, verify, Path(path))
        except EXPECTED_ERRORS as error:
            return error_note(error, language)
        kind = "good" if verdict.whole else "plain"
        return "".join(note(sentence, kind) for sentence in verdict.sentences(language))

    file.change(look, file, said, **IMMEDIATE)
