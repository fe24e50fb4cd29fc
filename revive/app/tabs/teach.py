"""The Teach tab: learning one person from films and photographs, and the people who are stored."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import gradio as gr

from revive.app.parts import teach_portraits
from revive.app.parts.brief_form import Control
from revive.app.parts.consent_form import ConsentForm, consent_from, missing_answer
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import note, prose, waiting_note
from revive.app.parts.loss_curve import loss_curve
from revive.app.parts.page_context import PageContext, visitor_of
from revive.app.parts.sample_gallery import sample_gallery
from revive.app.parts.stored_people import StoredPeople
from revive.app.texts import TEXT, language_of, say
from revive.consent import Consent
from revive.core.errors import UserError

FIGURES = ("loss", "psnr", "ssim")


def build(context: PageContext) -> None:
    """Draw the tab and wire it."""
    gr.HTML(prose("teach_hint", "p"), elem_classes="lead")
    if not context.at_home:
        gr.HTML(f'<div class="note plain">{prose("teach_away", "span")}</div>', elem_id="teach-away")
        return
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            looking = _FilesPanel(context)
            teach_portraits.build(context, looking.files, looking.consent_form, _missing, looking.wrong)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            teaching = _TeachingPanel(context)
            stored = StoredPeople(context)
    looking.wire(teaching, stored)
    teaching.wire(looking, stored)
    stored.wire(teaching.start, looking.consent_form)


class _FilesPanel:
    """The left-hand side: the films and photographs, the consent form, and what was found in them."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        with gr.Column(elem_classes="step"):
            gr.HTML(
                f"{prose('teach_files', 'h2')}{prose('teach_files_hint', 'p')}",
                elem_classes="heading",
            )
            self.files = gr.File(
                label=i18n("teach_files_label"), show_label=False, file_count="multiple", height=180,
                elem_id="teach-files",
            )  # fmt: skip
            with gr.Accordion(i18n("teach_others"), open=False):
                self.photo = gr.File(
                    label=i18n("teach_photo_label"),
                    file_types=["image", ".heic", ".heif", ".avif", ".jp2", ".tif"],
                    height=130,
                )
        with gr.Column(elem_classes="step"):
            gr.HTML(prose("teach_who", "h2"), elem_classes="heading")
            self.consent_form = ConsentForm(context, "teach")
        self.look = gr.Button(i18n("teach_look"), variant="primary", size="lg", elem_id="teach-look")
        self.status = gr.HTML(elem_id="teach-seen")
        self.cancel = gr.Button(i18n("cancel"), visible=False, elem_id="teach-look-cancel")
        self.seen = gr.HTML(elem_id="teach-moments")

    def wire(self, teaching: _TeachingPanel, stored: StoredPeople) -> None:
        outputs = [self.status, self.look, self.cancel, self.seen, *teaching.begin_parts, *stored.parts]
        busy = [self.status, self.look, self.cancel, self.seen, teaching.start]
        inputs = [self.files, self.photo, *self.consent_form.inputs]
        begin = guard(self.look, inputs, self.wrong).success(self._begin(teaching), outputs=busy, **IMMEDIATE)
        run = begin.then(self._run(teaching, stored), inputs, outputs, **FOLLOWING)
        self.cancel.click(self._stop, outputs=[self.status, self.look, self.cancel], cancels=run, **IMMEDIATE)

    def wrong(self, values: dict, _: gr.Request) -> dict[Control, UserError]:
        """The fault of each field that has one."""
        found = self.consent_form.wrong(values)
        return found if values[self.files] else {**found, self.files: UserError(TEXT["teach_missing"])}

    def _begin(self, teaching: _TeachingPanel):
        def begin(request: gr.Request) -> dict:
            hidden = gr.update(visible=False)
            return {
                self.status: waiting_note(0, language_of(request)), self.look: hidden,
                self.cancel: gr.update(visible=True), self.seen: "", teaching.start: hidden,
            }  # fmt: skip

        return begin

    def _run(self, teaching: _TeachingPanel, stored: StoredPeople):
        context = self.context

        def run(
            files: list[str] | None, photo: str | None, name: str | None, relation: str | None, basis: str | None,
            adult: bool | None, request: gr.Request,
        ) -> Iterator[dict]:  # fmt: skip
            language = language_of(request)
            again = {self.look: gr.update(visible=True), self.cancel: gr.update(visible=False)}
            paths = [Path(file) for file in files or []]
            context.remember_uploads(request, *paths, photo)
            if wrong := _missing(paths, name, relation, basis, adult):
                yield {self.status: note(wrong.sentence(language), "wrong"), **again}
                return
            thumbs = context.new_folder(request)

            def work(progress):
                from revive.teaching.face.review import look_through

                return look_through(
                    paths, name or "", photo=Path(photo) if photo else None,
                    consent=consent_from(relation, basis, adult), progress=progress, thumbs=thumbs,
                )  # fmt: skip

            def finish(looked) -> dict:
                return {
                    **self._shown(looked, paths, language),
                    **(teaching.ready(looked.plan.name) if looked.plan else {}),
                    **stored.shown(language, looked.plan.name if looked.plan else ""),
                }

            brought = [*paths, *([Path(photo)] if photo else [])]
            permit = context.permit_for("taught face", name, consent_from(relation, basis, adult), brought)
            yield from context.follow_job(request, thumbs, work, self.status, finish, always=again, permit=permit)

        return run

    def _shown(self, looked, paths: list[Path], language: str) -> dict:
        """Updates that show the samples, and the plan or why there is none."""
        from revive.teaching.face.summaries import plan_summary

        if looked.trouble:
            said = note(looked.trouble.sentence(language), "wrong")
        else:
            said = note(say("teach_ready", language, plan=plan_summary(looked.plan)), "good")
        return {self.status: said, self.seen: sample_gallery(looked.moments, paths, language)}

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.look, self.cancel)


