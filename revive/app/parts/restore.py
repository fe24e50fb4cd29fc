"""Restoring an old photograph: the steps are chosen, and shown are before, after and how similar the face still is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.parts.photo_tools import PhotoTools
from revive.app.texts import language_of, say
from revive.consent import Consent, Permit
from revive.core.progress import Progress
from revive.provenance import Provenance
from revive.provenance.pictures import write_picture, write_untouched
from revive.restore import Restored, restore
from revive.restore.restore import COLOUR, STRONGEST, TONED

SIZES = (1, 2, 4)


@dataclass(frozen=True)
class RestoreOptions:
    """The steps that the visitor chose; see `revive.restore.restore`."""

    crop: bool
    scratches: bool
    clean: bool
    tones: bool
    times: int
    colour: float
    recolour: bool


def build(context: PageContext, tools: PhotoTools, here: dict[str, Control]) -> gr.Accordion:
    """Draw the part, which is given, and wire it; the restored picture can become the photograph of the clip."""
    i18n = context.i18n
    with gr.Accordion(i18n("restore"), open=False, elem_id="restore", elem_classes="step") as part:
        gr.HTML(prose("restore_hint", "p"))
        with gr.Row():
            crop = gr.Checkbox(True, label=i18n("restore_crop"), min_width=200)
            scratches = gr.Checkbox(True, label=i18n("restore_scratches"), min_width=200, elem_id="scratches")
            clean = gr.Checkbox(True, label=i18n("restore_clean"), min_width=200)
            tones = gr.Checkbox(True, label=i18n("restore_tones"), min_width=200)
        with gr.Row():
            times = gr.Radio(
                [(f"{n}x", n) for n in SIZES], value=1, label=i18n("restore_size"), info=i18n("restore_size_info")
            )
            with gr.Column():
                colourise = gr.Checkbox(False, label=i18n("restore_colour"), info=i18n("restore_colour_info"))
                recolour = gr.Checkbox(  # offered once a photograph was taken for one that has colours
                    False, label=i18n("restore_recolour"), info=i18n("restore_recolour_info"), visible=False,
                    elem_id="recolour",
                )  # fmt: skip
                strength = gr.Slider(
                    0.2, STRONGEST, COLOUR, step=0.05, label=i18n("restore_strength"), visible=False, elem_id="strength"
                )
        with gr.Accordion(i18n("restore_marks"), open=False, elem_id="restore-marks"):
            gr.HTML(prose("restore_marks_hint", "p"))
            show = gr.Button(i18n("restore_marks_show"), size="sm", elem_id="marks-show")
            marks = gr.HTML(visible=False, elem_id="marks")  # painted on by assets/brush.js
            painted = gr.Textbox(visible=False)  # the name of what was painted, filled in when the work begins
        with gr.Row():
            start = gr.Button(i18n("restore_start"), variant="primary", elem_id="restore-start")
            cancel = gr.Button(i18n("cancel"), visible=False, elem_id="restore-cancel")
        status = gr.HTML(elem_id="restore-status")
        compare = gr.ImageSlider(
            label=i18n("portrait_compare"), interactive=False, buttons=["fullscreen", "download"], visible=False,
            elem_id="restored",
        )  # fmt: skip
        use = gr.Button(i18n("restore_use"), visible=False, elem_id="restore-use")
        result = gr.State("")

    photo = context.form.controls["photo"]
    colourise.change(lambda on: gr.update(visible=on), colourise, strength, **IMMEDIATE)

    def lay_out(picture: str | None, cropped: bool, request: gr.Request) -> dict:
        """The photograph as it will be worked on, so that marks lie where the damage is."""
        if not picture:
            return {status: note(say("photo_first", language_of(request)), "wrong")}
        if not context.consented(request):
            return {status: note(say("consent_first", language_of(request)), "wrong")}
        shown = context.new_folder(request) / "to-paint-on.jpg"
        try:
            context.run_now(request, _write_plain, Path(picture), cropped, shown)
        except EXPECTED_ERRORS as error:
            return {status: error_note(error, language_of(request))}
        return {marks: gr.update(value=_canvas(context.jobs.sessions.files.public_name(shown)), visible=True)}

    laid = guard_form(context, show, only=("photo", *ANSWERS), here=here)
    laid.success(lay_out, [photo, crop], [marks, status], **IMMEDIATE)
    # marks belong to the picture that they were made on
    forget = {"fn": lambda: gr.update(value=None, visible=False), "inputs": None, "outputs": marks, **IMMEDIATE}
    photo.change(**forget)
    crop.change(**forget)
    photo.change(lambda: gr.update(value=False, visible=False), None, recolour, **IMMEDIATE)

    def work(
        picture: str | None, cropped: bool, unscratched: bool, cleaned: bool, toned: bool, size: int, coloured: bool,
        strong: float, all_the_same: bool, relation: str | None, basis: str | None, adult: bool | None,
        clip_person: str | None, drawn: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        if not picture:
            yield {status: note(say("photo_first", language), "wrong")}
            return
        marked = context.own_file(request, drawn)
        choice = RestoreOptions(cropped, unscratched, cleaned, toned, int(size), strong * coloured, all_the_same)
        folder = context.new_folder(request)
        context.remember_uploads(request, picture)

        def permit() -> Permit:
            files = {"photo": Path(picture)} | ({"marks": marked} if marked else {})
            return context.permit("photograph", context.consent(relation, basis, adult, clip_person), files=files)

        def finish(made: tuple[Path, Path, Restored]) -> dict:
            before, after, restored = made
            return {
                compare: gr.update(value=(str(before), str(after)), visible=True), use: gr.update(visible=True),
                result: str(after), status: result_note(restored, language),
                **({recolour: gr.update(visible=True)} if TONED in restored.notes else {}),
            }  # fmt: skip

        yield {start: gr.update(visible=False), cancel: gr.update(visible=True)}
        yield from context.follow_job(
            request, folder,
            lambda progress: make_restored(
                Path(picture), choice, marked, folder, permit().answers or Consent(), progress
            ),
            status, finish, always={start: gr.update(visible=True), cancel: gr.update(visible=False)}, permit=permit,
        )  # fmt: skip

    inputs = [
        photo, crop, scratches, clean, tones, times, colourise, strength, recolour, *context.form.answers, painted,
    ]  # fmt: skip
    passed = guard_form(context, start, only=("photo", *ANSWERS), here=here)
    passed.success(
        work, inputs, [status, compare, use, result, recolour, start, cancel], js=_WITH_MARKS, **FOLLOWING,
    )  # fmt: skip

    def stop(request: gr.Request) -> dict:
        return context.cancel_job(request, status, start, cancel)

    cancel.click(stop, None, [status, start, cancel], **IMMEDIATE)

    def take(path: str, picture: str | None, before: dict, request: gr.Request) -> dict:
        if not path:
            return {status: ""}
        context.remember_uploads(request, Path(path))
        used = note(say("imagine_used", language_of(request)), "good")
        return {photo: path, status: used, **tools.taking_back(before, path, picture or "")}

    use.click(take, [result, photo, tools.before], [photo, tools.before, status], **IMMEDIATE)
    return part


def make_restored(
    photo: Path, choice: RestoreOptions, marks: Path | None, folder: Path, consent: Consent, progress: Progress
) -> tuple[Path, Path, Restored]:  # fmt: skip
    """Restore a photograph; gives files of before and after in `folder`, of the same size, and what was done."""
    import cv2

    restored = restore(
        photo, crop=choice.crop, scratches=choice.scratches, clean=choice.clean, tones=choice.tones,
        times=choice.times, colour=choice.colour, recolour=choice.recolour, damage=marks, consent=consent,
        progress=progress,
    )  # fmt: skip
    before, after = folder / "before.png", folder / "restored.png"
    height, width = restored.picture.shape[:2]
    write_untouched(cv2.resize(restored.before, (width, height), interpolation=cv2.INTER_CUBIC), before)
    made = Provenance("photograph", consent=consent.summary)
    write_picture(restored.picture, after, made, ingredient=photo, seen=False)
    return before, after, restored


def result_note(restored: Restored, language: str) -> str:
    """A note: what was done, what was left out, and how similar the face still is."""
    nothing = "restore_unchanged" if restored.notes else "restore_nothing"
    lines = [say("restore_done" if restored.steps else nothing, language)]
    if restored.likeness is not None:
        lines.append(say("likeness_kept", language, percent=round(100 * max(restored.likeness, 0))))
    if (difference := restored.difference) is not None:
        of_face = difference.picture if difference.face is None else difference.face
        lines.append(say("colours_kept", language, face=of_face, picture=difference.picture))
    lines += [
        say("restore_left", language, step=say(f"step_{step.name}", language))
        for step in restored.steps
        if not step.kept
    ]
    lines += [told.text(language) for told in restored.notes]
    return note(" ".join(lines), "good")


def _write_plain(photo: Path, crop: bool, out: Path) -> None:
    from revive.restore.restore import laid_out

    write_untouched(laid_out(photo, crop=crop)[0], out)


def _canvas(result_note: str) -> str:
    """The picture with a canvas over it to paint on."""
    clear = f'<button type="button" class="brush-clear">{prose("restore_marks_clear", "span")}</button>'
    return f'<div class="brush"><img src="gradio_api/file={quote(result_note)}" alt=""><canvas></canvas></div>{clear}'


_WITH_MARKS = "async (...values) => [...values.slice(0, -1), await window.reviveMarks()]"
