"""The Make tab: a photograph, words, consent, a description, and the folded settings for all the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from revive.app.examples import EXAMPLE
from revive.app.parts.brief_form import READ_FROM_PROMPT
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.heard_words import HeardWords
from revive.app.parts.html import error_note, note, prose, tagged
from revive.app.parts.living import LivingPhoto
from revive.app.parts.more_messages import MoreMessages
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.parts.photo_tools import PhotoTools
from revive.app.parts.result import ResultPanel
from revive.app.parts.several import SeveralFaces
from revive.app.parts.unsure_names import UnsureNames
from revive.app.texts import language_of, say
from revive.brief import Brief

ROWS = (  # what stands beside each other in the folded settings
    ("voice", "language"), ("face", "seed"), ("size", "fps"), ("head_motion", "blink"), ("expression", "lips"),
    ("sentence_feelings", "refine"), ("person",), ("pronounce", "locale"),
    ("title", "captions"), ("transcribe", "music"),
)  # fmt: skip


@dataclass(frozen=True)
class MakeTab:
    """The parts of this tab that other tabs update or wire."""

    result: ResultPanel
    found_note: gr.HTML
    restore_offer: gr.Button
    photo_tools: PhotoTools
    job_file: gr.UploadButton
    job_note: gr.HTML
    film_note: gr.HTML
    several: SeveralFaces


def build(context: PageContext) -> MakeTab:
    """Draw the tab and wire it."""
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            example = _draw_example(context)
            photo_tools, found_note, restore_offer = _draw_photo(context)
            words = _draw_words(context)
            _draw_consent(context)
            _draw_prompt(context)
            job_file, job_note = _draw_more(context)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            result = ResultPanel(context, words.more, words.living)
    _wire_example(context, example)
    _wire_recording(context, words.recording_note, words.heard)
    _wire_prompt(context)
    for part in (words.more, words.living, words.unsure, words.several):
        part.wire()
    return MakeTab(
        result, found_note, restore_offer, photo_tools, job_file, job_note, words.film_note, words.several
    )  # fmt: skip


def _draw_example(context: PageContext) -> gr.Button:
    with gr.Row(elem_classes="example", equal_height=True):
        credit = tagged(EXAMPLE.credit.in_every_language(), "p")
        gr.HTML(f"{prose('example_title', 'strong')}{credit}{prose('pause', 'p')}", scale=3, min_width=220)
        return gr.Button(context.i18n("example_button"), elem_id="example", size="md", scale=1, min_width=150)


def _draw_photo(context: PageContext) -> tuple[PhotoTools, gr.HTML, gr.Button]:
    with gr.Column(elem_classes="step"):
        _heading(context, "step_photo", "step_photo_hint")
        context.form.control("photo", show_label=False, height=260, elem_id="photo", buttons=[])
        tools, found = PhotoTools(context), gr.HTML(elem_id="found-note")
        offer = gr.Button(context.i18n("restore_offer"), visible=False, size="sm", elem_id="restore-offer")
        return tools, found, offer


@dataclass(frozen=True)
class _Words:
    """The parts of the second step."""

    recording_note: gr.HTML
    heard: HeardWords
    film_note: gr.HTML
    several: SeveralFaces
    more: MoreMessages
    unsure: UnsureNames
    living: LivingPhoto


def _draw_words(context: PageContext) -> _Words:
    with gr.Column(elem_classes="step"):
        _heading(context, "step_words", "step_words_hint")
        with gr.Tabs(elem_classes="inner"):
            with gr.Tab(context.i18n("typed")):
                context.form.control(
                    "words", lines=3, max_lines=12, show_label=False, info=None, elem_id="words",
                    placeholder=context.i18n("words_placeholder"),
                )  # fmt: skip
                several = SeveralFaces(context)
                unsure = UnsureNames(context)
                more = MoreMessages(context)
            with gr.Tab(context.i18n("recorded")):
                context.form.control("recording", show_label=False, elem_id="recording")
                recording_note = gr.HTML(elem_id="recording-note")
                heard = HeardWords(context, "recording")
                context.form.control("words", lines=3, max_lines=12, info=None, elem_id="recording-said")
        film_note = gr.HTML(elem_id="film-note")
        return _Words(recording_note, heard, film_note, several, more, unsure, LivingPhoto(context))


def _draw_consent(context: PageContext) -> None:
    with gr.Column(elem_classes="step"):
        _heading(context, "step_consent", "consent_info")
        control = context.form.control
        control(
            "relation", info=None, elem_id="relation", max_length=500, placeholder=context.i18n("consent_placeholder")
        )
        control("basis", info=None, elem_id="basis")
        control("adult", info=None, elem_id="adult")


def _draw_prompt(context: PageContext) -> None:
    with gr.Column(elem_classes="step"):
        _heading(context, "step_prompt", "step_prompt_hint")
        context.form.control(
            "prompt", lines=2, show_label=False, info=None, elem_id="prompt",
            placeholder=context.i18n("prompt_placeholder"),
        )  # fmt: skip
        with gr.Accordion(context.i18n("understood"), open=True, elem_id="understood"):
            for names in (("emotion", "strength"), ("light", "background"), ("pace",)):
                with gr.Row():
                    for name in names:
                        context.form.control(name, min_width=120, elem_id=name)


def _draw_more(context: PageContext) -> tuple[gr.UploadButton, gr.HTML]:
    control = context.form.control
    with gr.Accordion(context.i18n("more"), open=False, elem_id="more", elem_classes="step"):
        for names in settings_rows(context.form.undrawn()):
            with gr.Row():
                for name in names:
                    control(name, min_width=150, elem_id=name)
        job_file = gr.UploadButton(context.i18n("load_job"), file_types=[".json"], size="sm")
        return job_file, gr.HTML()


def settings_rows(names: list[str]) -> list[tuple[str, ...]]:
    """The fields that no step above has asked for, in the rows of the folded settings; a new field comes last."""
    rows = [tuple(name for name in row if name in names) for row in ROWS]
    others = [name for name in names if not any(name in row for row in ROWS)]
    return [*filter(None, rows), *(tuple(others[at : at + 2]) for at in range(0, len(others), 2))]


def _wire_example(context: PageContext, button: gr.Button) -> None:
    form = context.form

    def fill(request: gr.Request) -> dict:
        settings = EXAMPLE.settings(language_of(request))
        # a copy: the page serves nothing from outside its own folder
        copy = context.new_folder(request) / settings["photo"].name
        copy.write_bytes(settings["photo"].read_bytes())
        return {form.controls[name]: value for name, value in {**settings, "photo": copy, "recording": None}.items()}

    filled = [form.controls[name] for name in ("photo", "words", "relation", "basis", "prompt", "recording")]
    pressed = button.click(fill, outputs=filled, **IMMEDIATE)
    pressed.then(None, None, None, js="() => window.reviveFocus('#adult input')", **IMMEDIATE)  # the one that is left
    pressed.then(**_reading(context))


def _wire_recording(context: PageContext, shown: gr.HTML, heard: HeardWords) -> None:
    def listen(path: str | None, request: gr.Request) -> dict:
        if path is None:
            return {shown: "", heard.ready: None}
        from revive.speech import check_recording

        context.remember_uploads(request, path)
        if not context.consented(request):
            return {shown: note(say("consent_first", language_of(request))), heard.ready: None}
        try:
            context.run_now(request, check_recording, Path(path))
        except EXPECTED_ERRORS as error:
            return {shown: error_note(error, language_of(request)), heard.ready: None}
        return {shown: note(say("recording_heard", language_of(request)), "good"), heard.ready: path}

    recording = context.form.controls["recording"]
    heard.follow(recording.change(listen, recording, [shown, heard.ready], **IMMEDIATE))
    context.after_consent.append((listen, recording, [shown, heard.ready], heard.follow))
    heard.wire()


def _wire_prompt(context: PageContext) -> None:
    form = context.form
    form.controls["prompt"].blur(**_reading(context))
    for name in READ_FROM_PROMPT:  # once changed by hand, what is shown counts
        form.controls[name].input(None, form.controls["prompt"], form.read, js="(prompt) => prompt", **IMMEDIATE)


def _reading(context: PageContext) -> dict:
    """Arguments of an event that reads the prompt and shows what was understood, unless that is shown already."""
    form = context.form
    controls = [form.controls[name] for name in READ_FROM_PROMPT]

    def read(prompt: str | None, shown_for: str | None, request: gr.Request) -> dict:
        prompt = prompt or ""
        if prompt == shown_for or (shown_for is None and not prompt):
            return {form.read: shown_for}
        from revive.roles import direct

        try:
            direction = context.run_now(request, direct, Brief(prompt=prompt))
        except EXPECTED_ERRORS:  # what is wrong with the prompt is said when the clip is made
            return {form.read: None}
        return {**{form.controls[name]: getattr(direction, name) for name in READ_FROM_PROMPT}, form.read: prompt}

    return {
        "fn": read,
        "inputs": [form.controls["prompt"], form.read],
        "outputs": [*controls, form.read],
        **IMMEDIATE,
    }


def _heading(context: PageContext, title: str, hint: str) -> None:
    gr.HTML(f"{prose(title, 'h2')}{prose(hint, 'p')}", elem_classes="heading")