class _TeachingPanel:
    """The right-hand side: starting and cancelling, the progress, the loss curve, before and after, the figures."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        self.whom = gr.State("")
        self.start = gr.Button(i18n("teach_start"), variant="primary", size="lg", visible=False, elem_id="teach")
        self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="teach-cancel")
        self.status = gr.HTML(elem_id="teach-status")
        self.curve = gr.HTML(elem_id="teach-curve")
        self.table = gr.HTML(elem_id="teach-table")
        self.compared = gr.Image(
            label=i18n("teach_compared_label"), show_label=False, interactive=False, visible=False,
            buttons=["fullscreen"], elem_id="teach-compared",
        )  # fmt: skip
        self.compared_note = gr.HTML(prose("teach_compared", "p"), visible=False, elem_classes="lead")
        with gr.Column(elem_classes="step"):
            context.form.control("person", elem_id="teach-person")
        self.begin_parts = [
            self.start, self.whom, self.status, self.curve, self.table, self.compared, self.compared_note,
        ]  # fmt: skip

    def ready(self, name: str) -> dict:
        """Updates that offer to teach this person."""
        return {
            self.whom: name, self.start: gr.update(visible=True), self.status: "", self.curve: "", self.table: "",
            self.compared: gr.update(visible=False), self.compared_note: gr.update(visible=False),
        }  # fmt: skip

    def wire(self, looking: _FilesPanel, stored: StoredPeople) -> None:
        outputs = [*self.begin_parts, self.cancel, looking.look, *stored.parts, self.context.people.changed]
        busy = [self.status, self.start, self.cancel, looking.look]
        running = []
        for button, name in ((self.start, self.whom), (stored.go_on, stored.person)):
            begin = button.click(self._begin(looking), outputs=busy, **IMMEDIATE)
            running.append(begin.then(self._run(looking, stored), name, outputs, **FOLLOWING))
        self.cancel.click(self._stop(looking, stored), outputs=[*busy, *stored.parts], cancels=running, **IMMEDIATE)

    def _begin(self, looking: _FilesPanel):
        def begin(request: gr.Request) -> dict:
            hidden = gr.update(visible=False)
            return {
                self.status: waiting_note(0, language_of(request)), self.start: hidden, looking.look: hidden,
                self.cancel: gr.update(visible=True),
            }  # fmt: skip

        return begin

    def _run(self, looking: _FilesPanel, stored: StoredPeople):
        context = self.context

        def run(name: str | None, request: gr.Request) -> Iterator[dict]:
            language = language_of(request)
            folder = context.new_folder(request)
            sheet = folder / "before-after.png"
            losses: dict[str, list[tuple[int, float]]] = {"mouth": [], "eye": []}  # filled by the other thread

            def work(progress):
                from revive.teaching.face.teach import teach

                return teach(
                    name or "", progress=progress, sheet=sheet,
                    heard=lambda part, step, loss: losses[part].append((step, loss)),
                )  # fmt: skip

            def beside() -> dict:
                return {self.curve: loss_curve({part: list(points) for part, points in losses.items()}, language)}

            def finish(outcome) -> dict:
                sentence = outcome.sentence.text(language)
                return {
                    **beside(),
                    self.status: note(sentence, "good" if outcome.person else "plain"),
                    self.table: figures_table(outcome.figures, language),
                    self.compared: gr.update(value=sheet, visible=True),
                    self.compared_note: gr.update(visible=True),
                    **context.people.changed_now(outcome.person.name if outcome.person else ""),
                }

            always = {self.cancel: gr.update(visible=False), looking.look: gr.update(visible=True)}
            permit = context.permit_for("taught face", name, Consent())
            yield from context.follow_job(
                request, folder, work, self.status, finish, always=always, beside=beside, permit=permit
            )  # fmt: skip
            yield stored.shown(language, name or "")

        return run

    def _stop(self, looking: _FilesPanel, stored: StoredPeople):
        def stop(request: gr.Request) -> dict:
            self.context.jobs.cancel(visitor_of(request), patience=3)
            language = language_of(request)
            return {
                self.status: note(say("teach_stopped", language)), self.start: gr.update(visible=False),
                self.cancel: gr.update(visible=False), looking.look: gr.update(visible=True),
                **stored.shown(language),
            }  # fmt: skip

        return stop


def figures_table(figures: dict, language: str) -> str:
    """HTML table: what was measured on the test frames before and after, for each part."""
    rows = ""
    for part, figure in figures.items():
        kept = say("kept_yes" if figure["kept"] else "kept_no", language)
        for name in FIGURES:
            label = say("figure_loss", language) if name == "loss" else {"psnr": "PSNR (dB)", "ssim": "SSIM"}[name]
            first = f'<th rowspan="3">{escape(say(f"part_{part}", language))}<br><small>{escape(kept)}</small></th>'
            rows += (
                f"<tr>{first if name == 'loss' else ''}<td>{escape(label)}</td>"
                f"<td>{figure['before'][name]:.3f}</td><td>{figure['after'][name]:.3f}</td></tr>"
            )
    head = f"<th></th><th></th><th>{escape(say('before', language))}</th><th>{escape(say('after', language))}</th>"
    return f"<table><tr>{head}</tr>{rows}</table>" if rows else ""


def _missing(paths: list[Path], *consent_form) -> UserError | None:
    """The first thing that is missing before the pictures can be looked at."""
    if not paths:
        return UserError(TEXT["teach_missing"])
    return missing_answer(*consent_form)
