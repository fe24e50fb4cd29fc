"""What a clip, picture or voice says of itself: its manifest, its marks."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from revive.app.flow import QUICK, TROUBLES, Page
from revive.app.translations import language_of
from revive.app.words import both, note, trouble


def build(page: Page) -> None:
    """Draw the part and wire it."""
    i18n = page.i18n
    with gr.Accordion(i18n("verify"), open=False, elem_id="verify", elem_classes="step"):
        gr.HTML(both("verify_hint", "p"))
        file = gr.File(
            label=i18n("verify_file"), show_label=False, file_count="single", height=130, elem_id="verify-file"
        )
        said = gr.HTML(elem_id="verify-said")

    def look(path: str | None, request: gr.Request) -> str:
        if not path:
            return ""
        from revive.provenance import verify

        language = language_of(request)
        page.desk.remember(request.session_hash, path)
        try:
            verdict = page.answer(request, verify, Path(path))
        except TROUBLES as error:
            return trouble(error, language)
        kind = "good" if verdict.whole else "plain"
        return "".join(note(sentence, kind) for sentence in verdict.sentences(language))

    file.change(look, file, said, **QUICK)
