"""The Motion tab: the first sentence in three small versions with different motion, and curves of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import gradio as gr

from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext, first_sentence, missing
from revive.app.parts.photo_here import draw_photo_here
from revive.app.parts.timeline import timeline
from revive.app.texts import language_of, say
from revive.core.progress import Progress
from revive.core.ranges import SEEDS
from revive.pipeline import Result

SIZE = 256  # longest side of a take in pixels
TAKES = 3


def build(context: PageContext) -> None:
    """Draw the tab and wire it."""
    i18n = context.i18n
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=5, min_width=320):
            gr.HTML(prose("motion_hint", "p"), elem_classes="lead")
            here = draw_photo_here(context, "motion", words=True)
            _draw_settings(context)
        with gr.Column(scale=6, min_width=320, elem_classes="result"):
            with gr.Row():
                show = gr.Button(i18n("motion_show"), variant="primary", size="lg", elem_id="preview")
                cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="preview-cancel")
            status = gr.HTML(elem_id="preview-status")
            videos, uses, curves = [], [], []
            with gr.Row(elem_classes="takes"):
                for number in range(TAKES):
                    with gr.Column(min_width=140):
                        videos.append(
                            gr.Video(
                                show_label=False, interactive=False, visible=False, buttons=[],
                                elem_id=f"take-{number + 1}",
                            )
                        )  # fmt: skip
                        uses.append(gr.Button(i18n("take_use"), size="sm", visible=False, elem_id=f"use-{number + 1}"))
            for number in range(TAKES):
                curves.append(gr.HTML(visible=number == 0, elem_id=f"curves-{number + 1}"))
            seeds = gr.State([])

    def preview(values: dict, request: gr.Request) -> Iterator[dict]:
        language = language_of(request)
        folder = context.new_folder(request)
        brief = context.brief(values, request, out=folder / "take.mp4")
        brief = dataclasses.replace(
            brief.without_moments(), size=SIZE, captions=False, title="", music=None, recording=None,
            words=first_sentence(brief.words) or say("words_placeholder", language),
        )  # fmt: skip
        if wrong := missing(brief):
            yield {status: note(next(iter(wrong.values())).sentence(language), "wrong")}
            return

        def finish(results: list[Result]) -> dict:
            last = {seeds: [result.brief.seed for result in results], status: note(say("takes_shown", language))}
            for number, result in enumerate(results):
                last[videos[number]] = gr.update(value=result.clip.out, visible=True)
                last[uses[number]] = gr.update(visible=True)
                shown = timeline(result.motion, result.sentences, result.feelings, language)
                last[curves[number]] = gr.update(value=shown, visible=number == 0)
            return last

        buttons = {show: gr.update(visible=True), cancel: gr.update(visible=False)}
        yield {show: gr.update(visible=False), cancel: gr.update(visible=True)}
        yield from context.follow_job(
            request, folder, lambda progress: make_takes(brief, progress=progress), status, finish, always=buttons,
            permit=brief.permit,
        )  # fmt: skip

    shown = [*videos, *uses, *curves, seeds, status, show, cancel]
    passed = guard_form(context, show, only=("photo", *ANSWERS, "prompt"), here=here)
    passed.success(preview, context.form.inputs, shown, **FOLLOWING)

    def stop(request: gr.Request) -> dict:
        return context.cancel_job(request, status, show, cancel)

    cancel.click(stop, None, [status, show, cancel], **IMMEDIATE)
    seed = context.form.controls["seed"]
    for number, use in enumerate(uses):

        def choose(drawn: list[int], request: gr.Request, number: int = number) -> dict:
            if number >= len(drawn):  # nothing was drawn in this tab
                return {status: ""}
            told = note(say("take_used", language_of(request), number=number + 1), "good")
            shown = {one: gr.update(visible=i == number) for i, one in enumerate(curves)}
            return {**shown, seed: drawn[number], status: told}

        use.click(choose, seeds, [*curves, status, seed], **IMMEDIATE)


def _draw_settings(context: PageContext) -> None:
    control = context.form.control
    with gr.Column(elem_classes="step"):
        for name in ("lips", "head_motion", "blink", "expression"):
            control(name)
        with gr.Row():
            control("emotion", min_width=180)
            control("strength", min_width=180)
        control("sentence_feelings")


def make_takes(brief, *, progress: Progress) -> list[Result]:
    """Make the clip with `TAKES` seeds: first its own, then others."""
    from revive.pipeline import make_clip

    first = brief.checked().seed
    results = []
    for number in range(TAKES):
        seed = (first + 7919 * number) % SEEDS
        out = brief.out.with_stem(f"{brief.out.stem}-{number + 1}")
        results.append(make_clip(dataclasses.replace(brief, seed=seed, out=out), progress=progress))
    return results
