"""The Clip tab: title, captions and seed; a saved job, loaded and made again; and checking a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import gradio as gr

from revive.app.parts import verify
from revive.app.parts.brief_form import FILES, READ_FROM_PROMPT, offered_by
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.tabs.make import MakeTab
from revive.app.texts import TEXT, language_of, say
from revive.brief import OPTIONS, Brief
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.speakers import Speaker, with_numbers


def build(context: PageContext, make: MakeTab) -> gr.Button:
    """Draw the tab and wire it; returns the button that makes the clip again."""
    i18n, control, form = context.i18n, context.form.control, context.form
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(prose("clip_hint", "p"), elem_classes="lead")
            control("title")
            control("captions")
            control("caption_style")
            control("seed")
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            job_file = gr.UploadButton(i18n("load_job"), file_types=[".json"], size="lg", elem_id="load-job")
            said = gr.HTML(elem_id="job-note")
            remake = gr.Button(i18n("remake"), variant="primary", size="lg", elem_id="remake")

    verify.build(context)

    def load(path: str | None, values: dict, request: gr.Request) -> dict:
        from revive.roles import direct

        if not path:
            return {said: "", make.job_note: ""}
        language = language_of(request)
        try:
            brief = Brief.load(Path(path))
            words = with_numbers(brief.words, brief.speakers)  # the page names faces by their numbers
            brief = dataclasses.replace(brief, words=words, speakers=_speakers(brief, context.at_home))
            _check(brief)
            brief = dataclasses.replace(brief, person=_taught(brief.person) if context.at_home else "")
            direction = context.run_now(request, direct, brief)
            brief = dataclasses.replace(brief, **{name: getattr(direction, name) for name in READ_FROM_PROMPT})
        except EXPECTED_ERRORS as error:
            sentence = error_note(error, language)
            return {said: sentence, make.job_note: sentence}
        have = {name for name in FILES if values[form.controls[name]]}
        mine, wanted = files_of(brief, context.jobs.sessions.brought(visitor_of(request)), have)
        brief = dataclasses.replace(brief, **mine)
        files = [TEXT[f"file_{name}"] for name in wanted]
        key = "job_needs" if wanted else "job_loaded"
        sentence = note(say(key, language, files=files), "plain" if wanted else "good")
        kept = (*(name for name in FILES if name not in mine), "adult")  # which is for the visitor to say
        return {**form.show(brief, without=kept), said: sentence, make.job_note: sentence}

    outputs = [*form.outputs, said, make.job_note]
    for button in (job_file, make.job_file):

        def from_button(values: dict, request: gr.Request, button=button) -> dict:
            return load(values[button], values, request)

        button.upload(from_button, {button, *form.inputs}, outputs, **IMMEDIATE)
    return remake


def files_of(brief: Brief, uploads: set[Path], have: set[str]) -> tuple[dict[str, Path], list[str]]:
    """The visitor's own files for fields of `brief`, and the fields whose files the visitor must choose again.

    A job file may name any file of this computer; only what this visitor gave to the page (`uploads`) is used, where it
    is called the same. `have` are the fields that the visitor has filled by hand.
    """
    called = {path.name: path for path in uploads}
    named = {name: getattr(brief, name).name for name in FILES if getattr(brief, name)}
    mine = {name: called[file] for name, file in named.items() if file in called and name not in have}
    return mine, [name for name in named if name not in mine and name not in have]


def _speakers(brief: Brief, at_home: bool) -> tuple[Speaker, ...]:
    """The speakers of a job without their recordings, which the page has no place for, and without people elsewhere."""
    return tuple(
        dataclasses.replace(one, recording=None, name="", person=_taught(one.person) if at_home else "")
        for one in brief.speakers
    )


def _taught(name: str) -> str:
    """The name of a stored person as the list has it; refused where nobody of this name was learned."""
    from revive.people import find_person, weights_of

    if not name.strip():
        return ""
    weights_of(name)
    return find_person(name).name


def _check(brief: Brief) -> None:
    """Refuse values that no control could show; what only the visitor can give (files, consent) may be missing."""
    answered = {"relation": "relation", "basis": "agreed", "adult": True}
    dataclasses.replace(brief, photo=Path("photo"), words=brief.words or "words", **answered).checked()
    for name, field in (
        ("voice", Message("voice")),
        ("language", Message("language")),
        ("locale", Message("country")),
    ):  # which the Brief leaves open
        if getattr(brief, name) not in (None, *offered_by(OPTIONS[name])):
            raise UserError(
                "The job asks for a {field} that this Revive does not have; please choose another in the file.",
                field=field,
            )
