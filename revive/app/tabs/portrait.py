"""The Portrait tab: the faces, who speaks, the light before and after, restoring, and portraits from words."""

from __future__ import annotations

import dataclasses

import gradio as gr

from revive.app.parts import portraits_from_words, restore
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.parts.photo_here import draw_photo_here
from revive.app.tabs.make import MakeTab
from revive.app.texts import language_of, say
from revive.brief import Brief
from revive.face.photograph import DAMAGED
from revive.previews import preview_faces, preview_light


def build(context: PageContext, make: MakeTab) -> gr.Accordion:
    """Draw the tab and wire it; the face found is shown on the first tab too. Gives the part that restores."""
    i18n, control = context.i18n, context.form.control
    boxes = gr.State(())
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            here = draw_photo_here(context, "portrait")
            gr.HTML(prose("portrait_hint", "p"), elem_classes="lead")
            faces = gr.Image(
                label=i18n("face_found"),
                show_label=False,
                interactive=False,
                buttons=["fullscreen"],
                elem_id="faces",
                height=520,
            )
            said = gr.HTML(photo_first_note(), elem_id="faces-note")
        with gr.Column(scale=4, min_width=300, elem_classes="step"):
            control("face", elem_id="face-number")
            control("light")
            control("background")
            control("resting_face")
            control("face_detector")
            show = gr.Button(i18n("portrait_show"), variant="primary", elem_id="compare")
            compare = gr.ImageSlider(
                label=i18n("portrait_compare"), interactive=False, buttons=["fullscreen"], visible=False,
                elem_id="compared",
            )  # fmt: skip
            compare_note = gr.HTML()
    restoring = restore.build(context, make.photo_tools, here)
    portraits_from_words.build(context, make.photo_tools, here, make.result.shelf)

    inputs = context.form.inputs
    shown = [
        make.result.found,
        make.result.empty,
        make.found_note,
        make.restore_offer,
        faces,
        said,
        boxes,
        *make.several.outputs,
    ]

    def look(values: dict, request: gr.Request) -> dict:
        return faces_updates(context.brief(values, request), request)

    def look_at_new_photo(values: dict, request: gr.Request) -> dict:
        """A new photograph has other faces: begin with the largest."""
        brief = dataclasses.replace(context.brief(values, request), face=1)
        return {**faces_updates(brief, request), context.form.controls["face"]: 1}

    def faces_updates(brief: Brief, request: gr.Request) -> dict:
        language = language_of(request)
        hidden = {
            make.result.found: gr.update(value=None, visible=False), faces: None, boxes: (),
            make.restore_offer: gr.update(visible=False), **make.several.updates(0, "", language),
        }  # fmt: skip
        if brief.photo is None:
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: "", said: photo_first_note()}
        if not context.consented(request):
            first = note(say("consent_first", language))
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: first, said: first}
        try:
            found = context.run_now(request, preview_faces, brief, context.preview_folder(request, "faces"))
        except EXPECTED_ERRORS as error:
            sentence = error_note(error, language)
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: sentence, said: sentence}
        count = len(found.boxes)
        key = "one_face" if count == 1 else "many_faces"
        lines = [say(key, language, n=count, face=brief.face), *(told.text(language) for told in found.notes)]
        sentence = note(" ".join(lines), "good")
        return {
            make.result.found: gr.update(value=found.picture, visible=True),
            make.result.empty: gr.update(visible=False),
            make.found_note: sentence,
            make.restore_offer: gr.update(visible=DAMAGED in found.notes),
            faces: found.picture,
            said: sentence,
            boxes: found.boxes,
            **make.several.updates(count, brief.words, language),
        }

    face = context.form.controls["face"]
    context.form.controls["photo"].change(look_at_new_photo, inputs, [*shown, face], **IMMEDIATE)
    context.after_consent.append((look, inputs, shown, None))
    for chooser in (face, context.form.controls["face_detector"]):
        chooser.change(look, inputs, shown, **IMMEDIATE)

    def choose(known_boxes: tuple, present: float, event: gr.SelectData) -> float:
        place = event.index if isinstance(event.index, list) and len(event.index) == 2 else None
        return (face_at(known_boxes, *place) if place else None) or present

    for picture in (faces, make.result.found):
        picture.select(choose, [boxes, face], face, **IMMEDIATE)

    def before_and_after(values: dict, request: gr.Request) -> dict:
        brief = context.brief(values, request)
        if brief.photo is None:
            return {compare_note: photo_first_note(), compare: gr.update(visible=False)}
        if not context.consented(request):
            first = note(say("consent_first", language_of(request)))
            return {compare_note: first, compare: gr.update(visible=False)}
        try:
            pair = context.run_now(request, preview_light, brief, context.preview_folder(request, "light"))
        except EXPECTED_ERRORS as error:
            return {compare_note: error_note(error, language_of(request)), compare: gr.update(visible=False)}
        return {compare_note: "", compare: gr.update(value=pair, visible=True)}

    passed = guard_form(context, show, only=("photo", *ANSWERS, "prompt"), here=here)
    passed.success(before_and_after, inputs, [compare, compare_note], **IMMEDIATE)
    return restoring


def photo_first_note() -> str:
    """The note in the place of a photograph."""
    return f'<div class="note plain">{prose("photo_first", "span")}</div>'


def face_at(boxes: tuple, x: int, y: int) -> int | None:
    """The number of the face at a point of the picture: the smallest whose box holds it; None where there is none."""
    at = [
        ((right - left) * (bottom - top), number)
        for number, (left, top, right, bottom) in enumerate(boxes, start=1)
        if left <= x <= right and top <= y <= bottom
    ]
    return min(at)[1] if at else None
