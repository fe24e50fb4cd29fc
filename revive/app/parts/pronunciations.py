"""How names are pronounced: written down, listened to, and stored for a person."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE, QUEUED
from revive.app.parts.faults import ANSWERS, guard
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, missing
from revive.app.texts import language_of, say
from revive.core.errors import UserError
from revive.previews import check_names, names_permit, preview_names


def build(context: PageContext) -> None:
    """Draw the part and wire it; names are stored for a person only at home."""
    i18n = context.i18n
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(f"{prose('names', 'h2')}{prose('names_hint', 'p')}", elem_classes="heading")
            names = context.form.control(
                "pronounce", placeholder=i18n("names_placeholder"), info=None, lines=4, max_lines=12,
                max_length=20_000, elem_id="names",
            )  # fmt: skip
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            listen = gr.Button(i18n("names_listen"), elem_id="names-listen")
            status = gr.HTML(elem_id="names-status")
            sample = gr.Audio(
                label=i18n("names_sample"), interactive=False, editable=False, visible=False, buttons=[],
                elem_id="names-sample",
            )  # fmt: skip
            if context.at_home:
                _keeping(context, names)

    def speak(values: dict, request: gr.Request) -> Iterator[dict]:
        brief = context.brief(values, request)
        try:
            check_names(brief.pronounce)
        except UserError as error:
            yield {status: error_note(error, language_of(request))}
            return
        folder = context.new_folder(request)
        yield from context.follow_job(
            request, folder, lambda progress: preview_names(brief, folder, progress), status,
            lambda speech: {sample: gr.update(value=speech.path, visible=True), status: ""},
            permit=lambda: names_permit(brief),
        )  # fmt: skip

    def wrong(values: dict, request: gr.Request) -> dict[Control, UserError]:
        found = faults_of_answers(context, values, request)
        try:
            check_names(values[names] or "")
        except UserError as error:
            found[names] = error
        return found

    passed = guard(listen, {*context.form.inputs, names}, wrong)
    passed.success(speak, context.form.inputs, [sample, status], **FOLLOWING)


def _keeping(context: PageContext, shown: Control) -> None:
    """Draw and wire the storing of names; choosing a person shows what is stored already."""
    i18n, text = context.i18n, context.form.controls["pronounce"]  # what is shown here is a copy of it
    with gr.Column(elem_classes="step"):
        stored_for = gr.Dropdown(
            label=i18n("names_whose"), info=i18n("names_whose_info"), choices=[], allow_custom_value=True,
            elem_id="names-whose",
        )  # fmt: skip
        keep = gr.Button(i18n("names_keep"), elem_id="names-keep")
        status = gr.HTML(elem_id="names-kept")
    context.people.fill(stored_for)

    @context.home_only(status)
    def show(name: str | None, request: gr.Request) -> dict:
        from revive.speech.kept_pronunciations import pronunciations_of

        try:
            kept = pronunciations_of(name) if name and name.strip() else {}
        except UserError as error:
            return {status: error_note(error, language_of(request))}
        return {status: "", **({text: as_lines(kept)} if kept else {})}  # a new name leaves what was typed

    stored_for.input(show, stored_for, [text, status], **IMMEDIATE)

    @context.home_only(status)
    def store(
        name: str | None, typed: str | None, relation: str | None, basis: str | None, adult: bool | None,
        used: str | None, request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.core.home import clean_name
        from revive.people import keep_pronunciations
        from revive.speech import read_pronunciations

        language = language_of(request)
        try:
            name, said = clean_name(str(name or "")), read_pronunciations(typed or "")
            permit = context.permit(
                "kept names", context.consent(relation, basis, adult, used), name, names=typed or ""
            )
            context.store(request, permit, lambda permit: keep_pronunciations(name, said, permit=permit))
        except EXPECTED_ERRORS as error:
            return {status: error_note(error, language)}
        key = "names_kept" if said else "names_cleared"
        return {
            status: note(say(key, language, name=name, n=len(said)), "good"),
            stored_for: name,
            **context.people.changed_now(),
        }

    def wrong(values: dict, request: gr.Request) -> dict[Control, UserError]:
        from revive.consent import settle_consent
        from revive.core.home import clean_name
        from revive.speech import read_pronunciations

        found = {}
        for control, read in ((stored_for, clean_name), (shown, read_pronunciations)):
            try:
                read(values[control] or "")
            except UserError as error:
                found[control] = error
        if stored_for not in found:
            try:  # somebody who is stored was asked about before
                settle_consent(values[stored_for], context.read_brief(values, request).stated)
            except UserError:
                found |= faults_of_answers(context, values, request)
        return found

    passed = guard(keep, {*context.form.inputs, shown, stored_for}, wrong)
    passed.success(
        store, [stored_for, text, *context.form.answers], [status, stored_for, context.people.changed], **QUEUED
    )


def faults_of_answers(context: PageContext, values: dict, request: gr.Request) -> dict[Control, UserError]:
    """The fault of each of the three answers that has one, at the form's own controls."""
    found = missing(context.read_brief(values, request))
    return {context.form.controls[name]: found[name] for name in ANSWERS if name in found}


def as_lines(pronunciations: dict[str, str]) -> str:
    """Pronunciations as they are typed, one on each line."""
    return "\n".join(f"{word} = {said}" for word, said in pronunciations.items())
