"""“Tell me when it is ready”: a message from the browser when a long job is done; see assets/notify.js."""

from __future__ import annotations

from html import escape

import gradio as gr

from revive.app.parts.html import prose
from revive.app.texts import TEXT

SAID = ("notify_ready", "notify_failed")


class NotifyChoice:
    """The box, which is shown while a job runs, and what is said then; nothing of it reaches the server."""

    def __init__(self):
        said = "".join(
            f'<span data-key="{key}" lang="{language}">{escape(text)}</span>'
            for key in SAID
            for language, text in TEXT[key].in_every_language().items()
        )
        self.html = gr.HTML(
            f'<label class="notify"><input type="checkbox" id="notify"> {prose("notify", "span")}</label>',
            visible=False, elem_id="notify-choice",
        )  # fmt: skip
        gr.HTML(f'<div id="notify-words" hidden>{said}</div>')
