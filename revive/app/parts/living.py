"""A photograph that says nothing and lives: what it does, how long, in which shape and format, and the button."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.brief import Brief
from revive.direction.moments import MOMENTS

FORMATS = {"MP4": "clip.mp4", "GIF": "clip.gif", "WebP": "clip.webp"}


class LivingPhoto:
    """The part below the words; `wire` lets the choices write the moments, `brief` reads what was chosen.

    Attributes
    ----------
    button : makes it
    format : one of FORMATS
    """

    def __init__(self, context: PageContext):
        i18n, control = context.i18n, context.form.control
        self.context = context
        with gr.Column(elem_classes="living", elem_id="living"):
            gr.HTML(prose("living_hint", "p"))
            self.button = gr.Button(i18n("living_button"), elem_id="bring-to-life")
            with gr.Accordion(i18n("living_more"), open=False, elem_id="living-more"):
                self.choice = context.form.boxes(
                    "moment", MOMENTS, show_label=False, container=False, elem_id="moments"
                )
                self.moment = control("moment", max_lines=2, elem_id="moment", placeholder=i18n("moment_placeholder"))
                with gr.Row():
                    control("seconds", min_width=120, elem_id="seconds")
                    control("shape", min_width=120, elem_id="shape")
                    self.format = gr.Radio(
                        list(FORMATS), value="MP4", label=i18n("living_format"), min_width=120, elem_id="format"
                    )
                control("loop", elem_id="loop")
                control("everyone", elem_id="everyone")

    def wire(self) -> None:
        """Let the choices write their names into the text, in the order in which they were chosen."""

        def write(chosen: list[str]) -> str:
            return ", ".join(chosen)

        self.choice.input(write, self.choice, self.moment, **IMMEDIATE)

    def brief(self, brief: Brief, values: dict) -> Brief:
        """The form's brief without anything that is said."""
        out = Path(FORMATS.get(values.get(self.format) or "MP4", "clip.mp4"))
        music = brief.music if out.suffix == ".mp4" else None
        title = "" if brief.loop or out.suffix != ".mp4" else brief.title
        return dataclasses.replace(
            brief, words="", recording=None, driver=None, music=music, title=title, out=out
        )  # fmt: skip
