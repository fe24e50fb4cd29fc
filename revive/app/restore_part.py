"""An old photograph restored, each step by choice, shown before and after with how much it still is the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from revive.app.flow import LINE, QUICK, TROUBLES, Page
from revive.app.translations import language_of, say
from revive.app.words import both, note, trouble
from revive.consent import Consent, Permit
from revive.core.progress import Progress
from revive.provenance import Provenance
from revive.provenance.pictures import write_picture, write_untouched
from revive.restore import Restored, restore
from revive.restore.restore import COLOUR, STRONGEST

SIZES = (1, 2, 4)


@dataclass(frozen=True)
class Choice:
    """Which steps the visitor wants; see `restore`."""

    crop: bool
    scratches: bool
    clean: bool
    tones: bool
    times: int
    colour: float


def build(page: Page) -> None:
    """Draw the part and wire it; the restored picture can become the photograph of the clip."""
    i18n = page.i18n
    with gr.Accordion(i18n("restore"), open=False, elem_id="restore", elem_classes="step"):
        gr.HTML(both("restore_hint", "p"))
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
                strength = gr.Slider(
                    0.2, STRONGEST, COLOUR, step=0.05, label=i18n("restore_strength"), visible=False, elem_id="strength"
                )
        with gr.Accordion(i18n("restore_marks"), open=False, elem_id="restore-marks"):
            gr.HTML(both("restore_marks_hint", "p"))
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

    photo = page.sheet.controls["photo"]
    colourise.change(lambda on: gr.update(visible=on), colourise, strength, **QUICK)

    def lay_out(picture: str | None, cropped: bool, request: gr.Request) -> dict:
        """The photograph as it will be worked on, so that marks lie where the damage is."""
        if not picture:
            return {status: note(say("photo_first", language_of(request)), "wrong")}
        if not page.consented(request):
            return {status: note(say("consent_first", language_of(request)), "wrong")}
        shown = page.desk.new_folder(request.session_hash) / "to-paint-on.jpg"
        try:
            page.answer(request, _write_plain, Path(picture), cropped, shown)
        except TROUBLES as error:
            return {status: trouble(error, language_of(request))}
        return {marks: gr.update(value=_canvas(page.desk.visitors.told(shown)), visible=True)}

    show.click(lay_out, [photo, crop], [marks, status], **QUICK)
    # marks belong to the picture that they were made on
    forget = {"fn": lambda: gr.update(value=None, visible=False), "inputs": None, "outputs": marks, **QUICK}
    photo.change(**forget)
    crop.change(**forget)

    def work(
        picture: str | None, cropped: bool, unscratched: bool, cleaned: bool, toned: bool, size: int, coloured: bool,
        strong: float, consent: str | None, basis: str | None, adult: bool | None, known: str | None,
        drawn: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        if not picture:
            yield {status: note(say("photo_first", language), "wrong")}
            return
        marked = page.own_file(request, drawn)
        choice = Choice(cropped, unscratched, cleaned, toned, int(size), strong * coloured)
        folder = page.desk.new_folder(request.session_hash)
        page.desk.remember(request.session_hash, picture)

        def permit() -> Permit:
            files = {"photo": Path(picture)} | ({"marks": marked} if marked else {})
            return page.permit("photograph", page.stated(consent, basis, adult, known), files=files)

        def finish(made: tuple[Path, Path, Restored]) -> dict:
            before, after, restored = made
            return {
                compare: gr.update(value=(str(before), str(after)), visible=True), use: gr.update(visible=True),
                result: str(after), status: told(restored, language),
            }  # fmt: skip

        yield {start: gr.update(visible=False), cancel: gr.update(visible=True)}
        yield from page.follow(
            request, folder,
            lambda progress: make_restored(Path(picture), choice, marked, folder, permit().answers, progress),
            status, finish, always={start: gr.update(visible=True), cancel: gr.update(visible=False)}, permit=permit,
        )  # fmt: skip

    inputs = [photo, crop, scratches, clean, tones, times, colourise, strength, *page.sheet.answers, painted]
    start.click(
        work, inputs, [status, compare, use, result, start, cancel], js=_WITH_MARKS, **LINE,
    )  # fmt: skip

    def stop(request: gr.Request) -> dict:
        return page.stop(request, status, start, cancel)

    cancel.click(stop, None, [status, start, cancel], **QUICK)

    def take(path: str, request: gr.Request) -> dict:
        if not path:
            return {status: ""}
        page.desk.remember(request.session_hash, Path(path))
        return {photo: path, status: note(say("imagine_used", language_of(request)), "good")}

    use.click(take, result, [photo, status], **QUICK)


def make_restored(
    photo: Path, choice: Choice, marks: Path | None, folder: Path, consent: Consent, progress: Progress
) -> tuple[Path, Path, Restored]:  # fmt: skip
    """Files of before and after in `folder`, of one size for the eye, and what was done."""
    import cv2

    restored = restore(
        photo, crop=choice.crop, scratches=choice.scratches, clean=choice.clean, tones=choice.tones,
        times=choice.times, colour=choice.colour, damage=marks, consent=consent, progress=progress,
    )  # fmt: skip
    before, after = folder / "before.png", folder / "restored.png"
    height, width = restored.picture.shape[:2]
    write_untouched(cv2.resize(restored.before, (width, height), interpolation=cv2.INTER_CUBIC), before)
    made = Provenance("photograph", consent=consent.summary)
    write_picture(restored.picture, after, made, ingredient=photo, seen=False)
    return before, after, restored


def told(restored: Restored, language: str) -> str:
    """What was done, what was left out, and how much it still is the person."""
    lines = [say("restore_done" if restored.steps else "restore_nothing", language)]
    if restored.likeness is not None:
        lines.append(say("likeness_kept", language, percent=round(100 * max(restored.likeness, 0))))
    lines += [
        say("restore_left", language, step=say(f"step_{step.name}", language))
        for step in restored.steps
        if not step.kept
    ]
    return note(" ".join(lines), "good")


def _write_plain(photo: Path, crop: bool, out: Path) -> None:
    from revive.restore.restore import laid_out

    write_untouched(laid_out(photo, crop=crop)[0], out)


def _canvas(told: str) -> str:
    """The picture with something to paint on over it."""
    clear = f'<button type="button" class="brush-clear">{both("restore_marks_clear", "span")}</button>'
    return f'<div class="brush"><img src="gradio_api/file={quote(told)}" alt=""><canvas></canvas></div>{clear}'


_WITH_MARKS = "async (...values) => [...values.slice(0, -1), await window.reviveMarks()]"
