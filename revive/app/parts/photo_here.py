"""The photograph and the three answers again, for tabs where one can begin without having been on the first."""

from __future__ import annotations

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext


def draw_photo_here(context: PageContext, prefix: str, *, words: bool = False) -> dict[str, Control]:
    """Draw copies of the photograph, the answers and, if asked for, the words, given by field; all tabs say the same.

    Parameters
    ----------
    prefix : of the elements' ids
    """
    control, i18n = context.form.control, context.i18n
    with gr.Column(elem_classes="step"):
        gr.HTML(prose("photo_here", "h2"), elem_classes="heading")
        here = {"photo": control("photo", show_label=False, height=220, elem_id=f"{prefix}-photo", buttons=[])}
        with gr.Accordion(i18n("whose_photo"), open=True, elem_id=f"{prefix}-answers"):
            here |= draw_answers_here(context, prefix)
        if words:
            here["words"] = control(
                "words", lines=2, max_lines=12, info=None, elem_id=f"{prefix}-words",
                placeholder=i18n("words_placeholder"),
            )  # fmt: skip
    return here


def draw_answers_here(context: PageContext, prefix: str) -> dict[str, Control]:
    """Draw copies of the three answers, given by field.

    Parameters
    ----------
    prefix : of the elements' ids
    """
    control = context.form.control
    return {
        "relation": control("relation", info=None, elem_id=f"{prefix}-relation", max_length=500),
        "basis": control("basis", info=None, elem_id=f"{prefix}-basis"),
        "adult": control("adult", info=None, elem_id=f"{prefix}-adult"),
    }
