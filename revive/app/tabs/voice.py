"""The Voice tab: listening to the words, recordings of their voice, a similar voice, and names."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import gradio as gr

from revive.app.parts import pronunciations, voice_sample
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.own_voice import OwnVoice
from revive.app.parts.page_context import PageContext, missing
from revive.app.parts.voice_match import VoiceMatch
from revive.app.texts import language_of, say
from revive.core.errors import UserError
from revive.previews import hear_words, preview_words


def build(context: PageContext) -> None:
    """Draw the tab and wire it; what stores something of a person is there only at home."""
    _listening(context)
    if context.at_home:
        own = OwnVoice(context)
        nearer = VoiceMatch(context, own)
        own.wire(nearer.outputs, nearer.ready)
        nearer.wire()
    else:
        gr.HTML(f'<div class="note plain">{prose("voice_away", "span")}</div>', elem_id="voice-away")
    pronunciations.build(context)


def _listening(context: PageContext) -> None:
    i18n, control = context.i18n, context.form.control
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(prose("voice_hint", "p"), elem_classes="lead")
            words = control("words", lines=4, max_lines=12, info=None, elem_id="voice-words")
            with gr.Row():
                voice = control("voice", min_width=180, elem_id="voice-voice")
                language = control("language", min_width=180)
            voice_sample.build(context, voice, language)
            control("pace")
            if context.at_home:
                control("person", elem_id="voice-person")
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            listen = gr.Button(i18n("voice_listen"), variant="primary", size="lg", elem_id="listen")
            read = gr.Button(i18n("voice_read"), size="sm", elem_id="voice-read")
            status = gr.HTML(elem_id="voice-status")
            sample = gr.Audio(
                label=i18n("voice_sample"), interactive=False, editable=False, visible=False, buttons=["download"],
                elem_id="voice-sample",
            )  # fmt: skip

    def speak(values: dict, request: gr.Request) -> Iterator[dict]:
        brief = context.brief(values, request)
        if wrong := missing(brief).get("words"):
            yield {status: error_note(wrong, language_of(request))}
            return
        folder = context.new_folder(request)

        yield from context.follow_job(
            request, folder, lambda progress: preview_words(brief, folder, progress), status,
            lambda speech: {sample: gr.update(value=speech.path, visible=True), status: ""},
            permit=lambda: brief.permit("speech"),
        )  # fmt: skip

    def show_read(values: dict, request: gr.Request) -> dict:
        """How the words will be read, sentence by sentence where that is not as they are typed."""
        language = language_of(request)
        try:
            heard = hear_words(context.read_brief(values, request))
        except UserError as error:
            return {status: error_note(error, language)}
        changed = [(typed, spoken) for typed, spoken in heard.sentences if typed != spoken]
        if not changed:
            return {status: note(say("voice_read_same", language), "good")}
        rows = "".join(f"<dt>{escape(typed)}</dt><dd>{escape(spoken)}</dd>" for typed, spoken in changed)
        return {status: f'<dl class="read" role="status">{rows}</dl>'}

    passed_read = guard_form(context, read, only=("words",), here={"words": words})
    passed_read.success(show_read, context.form.inputs, status, **IMMEDIATE)
    passed = guard_form(context, listen, only=("words", *ANSWERS), here={"words": words})
    passed.success(speak, context.form.inputs, [sample, status], **FOLLOWING)
