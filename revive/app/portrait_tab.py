"""The photograph: which faces were found, who speaks, and the picture before and after its light."""

from __future__ import annotations

import dataclasses

import gradio as gr

from revive.app import imagine_part, restore_part
from revive.app.flow import QUICK, TROUBLES, Page
from revive.app.make_tab import MakeTab
from revive.app.translations import language_of, say
from revive.app.words import both, note, trouble
from revive.brief import Brief
from revive.previews import preview_faces, preview_light


def build(page: Page, make: MakeTab) -> None:
    """Draw the tab and wire it; the face found is shown on the first tab too."""
    i18n, control = page.i18n, page.sheet.control
    boxes = gr.State(())
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            gr.HTML(both("portrait_hint", "p"), elem_classes="lead")
            faces = gr.Image(
                label=i18n("face_found"),
                show_label=False,
                interactive=False,
                buttons=["fullscreen"],
                elem_id="faces",
                height=520,
            )
            said = gr.HTML(note_first(), elem_id="faces-note")
        with gr.Column(scale=4, min_width=300, elem_classes="step"):
            control("face", elem_id="face-number")
            control("light")
            control("background")
            control("face_detector")
            show = gr.Button(i18n("portrait_show"), variant="primary", elem_id="compare")
            compare = gr.ImageSlider(
                label=i18n("portrait_compare"), interactive=False, buttons=["fullscreen"], visible=False,
                elem_id="compared",
            )  # fmt: skip
            compare_note = gr.HTML()
    restore_part.build(page)
    imagine_part.build(page)

    inputs = page.sheet.inputs
    shown = [make.result.found, make.result.empty, make.found_note, faces, said, boxes]

    def look(values: dict, request: gr.Request) -> dict:
        return show_faces(page.brief(values, request), request)

    def look_afresh(values: dict, request: gr.Request) -> dict:
        """Another photograph has other faces: begin with the largest."""
        brief = dataclasses.replace(page.brief(values, request), face=1)
        return {**show_faces(brief, request), page.sheet.controls["face"]: 1}

    def show_faces(brief: Brief, request: gr.Request) -> dict:
        language = language_of(request)
        hidden = {make.result.found: gr.update(value=None, visible=False), faces: None, boxes: ()}
        if brief.photo is None:
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: "", said: note_first()}
        if not page.consented(request):
            first = note(say("consent_first", language))
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: first, said: first}
        try:
            looked = page.answer(request, preview_faces, brief, page.desk.new_folder(request.session_hash))
        except TROUBLES as error:
            sentence = trouble(error, language)
            return {**hidden, make.result.empty: gr.update(visible=True), make.found_note: sentence, said: sentence}
        count = len(looked.boxes)
        key = "one_face" if count == 1 else "many_faces"
        sentence = note(say(key, language, n=count, face=brief.face), "good")
        return {
            make.result.found: gr.update(value=looked.picture, visible=True),
            make.result.empty: gr.update(visible=False),
            make.found_note: sentence,
            faces: looked.picture,
            said: sentence,
            boxes: looked.boxes,
        }

    face = page.sheet.controls["face"]
    page.sheet.controls["photo"].change(look_afresh, inputs, [*shown, face], **QUICK)
    page.when_answered(look, inputs, shown)
    for chooser in (face, page.sheet.controls["face_detector"]):
        chooser.change(look, inputs, shown, **QUICK)

    def choose(known: tuple, present: float, event: gr.SelectData) -> float:
        place = event.index if isinstance(event.index, list) and len(event.index) == 2 else None
        return (touched(known, *place) if place else None) or present

    for picture in (faces, make.result.found):
        picture.select(choose, [boxes, face], face, **QUICK)

    def before_and_after(values: dict, request: gr.Request) -> dict:
        brief = page.brief(values, request)
        if brief.photo is None:
            return {compare_note: note_first(), compare: gr.update(visible=False)}
        if not page.consented(request):
            first = note(say("consent_first", language_of(request)))
            return {compare_note: first, compare: gr.update(visible=False)}
        try:
            pair = page.answer(request, preview_light, brief, page.desk.new_folder(request.session_hash))
        except TROUBLES as error:
            return {compare_note: trouble(error, language_of(request)), compare: gr.update(visible=False)}
        return {compare_note: "", compare: gr.update(value=pair, visible=True)}

    show.click(before_and_after, inputs, [compare, compare_note], **QUICK)


def note_first() -> str:
    """What stands where a photograph will be shown."""
    return f'<div class="note plain">{both("photo_first", "span")}</div>'


def touched(boxes: tuple, x: int, y: int) -> int | None:
    """The number of the face at a point of the picture: the smallest whose box holds it; None where there is none."""
    at = [
        ((right - left) * (bottom - top), number)
        for number, (left, top, right, bottom) in enumerate(boxes, start=1)
        if left <= x <= right and top <= y <= bottom
    ]
    return min(at)[1] if at else None
