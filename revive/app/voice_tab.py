"""The voice: listen to the words, bring recordings of their own, come nearer to it, say names rightly."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from revive.app import names_part
from revive.app.flow import LINE, Page, missing
from revive.app.match_part import Nearer
from revive.app.own_voice_part import OwnVoice
from revive.app.translations import language_of
from revive.app.words import both, note
from revive.previews import preview_words


def build(page: Page) -> None:
    """Draw the tab and wire it; what keeps something of a person is there only at home."""
    _listening(page)
    if page.at_home:
        own = OwnVoice(page)
        nearer = Nearer(page, own)
        own.wire(nearer.outputs, nearer.ready)
        nearer.wire()
    else:
        gr.HTML(f'<div class="note plain">{both("voice_away", "span")}</div>', elem_id="voice-away")
    names_part.build(page)


def _listening(page: Page) -> None:
    i18n, control = page.i18n, page.sheet.control
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(both("voice_hint", "p"), elem_classes="lead")
            control("words", lines=4, max_lines=12, info=None)
            with gr.Row():
                control("voice", min_width=180)
                control("language", min_width=180)
            control("pace")
            if page.at_home:
                control("person", elem_id="voice-person")
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            listen = gr.Button(i18n("voice_listen"), variant="primary", size="lg", elem_id="listen")
            status = gr.HTML(elem_id="voice-status")
            sample = gr.Audio(
                label=i18n("voice_sample"), interactive=False, editable=False, visible=False, buttons=["download"],
                elem_id="voice-sample",
            )  # fmt: skip

    def speak(values: dict, request: gr.Request) -> Iterator[dict]:
        brief = page.brief(values, request)
        if "words" in (wrong := missing(brief)):
            yield {status: note(wrong["words"].sentence(language_of(request)), "wrong")}
            return
        folder = page.desk.new_folder(request.session_hash)

        yield from page.follow(
            request, folder, lambda progress: preview_words(brief, folder, progress), status,
            lambda speech: {sample: gr.update(value=speech.path, visible=True), status: ""},
            permit=lambda: brief.permit("speech"),
        )  # fmt: skip

    listen.click(speak, page.sheet.inputs, [sample, status], **LINE)
