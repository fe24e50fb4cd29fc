"""Several faces that talk: below the words, once the photograph has several faces, a voice and a feeling for each.

Each can have a recording instead of a voice. A line says how the words will be read.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from revive.app.parts.brief_form import AUTO, Control
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext
from revive.app.texts import language_of, say
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
            self.read = gr.HTML(elem_id="several-read")
            self.count = gr.State(0)  # faces in the photograph
            for face in range(1, SPEAKERS + 1):
                with gr.Column(visible=False) as row:
                    with gr.Row():
                        form.speakers[face] = self._controls(face)
                    with gr.Accordion(
                        i18n(f"speaker_recording_{face}"), open=False, elem_id=f"speaker-recorded-{face}"
                    ):
                        form.speakers[face]["recording"] = gr.Audio(
                            type="filepath", sources=["upload", "microphone"], editable=False, buttons=[],
                            show_label=False, elem_id=f"speaker-recording-{face}",
                        )  # fmt: skip
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
        recordings = [row["recording"] for row in self.context.form.speakers.values()]
        return [self.part, self.count, self.read, *self.rows, *recordings]

    def updates(self, count: int, words: str, language: str) -> dict:
        """Updates for a photograph with so many faces; a recording of a face that is not there is taken out."""
        faces = range(1, count + 1) if count > 1 else range(0)
        rows = {row: gr.update(visible=face in faces) for face, row in enumerate(self.rows, start=1)}
        gone = {row["recording"]: None for face, row in self.context.form.speakers.items() if face not in faces}
        told = {self.count: count, self.read: told_of(words, count, language)}
        return {self.part: gr.update(visible=count > 1), **told, **rows, **gone}

    def wire(self) -> None:
        """Let the button begin a line for each of two faces, and put the cursor there; say how words will be read."""

        def begin(words: str | None) -> str:
            words = (words or "").strip()
            return words if read_script(words) else f"1: {words}\n2: "

        words = self.context.form.controls["words"]

        def tell(words: str | None, count: int, request: gr.Request) -> str:
            return told_of(words or "", count, language_of(request))

        words.change(tell, [words, self.count], self.read, **IMMEDIATE)
        pressed = self.begin.click(begin, words, words, **IMMEDIATE)
        pressed.then(None, None, None, js="() => window.reviveFocus('#words textarea')", **IMMEDIATE)


def told_of(words: str, count: int, language: str) -> str:
    """A note that says how words will be read above a photograph with so many faces; empty where nothing is typed."""
    if count < 2 or not words.strip():
        return ""
    faces = [turn.face for turn in read_script(words)]
    if len(set(faces)) < 2:
        return note(say("several_alone", language))
    if max(faces) > count:
        return note(say("several_list", language, face=max(faces)))
    return note(say("several_talk", language, n=len(faces)), "good")
