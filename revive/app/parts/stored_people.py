"""The people of whom something is stored: what was learned, export, import and deletion."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.parts.consent_form import ConsentForm, consent_from
from revive.app.parts.event_options import IMMEDIATE, QUEUED
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.texts import language_of, say

if TYPE_CHECKING:
    from revive.people import Entry


class StoredPeople:
    """The part; `go_on` and `person` let the Teach tab continue an unfinished teaching."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        with gr.Column(elem_classes="step"):
            gr.HTML(prose("people", "h2"), elem_classes="heading")
            self.text = gr.HTML(elem_id="people")
            with gr.Column(visible=False) as self.row:
                self.person = gr.Dropdown(label=i18n("people_whose"), choices=[], elem_id="people-whose")
                with gr.Row():
                    self.go_on = gr.Button(i18n("people_go_on"), size="sm", min_width=100, elem_id="people-go-on")
                    self.export = gr.Button(i18n("people_export"), size="sm", min_width=100, elem_id="people-export")
                    self.delete = gr.Button(i18n("people_delete"), size="sm", min_width=100, elem_id="people-delete")
            with gr.Column(visible=False) as self.sure:
                self.question = gr.HTML(elem_id="people-sure")
                with gr.Row():
                    self.yes = gr.Button(i18n("people_sure_yes"), variant="stop", size="sm", elem_id="people-sure-yes")
                    self.no = gr.Button(i18n("people_sure_no"), size="sm", elem_id="people-sure-no")
            self.status = gr.HTML(elem_id="people-status")
            self.save = gr.DownloadButton(i18n("people_save"), visible=False, size="sm", elem_id="people-save")
            with gr.Accordion(i18n("people_bring"), open=False, elem_id="people-bring"):
                self.replace = gr.Checkbox(False, label=i18n("people_replace"), elem_id="people-replace")
                self.bring = gr.UploadButton(
                    i18n("people_import"), file_types=[".zip"], size="sm", elem_id="people-import"
                )
        self.parts = [self.text, self.person, self.row, self.go_on, self.sure]
        context.people.fill(self.person, lambda entry: True)
        context.people.follow(self.parts, lambda language, values: self.shown(language, values.get(self.person) or ""))

    def shown(self, language: str, chosen: str = "") -> dict:
        """Updates that show what is stored by now, with this person chosen."""
        entries = self.context.people.entries()
        names = [entry.name for entry in entries]
        name = chosen if chosen in names else next(iter(names), None)
        return {
            self.text: stored_table(entries, language),
            self.person: gr.update(choices=names, value=name),
            self.row: gr.update(visible=bool(entries)),
            self.go_on: gr.update(visible=any(entry.name == name and entry.unfinished for entry in entries)),
            self.sure: gr.update(visible=False),
        }

    def wire(self, hidden: gr.Button, consent_form: ConsentForm) -> None:
        """Connect the buttons; `hidden` is a button that is hidden when somebody was deleted.

        Whoever imports a person has to answer `consent_form`.
        """
        changed, home = self.context.people.changed, self.context.home_only(self.status)
        self.person.input(home(self._choose), self.person, [self.go_on, self.sure, self.save, self.status], **IMMEDIATE)
        self.delete.click(home(self._ask), self.person, [self.sure, self.question, self.status], **IMMEDIATE)
        self.no.click(lambda: gr.update(visible=False), outputs=self.sure, **IMMEDIATE)
        gone = [*self.parts, changed, self.status, self.save, hidden]
        self.yes.click(home(self._delete(hidden)), self.person, gone, **QUEUED)
        self.export.click(home(self._export), self.person, [self.status, self.save, self.sure], **IMMEDIATE)
        brought = [self.bring, self.replace, *consent_form.answers]
        self.bring.upload(home(self._bring), brought, [*self.parts, changed, self.status], **QUEUED)

    def _choose(self, name: str | None, request: gr.Request) -> dict:
        shown = self.shown(language_of(request), name or "")
        return {part: shown[part] for part in (self.go_on, self.sure)} | {self.save: gr.update(visible=False)}

    def _ask(self, name: str | None, request: gr.Request) -> dict:
        sentence = say("people_sure", language_of(request), name=name or "")
        return {self.sure: gr.update(visible=bool(name)), self.question: note(sentence)}

    def _delete(self, hidden: gr.Button):
        def delete(name: str | None, request: gr.Request) -> dict:
            from revive.people.deletion import erase_person

            language = language_of(request)
            self.context.jobs.cancel(visitor_of(request), patience=3)
            try:
                removed = erase_person(name or "")
                files = ", ".join(path.name for path in removed.files)
                said = note(say("people_deleted", language, name=name, files=files), "good")
            except EXPECTED_ERRORS as error:
                said = error_note(error, language)
            return {
                self.status: said, hidden: gr.update(visible=False), self.save: gr.update(value=None, visible=False),
                **self.shown(language), **self.context.people.changed_now(),
            }  # fmt: skip

        return delete

    def _export(self, name: str | None, request: gr.Request) -> dict:
        from revive.core.home import slug
        from revive.people import export_person

        language, away = language_of(request), {self.sure: gr.update(visible=False)}
        try:
            # what tells two names of the same letters apart means nothing to a family
            out = self.context.new_folder(request) / f"revive-{slug(name or '').rpartition('-')[0]}.zip"
            permit = self.context.permit("carried out", person=name)
            self.context.store(request, permit, lambda _: export_person(name or "", out))
        except EXPECTED_ERRORS as error:
            return {self.status: error_note(error, language), self.save: gr.update(visible=False), **away}
        sentence = say("people_exported", language, name=name, size=size_in_words(out.stat().st_size))
        return {self.status: note(sentence, "good"), self.save: gr.update(value=out, visible=True), **away}

    def _bring(
        self, file: str | None, replace: bool, relation: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.people import import_person

        language = language_of(request)
        self.context.remember_uploads(request, file)
        try:
            permit = self.context.permit("taken in", consent_from(relation, basis, adult))
            entry = self.context.store(
                request, permit, lambda permit: import_person(Path(file or ""), permit=permit, replace=replace)
            )  # fmt: skip
        except EXPECTED_ERRORS as error:
            return {self.status: error_note(error, language)}
        sentence = say("people_imported", language, name=entry.name)
        return {
            self.status: note(sentence, "good"), **self.shown(language, entry.name),
            **self.context.people.changed_now(),
        }  # fmt: skip


def stored_table(entries: list[Entry], language: str) -> str:
    """HTML of everything that is stored: of whom, what and where."""
    from revive.core.home import home

    folder = home() / "people"
    if not entries:
        return f"<p>{escape(say('people_none', language, folder=folder))}</p>"
    rows = ""
    for entry in entries:
        told = " · ".join(learned_in_words(entry, language))
        rows += f"<tr><th>{escape(entry.name)}</th><td>{escape(told)}</td><td>{size_in_words(entry.size)}</td></tr>"
    return f"<table>{rows}</table><p>{escape(say('people_where', language, folder=folder))}</p>"


def size_in_words(size: int) -> str:
    """A number of bytes in kB or MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(size / 1e3, 1):.0f} kB"


def learned_in_words(entry: Entry, language: str) -> list[str]:
    """What was learned about a person, a few words each."""
    said = []
    if entry.person:
        said.append(say("people_face", language, day=entry.person.taught[:10], learned=entry.person.learned))
    if entry.movement:
        said.append(say("people_movement", language))
    if entry.portrait:
        said.append(say("people_portrait", language, learned=entry.portrait.learned))
    if entry.voice:
        said.append(say("people_voice", language))
    if entry.pronunciations:
        said.append(say("people_names", language, n=entry.pronunciations))
    if entry.manner:
        said.append(say("people_manner", language))
    if entry.clips:
        said.append(say("people_clips", language, n=entry.clips))
    if entry.unfinished or not said:
        said.append(say("people_unfinished", language))
    return said
