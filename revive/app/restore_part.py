"""An old photograph restored, each step by choice, shown before and after with how much it still is the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import numpy as np

from revive.app.flow import LINE, QUICK, TROUBLES, Page
from revive.app.translations import language_of, say
from revive.app.words import both, note, trouble
from revive.consent import Consent, Permit
from revive.marking import Made
from revive.marking.pictures import write_picture, write_untouched
from revive.progress import Progress
from revive.restore import Restored, restore
from revive.restore.restore import COLOUR, STRONGEST

SIZES = (1, 2, 4)
BRUSH = 14  # pixels


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
            marks = gr.ImageEditor(
                show_label=False, type="numpy", sources=(), transforms=(), layers=False, visible=False, height=520,
                brush=gr.Brush(default_size=BRUSH, colors=["#ff3b30"], color_mode="fixed"), elem_id="marks",
            )  # fmt: skip
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
        try:
            plain = page.desk.answer(_plain, Path(picture), cropped)
        except TROUBLES as error:
            return {status: trouble(error, language_of(request))}
        return {marks: gr.update(value={"background": plain, "layers": [], "composite": None}, visible=True)}

    show.click(lay_out, [photo, crop], [marks, status], **QUICK)
    # marks belong to the picture that they were made on
    forget = {"fn": lambda: gr.update(value=None, visible=False), "inputs": None, "outputs": marks, **QUICK}
    photo.change(**forget)
    crop.change(**forget)

    def work(
        picture: str | None, cropped: bool, unscratched: bool, cleaned: bool, toned: bool, size: int, coloured: bool,
        strong: float, drawn: dict | None, consent: str | None, basis: str | None, adult: bool | None,
        known: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        if not picture:
            yield {status: note(say("photo_first", language), "wrong")}
            return
        choice = Choice(cropped, unscratched, cleaned, toned, int(size), strong * coloured)
        folder = page.desk.new_folder(request.session_hash)
        page.desk.remember(request.session_hash, picture)

        def permit() -> Permit:
            return page.permit("photograph", page.stated(consent, basis, adult, known), files={"photo": Path(picture)})

        def finish(made: tuple[Path, Path, Restored]) -> dict:
            before, after, restored = made
            return {
                compare: gr.update(value=(str(before), str(after)), visible=True), use: gr.update(visible=True),
                result: str(after), status: told(restored, language),
            }  # fmt: skip

        yield {start: gr.update(visible=False), cancel: gr.update(visible=True)}
        yield from page.follow(
            request, folder,
            lambda progress: make_restored(Path(picture), choice, painted(drawn), folder, permit().answers, progress),
            status, finish, always={start: gr.update(visible=True), cancel: gr.update(visible=False)}, permit=permit,
        )  # fmt: skip

    inputs = [photo, crop, scratches, clean, tones, times, colourise, strength, marks, *page.sheet.answers]
    start.click(work, inputs, [status, compare, use, result, start, cancel], **LINE)

    def stop(request: gr.Request) -> dict:
        return page.stop(request, status, start, cancel)

    cancel.click(stop, None, [status, start, cancel], **QUICK)

    def take(path: str, request: gr.Request) -> dict:
        if not path:
            return {}
        page.desk.remember(request.session_hash, Path(path))
        return {photo: path, status: note(say("imagine_used", language_of(request)), "good")}

    use.click(take, result, [photo, status], **QUICK)


def painted(drawn: dict | None) -> np.ndarray | None:
    """(H, W) bool, what was painted over in the editor; None where nothing was."""
    layers = [layer[..., 3] > 0 for layer in (drawn or {}).get("layers", ()) if layer is not None and layer.ndim == 3]
    marks = np.logical_or.reduce(layers) if layers else None
    return marks if marks is not None and marks.any() else None


def make_restored(
    photo: Path, choice: Choice, marks: np.ndarray | None, folder: Path, consent: Consent, progress: Progress
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
    made = Made("photograph", consent=consent.summary)
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


def _plain(photo: Path, crop: bool) -> np.ndarray:
    from revive.restore.restore import laid_out

    return laid_out(photo, crop=crop)[0]
