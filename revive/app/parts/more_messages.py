"""Several messages for one photograph in one go: a box for each, and a clip of each."""

from __future__ import annotations

import dataclasses

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.page_context import PageContext
from revive.brief import Brief

MOST = 5  # messages besides the first


class MoreMessages:
    """The boxes below the words, hidden until they are asked for; `wire` connects the button that shows the next."""

    def __init__(self, context: PageContext):
        i18n, most = context.i18n, min(MOST, context.jobs.limits.each - 1)  # each is a job of its own
        self.boxes = [
            gr.Textbox(
                label=i18n(f"message_{number}"), lines=3, max_lines=12, visible=False, elem_id=f"message-{number}"
            )
            for number in range(2, most + 2)
        ]
        self.button = gr.Button(i18n("another_message"), size="sm", visible=most > 0, elem_id="another-message")
        self.shown = gr.State(0)

    def wire(self) -> None:
        """Let the button show one more box each time."""

        def show(shown: int) -> dict:
            most = len(self.boxes)
            updates: dict = {self.shown: min(shown + 1, most)}
            if shown < most:
                updates[self.boxes[shown]] = gr.update(visible=True)
            if shown + 1 >= most:
                updates[self.button] = gr.update(visible=False)
            return updates

        self.button.click(show, self.shown, [self.shown, self.button, *self.boxes], **IMMEDIATE)

    def briefs(self, first: Brief, values: dict) -> list[Brief]:
        """`first`, and the same with each of the other messages; they are spoken, also where the first is recorded."""
        texts = [text for box in self.boxes if (text := values.get(box) or "").strip()]
        spoken = first.without_moments()  # which may have been chosen before something was said
        return [
            first if first.silent else spoken,
            *(dataclasses.replace(spoken, words=text, recording=None, driver=None) for text in texts),
        ]
