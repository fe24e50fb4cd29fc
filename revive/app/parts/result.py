"""The result: the face that was found, Make and Cancel, the progress, the clip and its downloads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from revive.app.parts.brief_form import FILES, READ_FROM_PROMPT
from revive.app.parts.event_options import IMMEDIATE, QUEUED
from revive.app.parts.html import note, prose, waiting_note
from revive.app.parts.page_context import PageContext, missing
from revive.app.texts import language_of, say


class ResultPanel:
    """The right-hand side of the first tab; `wire` connects its buttons."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        self.empty = gr.HTML(prose("result_empty", "p"), elem_id="empty")
        self.found = gr.Image(
            label=i18n("face_found"), show_label=False, interactive=False, visible=False, buttons=[], elem_id="found",
        )  # fmt: skip
        self.video = gr.Video(
            label=i18n("clip_label"), show_label=False, interactive=False, visible=False, buttons=[], elem_id="clip",
        )  # fmt: skip
        self.status = gr.HTML(elem_id="status")
        self.make = gr.Button(i18n("make"), variant="primary", size="lg", elem_id="make")
        self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="cancel")
        with gr.Row(visible=False, elem_classes="downloads") as self.downloads:
            self.save = gr.DownloadButton(i18n("download_clip"), size="sm", min_width=100, elem_id="save-clip")
            self.captions = gr.DownloadButton(
                i18n("download_captions"), size="sm", min_width=100, elem_id="save-captions"
            )
            self.job = gr.DownloadButton(i18n("download_job"), size="sm", min_width=100, elem_id="save-job")

    def wire(self, *buttons: gr.Button) -> None:
        """Let each of `buttons` make the clip, and Cancel stop it; call it when every control of the form is drawn."""
        inputs = self.context.form.inputs
        outputs = [
            self.status, self.make, self.cancel, self.video, self.found, self.downloads, self.save, self.captions,
            self.job, *(self.context.form.controls[name] for name in READ_FROM_PROMPT), self.context.form.read,
        ]  # fmt: skip
        running = []
        for button in buttons:
            # before the other: an event that is refused keeps those after it from being sent
            button.click(self._point_out, inputs, self.status, **IMMEDIATE)
            begin = button.click(
                self._begin, inputs, [self.status, self.make, self.cancel], validator=self._check,
                concurrency_limit=None, show_progress="hidden", api_visibility="private",
            )  # fmt: skip
            running.append(begin.success(self._run, inputs, outputs, **QUEUED))
        self.cancel.click(self._stop, outputs=[self.status, self.make, self.cancel], cancels=running, **IMMEDIATE)

    def _check(self, values: dict, request: gr.Request) -> list[dict]:
        """A message at every control that keeps the clip from being made."""
        wrong = missing(self.context.read_brief(values, request))
        said = {self.context.form.controls[name]: error.sentence(language_of(request)) for name, error in wrong.items()}
        return [gr.validate(control not in said, said.get(control, "")) for control in values]

    def _point_out(self, values: dict, request: gr.Request) -> str | dict:
        """Say the first thing that is missing beside the button too: on a phone its control may be out of sight."""
        wrong = missing(self.context.read_brief(values, request))
        return note(next(iter(wrong.values())).sentence(language_of(request)), "wrong") if wrong else gr.skip()

    def _begin(self, _: dict, request: gr.Request) -> dict:
        return {
            self.status: waiting_note(0, language_of(request)),
            self.make: gr.update(visible=False),
            self.cancel: gr.update(visible=True),
        }

    def _run(self, values: dict, request: gr.Request) -> Iterator[dict]:
        from revive.pipeline import make_clip

        language = language_of(request)
        folder = self.context.new_folder(request)
        brief = self.context.brief(values, request, out=folder / "clip.mp4")

        def finish(result) -> dict:
            captions = [path for path in result.clip.captions if path.suffix == ".srt"]
            seconds = sum(result.seconds.values())
            words = note(result.note.text(language)) if result.note else ""
            return {
                self.status: note(say("finished", language, seconds=seconds, seed=result.brief.seed), "good") + words,
                self.video: gr.update(value=result.clip.out, visible=True),
                self.found: gr.update(visible=False),
                self.downloads: gr.update(visible=True),
                self.save: gr.update(value=result.clip.out),
                self.captions: gr.update(value=captions[0] if captions else None, visible=bool(captions)),
                self.job: gr.update(value=without_places(result.job)),
                **{self.context.form.controls[name]: getattr(result.direction, name) for name in READ_FROM_PROMPT},
                self.context.form.read: brief.prompt,
            }

        yield from self.context.follow_job(
            request, folder, lambda progress: make_clip(brief, progress=progress), self.status, finish,
            always={self.make: gr.update(visible=True), self.cancel: gr.update(visible=False)}, permit=brief.permit,
        )  # fmt: skip

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.make, self.cancel)


def without_places(job: Path) -> Path:
    """The job file as it is downloaded: with the names of files alone, without their folders."""
    settings = json.loads(job.read_text(encoding="utf-8"))
    places = {name: Path(settings[name]).name for name in (*FILES, "out") if settings[name]}
    job.write_text(json.dumps({**settings, **places}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return job
