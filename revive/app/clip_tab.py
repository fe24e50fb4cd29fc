"""The finished clip: title, captions, music; and saved jobs, loaded and made again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import gradio as gr

from revive.app import verify_part
from revive.app.controls import FILES, OFFERED, UNDERSTOOD
from revive.app.flow import QUICK, TROUBLES, Page
from revive.app.make_tab import MakeTab
from revive.app.translations import FIELDS, language_of, say
from revive.app.words import both, note, trouble
from revive.brief import Brief
from revive.core.errors import UserError


def build(page: Page, make: MakeTab) -> gr.Button:
    """Draw the tab and wire it; returns the button that makes the clip again."""
    i18n, control, sheet = page.i18n, page.sheet.control, page.sheet
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(both("clip_hint", "p"), elem_classes="lead")
            control("title")
            control("captions")
            control("seed")
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            job_file = gr.UploadButton(i18n("load_job"), file_types=[".json"], size="lg", elem_id="load-job")
            said = gr.HTML(elem_id="job-note")
            remake = gr.Button(i18n("remake"), variant="primary", size="lg", elem_id="remake")

    verify_part.build(page)

    def load(path: str | None, values: dict, request: gr.Request) -> dict:
        from revive.pipeline import direct

        if not path:
            return {said: "", make.job_note: ""}
        language, room = language_of(request), page.desk.room(request.session_hash)
        try:
            brief = Brief.load(Path(path))
            _check(brief)
            brief = dataclasses.replace(brief, person=_taught(brief.person) if page.at_home else "")
            direction = page.answer(request, direct, brief)
            brief = dataclasses.replace(brief, **{name: getattr(direction, name) for name in UNDERSTOOD})
        except TROUBLES as error:
            sentence = trouble(error, language)
            return {said: sentence, make.job_note: sentence}
        have = {name for name in FILES if values[sheet.controls[name]]}
        mine, wanted = files_of(brief, room.uploads, have)
        brief = dataclasses.replace(brief, **mine)
        files = ("、" if language.startswith("zh") else ", ").join(say(f"file_{name}", language) for name in wanted)
        key = "job_needs" if wanted else "job_loaded"
        sentence = note(say(key, language, files=files), "plain" if wanted else "good")
        kept = (*(name for name in FILES if name not in mine), "adult")  # which is for the visitor to say
        return {**sheet.show(brief, without=kept), said: sentence, make.job_note: sentence}

    outputs = [*sheet.controls.values(), sheet.read, said, make.job_note]
    for button in (job_file, make.job_file):

        def from_button(values: dict, request: gr.Request, button=button) -> dict:
            return load(values[button], values, request)

        button.upload(from_button, {button, *sheet.inputs}, outputs, **QUICK)
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


def _taught(name: str) -> str:
    """The person as the list names them; refused where nobody of this name was taught."""
    from revive.people import find_person, weights_of

    if not name.strip():
        return ""
    weights_of(name)
    return find_person(name).name


def _check(brief: Brief) -> None:
    """Refuse values that no control could show; what only the visitor can give (files, consent) may be missing."""
    answered = {"relation": "relation", "basis": "agreed", "adult": True}
    dataclasses.replace(brief, photo=Path("photo"), words=brief.words or "words", **answered).checked()
    for name, offered in OFFERED.items():
        if getattr(brief, name) not in (None, *offered):
            raise UserError(
                f"The job asks for a {name} that this Revive does not have; please choose another in the file.",
                f"任务文件要求的{FIELDS[name][1]}在这里没有，请在文件中改成别的。",
            )
