"""Names said rightly: how each sounds, listened to, and kept for a person."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from revive.app.flow import LINE, QUICK, TROUBLES, Page
from revive.app.translations import language_of, say
from revive.app.words import both, note, trouble
from revive.core.errors import UserError
from revive.previews import check_names, names_permit, preview_names


def build(page: Page) -> None:
    """Draw the part and wire it; names are kept for a person only at home."""
    i18n = page.i18n
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(f"{both('names', 'h2')}{both('names_hint', 'p')}", elem_classes="heading")
            page.sheet.control(
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
            if page.at_home:
                _keeping(page)

    def speak(values: dict, request: gr.Request) -> Iterator[dict]:
        brief = page.brief(values, request)
        try:
            check_names(brief.pronounce)
        except UserError as error:
            yield {status: trouble(error, language_of(request))}
            return
        folder = page.desk.new_folder(request.session_hash)
        yield from page.follow(
            request, folder, lambda progress: preview_names(brief, folder, progress), status,
            lambda speech: {sample: gr.update(value=speech.path, visible=True), status: ""},
            permit=lambda: names_permit(brief),
        )  # fmt: skip

    listen.click(speak, page.sheet.inputs, [sample, status], **LINE)


def _keeping(page: Page) -> None:
    """Whom the names are kept for; choosing somebody shows what is kept already."""
    i18n, text = page.i18n, page.sheet.controls["pronounce"]  # what is shown here is a copy of it
    with gr.Column(elem_classes="step"):
        whose = gr.Dropdown(
            label=i18n("names_whose"), info=i18n("names_whose_info"), choices=[], allow_custom_value=True,
            elem_id="names-whose",
        )  # fmt: skip
        keep = gr.Button(i18n("names_keep"), elem_id="names-keep")
        status = gr.HTML(elem_id="names-kept")
    page.known.offer(whose)

    @page.home_only(status)
    def show(name: str | None, request: gr.Request) -> dict:
        from revive.speech.kept_pronunciations import (
            pronunciations_of,
        )

        try:
            kept = pronunciations_of(name) if name and name.strip() else {}
        except UserError as error:
            return {status: trouble(error, language_of(request))}
        return {status: "", **({text: lines(kept)} if kept else {})}  # a new name leaves what was typed

    whose.input(show, whose, [text, status], **QUICK)

    @page.home_only(status)
    def store(
        name: str | None, typed: str | None, consent: str | None, basis: str | None, adult: bool | None,
        used: str | None, request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.core.home import (
            clean_name,
        )
        from revive.people import (
            keep_pronunciations,
        )
        from revive.speech import read_pronunciations

        language = language_of(request)
        try:
            name, said = clean_name(name or ""), read_pronunciations(typed or "")
            permit = page.permit("kept names", page.stated(consent, basis, adult, used), name, names=typed or "")
            page.keep(request, permit, lambda permit: keep_pronunciations(name, said, permit=permit))
        except TROUBLES as error:
            return {status: trouble(error, language)}
        key = "names_kept" if said else "names_cleared"
        return {status: note(say(key, language, name=name, n=len(said)), "good"), whose: name, **page.known.news()}

    keep.click(store, [whose, text, *page.sheet.answers], [status, whose, page.known.changed], **LINE)


def lines(pronunciations: dict[str, str]) -> str:
    """As they are typed."""
    return "\n".join(f"{word} = {said}" for word, said in pronunciations.items())
