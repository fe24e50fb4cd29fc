"""Hearing a voice before it is chosen: one sentence, spoken by the voice itself."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from revive.app.parts.brief_form import AUTO, Control
from revive.app.parts.event_options import QUEUED
from revive.app.parts.page_context import PageContext
from revive.app.texts import language_of
from revive.core.localisation import nearest
from revive.previews import preview_voice


def build(context: PageContext, voice: Control, language: Control) -> None:
    """Draw the button and the player below the two lists, and wire them; a sample that was made is played again."""
    hear = gr.Button(context.i18n("voice_hear"), size="sm", elem_id="voice-hear")
    status = gr.HTML(elem_id="voice-hear-status")
    player = gr.Audio(
        label=context.i18n("voice_hear_player"), interactive=False, editable=False, visible=False, autoplay=True,
        buttons=[], elem_id="voice-hear-player",
    )  # fmt: skip
    made = gr.State({})  # (voice, language) -> file

    def speak(chosen: str, spoken: str, kept: dict, request: gr.Request) -> Iterator[dict]:
        tongue = nearest(language_of(request)) if spoken in (AUTO, None) else spoken
        named = None if chosen in (AUTO, None) else chosen
        if file := context.own_file(request, kept.get((named, tongue))):
            yield {player: gr.update(value=file, visible=True)}
            return
        folder = context.new_folder(request)
        yield from context.follow_job(
            request, folder, lambda progress: preview_voice(named, tongue, folder, progress), status,
            lambda speech: {
                player: gr.update(value=speech.path, visible=True), status: "",
                made: {**kept, (named, tongue): str(speech.path)},
            },
            permit=lambda: context.permit("sample"),
        )  # fmt: skip

    hear.click(speak, [voice, language, made], [player, status, made], **QUEUED)
