"""Teach it one person: look through what the family brings, learn, compare, keep; and everybody who is known."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import gradio as gr

from revive.app import teach_portrait_part
from revive.app.curve import curve
from revive.app.flow import LINE, QUICK, Page
from revive.app.moments import moments_shown
from revive.app.people_part import People
from revive.app.translations import language_of, say
from revive.app.whose import Whose, answers, unnamed
from revive.app.words import both, note, waiting
from revive.consent import Consent
from revive.core.errors import UserError

FIGURES = ("loss", "psnr", "ssim")


def build(page: Page) -> None:
    """Draw the tab and wire it."""
    gr.HTML(both("teach_hint", "p"), elem_classes="lead")
    if not page.at_home:
        gr.HTML(f'<div class="note plain">{both("teach_away", "span")}</div>', elem_id="teach-away")
        return
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320):
            looking = _Looking(page)
            teach_portrait_part.build(page, looking.files, looking.whose, _missing)
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            teaching = _Teaching(page)
            stored = People(page)
    looking.wire(teaching, stored)
    teaching.wire(looking, stored)
    stored.wire(teaching.start, looking.whose)


class _Looking:
    """The left-hand side: what is brought, whose it is, and what is to be seen in it."""

    def __init__(self, page: Page):
        i18n, self.page = page.i18n, page
        with gr.Column(elem_classes="step"):
            gr.HTML(f"{both('teach_files', 'h2')}{both('teach_files_hint', 'p')}", elem_classes="heading")
            self.files = gr.File(
                label=i18n("teach_files_label"), show_label=False, file_count="multiple", height=180,
                elem_id="teach-files",
            )  # fmt: skip
            with gr.Accordion(i18n("teach_others"), open=False):
                self.photo = gr.File(label=i18n("teach_photo_label"), file_types=["image"], height=130)
        with gr.Column(elem_classes="step"):
            gr.HTML(both("teach_who", "h2"), elem_classes="heading")
            self.whose = Whose(page, "teach")
        self.look = gr.Button(i18n("teach_look"), variant="primary", size="lg", elem_id="teach-look")
        self.status = gr.HTML(elem_id="teach-seen")
        self.cancel = gr.Button(i18n("cancel"), visible=False, elem_id="teach-look-cancel")
        self.seen = gr.HTML(elem_id="teach-moments")

    def wire(self, teaching: _Teaching, stored: People) -> None:
        outputs = [self.status, self.look, self.cancel, self.seen, *teaching.begin_parts, *stored.parts]
        busy = [self.status, self.look, self.cancel, self.seen, teaching.start]
        inputs = [self.files, self.photo, *self.whose.inputs]
        begin = self.look.click(self._begin(teaching), outputs=busy, **QUICK)
        run = begin.then(self._run(teaching, stored), inputs, outputs, **LINE)
        self.cancel.click(self._stop, outputs=[self.status, self.look, self.cancel], cancels=run, **QUICK)

    def _begin(self, teaching: _Teaching):
        def begin(request: gr.Request) -> dict:
            hidden = gr.update(visible=False)
            return {
                self.status: waiting(0, language_of(request)), self.look: hidden, self.cancel: gr.update(visible=True),
                self.seen: "", teaching.start: hidden,
            }  # fmt: skip

        return begin

    def _run(self, teaching: _Teaching, stored: People):
        page = self.page

        def run(
            files: list[str] | None, photo: str | None, name: str | None, consent: str | None, basis: str | None,
            adult: bool | None, request: gr.Request,
        ) -> Iterator[dict]:  # fmt: skip
            language = language_of(request)
            again = {self.look: gr.update(visible=True), self.cancel: gr.update(visible=False)}
            paths = [Path(file) for file in files or []]
            page.desk.remember(request.session_hash, *paths, photo)
            if wrong := _missing(paths, name, consent, basis, adult):
                yield {self.status: note(wrong.sentence(language), "wrong"), **again}
                return
            thumbs = page.desk.new_folder(request.session_hash)

            def work(progress):
                from revive.teaching.face.review import look_through

                return look_through(
                    paths, name, photo=Path(photo) if photo else None, consent=answers(consent, basis, adult),
                    progress=progress, thumbs=thumbs,
                )  # fmt: skip

            def finish(looked) -> dict:
                return {
                    **self._shown(looked, paths, language),
                    **(teaching.ready(looked.plan.name) if looked.plan else {}),
                    **stored.shown(language, looked.plan.name if looked.plan else ""),
                }

            brought = [*paths, *([Path(photo)] if photo else [])]
            permit = page.permitted("taught face", name, answers(consent, basis, adult), brought)
            yield from page.follow(request, thumbs, work, self.status, finish, always=again, permit=permit)

        return run

    def _shown(self, looked, paths: list[Path], language: str) -> dict:
        """The pictures with what became of them, and the plan or why there is none."""
        from revive.teaching.face.summaries import plan_summary

        if looked.trouble:
            said = note(looked.trouble.sentence(language), "wrong")
        else:
            said = note(say("teach_ready", language, plan=plan_summary(looked.plan)[language.startswith("zh")]), "good")
        return {self.status: said, self.seen: moments_shown(looked.moments, paths, language)}

    def _stop(self, request: gr.Request) -> dict:
        return self.page.stop(request, self.status, self.look, self.cancel)


class _Teaching:
    """The right-hand side: Teach and Cancel, news, the curve, before and after, what came of it."""

    def __init__(self, page: Page):
        i18n, self.page = page.i18n, page
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
        self.compared_note = gr.HTML(both("teach_compared", "p"), visible=False, elem_classes="lead")
        with gr.Column(elem_classes="step"):
            page.sheet.control("person", elem_id="teach-person")
        self.begin_parts = [
            self.start, self.whom, self.status, self.curve, self.table, self.compared, self.compared_note,
        ]  # fmt: skip

    def ready(self, name: str) -> dict:
        """Updates that let the person be taught."""
        return {
            self.whom: name, self.start: gr.update(visible=True), self.status: "", self.curve: "", self.table: "",
            self.compared: gr.update(visible=False), self.compared_note: gr.update(visible=False),
        }  # fmt: skip

    def wire(self, looking: _Looking, stored: People) -> None:
        outputs = [*self.begin_parts, self.cancel, looking.look, *stored.parts, self.page.known.changed]
        busy = [self.status, self.start, self.cancel, looking.look]
        running = []
        for button, name in ((self.start, self.whom), (stored.go_on, stored.person)):
            begin = button.click(self._begin(looking), outputs=busy, **QUICK)
            running.append(begin.then(self._run(looking, stored), name, outputs, **LINE))
        self.cancel.click(self._stop(looking, stored), outputs=[*busy, *stored.parts], cancels=running, **QUICK)

    def _begin(self, looking: _Looking):
        def begin(request: gr.Request) -> dict:
            hidden = gr.update(visible=False)
            return {
                self.status: waiting(0, language_of(request)), self.start: hidden, looking.look: hidden,
                self.cancel: gr.update(visible=True),
            }  # fmt: skip

        return begin

    def _run(self, looking: _Looking, stored: People):
        page = self.page

        def run(name: str | None, request: gr.Request) -> Iterator[dict]:
            language = language_of(request)
            folder = page.desk.new_folder(request.session_hash)
            sheet = folder / "before-after.png"
            losses: dict[str, list[tuple[int, float]]] = {"mouth": [], "eye": []}  # filled by the other thread

            def work(progress):
                from revive.teaching.face.teach import teach

                return teach(
                    name or "", progress=progress, sheet=sheet,
                    heard=lambda part, step, loss: losses[part].append((step, loss)),
                )  # fmt: skip

            def beside() -> dict:
                return {self.curve: curve({part: list(points) for part, points in losses.items()}, language)}

            def finish(outcome) -> dict:
                sentence = outcome.sentence[language.startswith("zh")]
                return {
                    **beside(),
                    self.status: note(sentence, "good" if outcome.person else "plain"),
                    self.table: figures_table(outcome.figures, language),
                    self.compared: gr.update(value=sheet, visible=True),
                    self.compared_note: gr.update(visible=True),
                    **page.known.news(outcome.person.name if outcome.person else ""),
                }

            always = {self.cancel: gr.update(visible=False), looking.look: gr.update(visible=True)}
            permit = page.permitted("taught face", name, Consent())
            yield from page.follow(
                request, folder, work, self.status, finish, always=always, beside=beside, permit=permit
            )  # fmt: skip
            yield stored.shown(language, name or "")

        return run

    def _stop(self, looking: _Looking, stored: People):
        def stop(request: gr.Request) -> dict:
            self.page.desk.cancel(request.session_hash, patience=3)
            language = language_of(request)
            return {
                self.status: note(say("teach_stopped", language)), self.start: gr.update(visible=False),
                self.cancel: gr.update(visible=False), looking.look: gr.update(visible=True),
                **stored.shown(language),
            }  # fmt: skip

        return stop


def figures_table(figures: dict, language: str) -> str:
    """What was measured on the held-back frames, before and after, for each part."""
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


def _missing(paths: list[Path], *whose) -> UserError | None:
    """The first thing that keeps the pictures from being looked through."""
    if not paths:
        return UserError("Please choose photographs or films of the person first.", "请先选择这个人的照片或视频。")
    return unnamed(*whose)
