"""The Act tab: a film of somebody who says the words moves the photograph."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.heard_words import HeardWords
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.tabs.make import MakeTab
from revive.app.texts import language_of, say


def build(context: PageContext, make: MakeTab, film: gr.Video) -> gr.Button:
    """Draw the tab with the control `film` in it, and wire it; returns the button that makes the clip."""
    i18n, control = context.i18n, context.form.control
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(prose("act_hint", "p"), elem_classes="lead")
            film.render()
            said = gr.HTML(elem_id="driver-note")
            heard = HeardWords(context, "driver")
            with gr.Accordion(i18n("act_amounts"), open=False, elem_id="amounts"):
                for name in ("lips", "expression", "head_motion", "blink"):
                    control(name)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            gr.HTML(
                "".join(prose(key, "p") for key in ("act_how", "act_words", "act_private")),
                elem_classes="lead",
            )
            button = gr.Button(i18n("make"), variant="primary", size="lg", elem_id="act-make")

    def look(path: str | None, request: gr.Request) -> dict:
        if path is None:
            return {said: "", make.film_note: "", heard.ready: None}
        from revive.motion import check_performance

        context.remember_uploads(request, path)
        language = language_of(request)
        if not context.consented(request):
            first = note(say("consent_first", language))
            return {said: first, make.film_note: first, heard.ready: None}
        sound = False
        try:
            sound = context.run_now(request, check_performance, Path(path)).sound
        except EXPECTED_ERRORS as error:
            sentence = error_note(error, language)
        else:
            sentence = note(say("film_leads" if sound else "film_silent", language), "good")
        return {said: sentence, make.film_note: sentence, heard.ready: path if sound else None}

    shown = [said, make.film_note, heard.ready]
    heard.follow(film.change(look, film, shown, **IMMEDIATE))
    context.after_consent.append((look, film, shown, heard.follow))
    heard.wire()
    return button
