"""The movement: a small, quick preview with the first sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import gradio as gr

from revive.app.flow import LINE, Page, first_sentence, missing
from revive.app.translations import language_of, say
from revive.app.words import both, note

SIZE = 320  # longest side of the preview in pixels


def build(page: Page) -> None:
    """Draw the tab and wire it."""
    i18n, control = page.i18n, page.sheet.control
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(both("motion_hint", "p"), elem_classes="lead")
            for name in ("lips", "head_motion", "blink", "expression"):
                control(name)
            with gr.Row():
                control("emotion", min_width=180)
                control("strength", min_width=180)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            show = gr.Button(i18n("motion_show"), variant="primary", size="lg", elem_id="preview")
            status = gr.HTML(elem_id="preview-status")
            video = gr.Video(
                label=i18n("motion_preview"), show_label=False, interactive=False, visible=False, buttons=[],
                elem_id="preview-clip",
            )  # fmt: skip

    def preview(values: dict, request: gr.Request) -> Iterator[dict]:
        from revive.pipeline import make_clip

        language = language_of(request)
        folder = page.desk.new_folder(request.session_hash)
        brief = page.brief(values, request, out=folder / "preview.mp4")
        brief = dataclasses.replace(
            brief, size=SIZE, captions=False, title="", music=None, recording=None,
            words=first_sentence(brief.words) or say("words_placeholder", language),
        )  # fmt: skip
        if wrong := missing(brief):
            yield {status: note(next(iter(wrong.values())).sentence(language), "wrong")}
            return
        yield from page.follow(
            request, folder, lambda progress: make_clip(brief, progress=progress), status,
            lambda result: {video: gr.update(value=result.clip.out, visible=True), status: ""},
        )  # fmt: skip

    show.click(preview, page.sheet.inputs, [video, status], **LINE)
