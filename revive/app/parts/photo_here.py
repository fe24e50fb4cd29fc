"""The photograph and the three answers again, for tabs where one can begin without having been on the first."""

from __future__ import annotations

import gradio as gr

from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext


def draw_photo_here(context: PageContext, prefix: str, *, words: bool = False) -> None:
    """Draw copies of the photograph, the answers and, if asked for, the words; they say the same on every tab.

    Parameters
    ----------
    prefix : of the elements' ids
    """
    control, i18n = context.form.control, context.i18n
    with gr.Column(elem_classes="step"):
        gr.HTML(prose("photo_here", "h2"), elem_classes="heading")
        control("photo", show_label=False, height=220, elem_id=f"{prefix}-photo", buttons=[])
        with gr.Accordion(i18n("whose_photo"), open=True, elem_id=f"{prefix}-answers"):
            control("relation", info=None, elem_id=f"{prefix}-relation", max_length=500)
            control("basis", info=None, elem_id=f"{prefix}-basis")
            control("adult", info=None, elem_id=f"{prefix}-adult")
        if words:
            control(
                "words", lines=2, max_lines=12, info=None, elem_id=f"{prefix}-words",
                placeholder=i18n("words_placeholder"),
            )  # fmt: skip
