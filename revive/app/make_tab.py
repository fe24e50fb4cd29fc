"""The whole job on one tab: a photograph, words, consent, a description, Make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from revive.app.controls import UNDERSTOOD
from revive.app.examples import examples
from revive.app.flow import QUICK, TROUBLES, Page
from revive.app.result import Result
from revive.app.translations import language_of, say
from revive.app.words import bilingual, both, note, trouble
from revive.brief import Brief


@dataclass(frozen=True)
class MakeTab:
    """The parts of this tab that others fill or press."""

    result: Result
    found_note: gr.HTML
    job_file: gr.UploadButton
    job_note: gr.HTML
    film_note: gr.HTML


def build(page: Page) -> MakeTab:
    """Draw the tab and wire it."""
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            example = _draw_example(page)
            _draw_consent(page)
            found_note = _draw_photo(page)
            recording_note, film_note = _draw_words(page)
            _draw_prompt(page)
            job_file, job_note = _draw_more(page)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            result = Result(page)
    _wire_example(page, example)
    _wire_recording(page, recording_note)
    _wire_prompt(page)
    return MakeTab(result, found_note, job_file, job_note, film_note)


def _draw_example(page: Page) -> gr.Button:
    credit = examples()[0].credit
    with gr.Row(elem_classes="example", equal_height=True):
        gr.HTML(f"{both('example_title', 'strong')}{bilingual(credit, 'p')}", scale=3, min_width=220)
        return gr.Button(page.i18n("example_button"), elem_id="example", size="md", scale=1, min_width=150)


def _draw_consent(page: Page) -> None:
    with gr.Column(elem_classes="step"):
        _heading(page, "step_consent", "consent_info")
        control = page.sheet.control
        control("relation", info=None, elem_id="relation", max_length=500, placeholder=page.i18n("consent_placeholder"))
        control("basis", info=None, elem_id="basis")
        control("adult", info=None, elem_id="adult")


def _draw_photo(page: Page) -> gr.HTML:
    with gr.Column(elem_classes="step"):
        _heading(page, "step_photo", "step_photo_hint")
        page.sheet.control("photo", show_label=False, height=260, elem_id="photo", buttons=[])
        return gr.HTML(elem_id="found-note")


def _draw_words(page: Page) -> tuple[gr.HTML, gr.HTML]:
    with gr.Column(elem_classes="step"):
        _heading(page, "step_words", "step_words_hint")
        with gr.Tabs(elem_classes="inner"):
            with gr.Tab(page.i18n("typed")):
                page.sheet.control(
                    "words", lines=3, max_lines=12, show_label=False, info=None, elem_id="words",
                    placeholder=page.i18n("words_placeholder"),
                )  # fmt: skip
            with gr.Tab(page.i18n("recorded")):
                page.sheet.control("recording", show_label=False, elem_id="recording")
                recording_note = gr.HTML(elem_id="recording-note")
        return recording_note, gr.HTML(elem_id="film-note")


def _draw_prompt(page: Page) -> None:
    with gr.Column(elem_classes="step"):
        _heading(page, "step_prompt", "step_prompt_hint")
        page.sheet.control(
            "prompt", lines=2, show_label=False, info=None, elem_id="prompt",
            placeholder=page.i18n("prompt_placeholder"),
        )  # fmt: skip
        with gr.Accordion(page.i18n("understood"), open=True, elem_id="understood"):
            for names in (("emotion", "strength"), ("light", "background"), ("pace",)):
                with gr.Row():
                    for name in names:
                        page.sheet.control(name, min_width=120, elem_id=name)


def _draw_more(page: Page) -> tuple[gr.UploadButton, gr.HTML]:
    control = page.sheet.control
    with gr.Accordion(page.i18n("more"), open=False, elem_id="more", elem_classes="step"):
        for names in (
            ("voice", "language"), ("face", "seed"), ("size", "fps"), ("head_motion", "blink"), ("expression", "lips"),
            ("sentence_feelings", "refine"), ("person",), ("pronounce",), ("title", "captions"), ("music",),
        ):  # fmt: skip
            with gr.Row():
                for name in names:
                    control(name, min_width=150, elem_id=name)
        job_file = gr.UploadButton(page.i18n("load_job"), file_types=[".json"], size="sm")
        return job_file, gr.HTML()


def _wire_example(page: Page, button: gr.Button) -> None:
    sheet = page.sheet

    def fill(request: gr.Request) -> dict:
        settings = examples()[0].settings(language_of(request))
        # a copy: the page serves nothing from outside its own folder
        copy = page.desk.new_folder(request.session_hash) / settings["photo"].name
        copy.write_bytes(settings["photo"].read_bytes())
        return {sheet.controls[name]: value for name, value in {**settings, "photo": copy, "recording": None}.items()}

    filled = [sheet.controls[name] for name in ("photo", "words", "relation", "basis", "prompt", "recording")]
    pressed = button.click(fill, outputs=filled, **QUICK)
    pressed.then(**_reading(page))


def _wire_recording(page: Page, shown: gr.HTML) -> None:
    def listen(path: str | None, request: gr.Request) -> str:
        if path is None:
            return ""
        from revive.speech import check_recording

        page.desk.remember(request.session_hash, path)
        if not page.consented(request):
            return note(say("consent_first", language_of(request)))
        try:
            page.answer(request, check_recording, Path(path))
        except TROUBLES as error:
            return trouble(error, language_of(request))
        return note(say("recording_heard", language_of(request)), "good")

    recording = page.sheet.controls["recording"]
    recording.change(listen, recording, shown, **QUICK)
    page.when_answered(listen, recording, shown)


def _wire_prompt(page: Page) -> None:
    sheet = page.sheet
    sheet.controls["prompt"].blur(**_reading(page))
    for name in UNDERSTOOD:  # once changed by hand, what is shown is what is meant
        sheet.controls[name].input(None, sheet.controls["prompt"], sheet.read, js="(prompt) => prompt", **QUICK)


def _reading(page: Page) -> dict:
    """Arguments of an event that reads the prompt and shows what was understood, unless that is shown already."""
    sheet = page.sheet
    controls = [sheet.controls[name] for name in UNDERSTOOD]

    def read(prompt: str | None, known: str | None, request: gr.Request) -> dict:
        prompt = prompt or ""
        if prompt == known or (known is None and not prompt):
            return {sheet.read: known}
        from revive.pipeline import direct

        try:
            direction = page.answer(request, direct, Brief(prompt=prompt))
        except TROUBLES:  # the prompt is checked, and its fault said, when the clip is made
            return {sheet.read: None}
        return {**{sheet.controls[name]: getattr(direction, name) for name in UNDERSTOOD}, sheet.read: prompt}

    return {"fn": read, "inputs": [sheet.controls["prompt"], sheet.read], "outputs": [*controls, sheet.read], **QUICK}


def _heading(page: Page, title: str, hint: str) -> None:
    gr.HTML(f"{both(title, 'h2')}{both(hint, 'p')}", elem_classes="heading")
