"""Several faces that talk: below the words, once the photograph has several faces, a voice and a feeling for each."""

from __future__ import annotations

from typing import Any

import gradio as gr

from revive.app.parts.brief_form import AUTO, Control
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.app.texts.make import SPEAKERS
from revive.direction import EMOTIONS
from revive.speech.script import read_script
from revive.speech.voices import VOICES


class SeveralFaces:
    """The part, hidden until a photograph has several faces; its controls are `BriefForm.speakers`."""

    def __init__(self, context: PageContext):
        i18n, form = context.i18n, context.form
        self.context, self.rows = context, []
        with gr.Column(visible=False, elem_classes="lead", elem_id="several") as self.part:
            gr.HTML(f"{prose('several', 'strong')}{prose('several_hint', 'p')}")
            self.begin = gr.Button(i18n("several_begin"), size="sm", elem_id="several-begin")
            for face in range(1, SPEAKERS + 1):
                with gr.Row(visible=False) as row:
                    form.speakers[face] = self._controls(face)
                self.rows.append(row)

    def _controls(self, face: int) -> dict[str, Control]:
        i18n, form = self.context.i18n, self.context.form
        controls = {
            name: form.choice(
                name,
                (AUTO, *offered),
                label=i18n(f"speaker_{name}_{face}"),
                min_width=120,
                elem_id=f"speaker-{name}-{face}",
            )
            for name, offered in (("voice", tuple(VOICES)), ("emotion", EMOTIONS))
        }
        person = gr.Dropdown(
            label=i18n(f"speaker_person_{face}"), choices=[("—", "")], value="", visible=False, min_width=120,
            elem_id=f"speaker-person-{face}",
        )  # fmt: skip
        self.context.people.fill(person, nobody="—")
        return controls | {"person": person}

    @property
    def outputs(self) -> list[Any]:
        """What `updates` changes."""
        return [self.part, *self.rows]

    def updates(self, count: int) -> dict:
        """Updates for a photograph with so many faces."""
        several = count > 1
        rows = {row: gr.update(visible=several and face <= count) for face, row in enumerate(self.rows, start=1)}
        return {self.part: gr.update(visible=several), **rows}

    def wire(self) -> None:
        """Let the button begin a line for each of two faces, and put the cursor there."""

        def begin(words: str | None) -> str:
            words = (words or "").strip()
            return words if read_script(words) else f"1: {words}\n2: "

        words = self.context.form.controls["words"]
        pressed = self.begin.click(begin, words, words, **IMMEDIATE)
        pressed.then(None, None, None, js="() => window.reviveFocus('#words textarea')", **IMMEDIATE)
