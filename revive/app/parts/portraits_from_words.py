"""Drawing portraits from words, four at a time: of the person in the photograph, of a learned person, or invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext, missing
from revive.app.parts.photo_tools import PhotoTools
from revive.app.parts.shelf import Shelf
from revive.app.texts import language_of, say
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.generator import GeneratedPortrait, generate_portrait
from revive.provenance import Provenance
from revive.provenance.pictures import write_picture

SHOWN = 4


def build(context: PageContext, tools: PhotoTools, here: dict[str, Control], shelf: Shelf) -> None:
    """Draw the part and wire it; a chosen portrait becomes the photograph of the clip."""
    i18n = context.i18n
    with gr.Accordion(i18n("imagine"), open=False, elem_id="imagine", elem_classes="step"):
        gr.HTML(prose("imagine_hint", "p"))
        words = gr.Textbox(
            label=i18n("imagine_words"), placeholder=i18n("imagine_placeholder"), lines=2, elem_id="imagine-words"
        )
        keep = gr.Checkbox(False, label=i18n("imagine_keep"), info=i18n("imagine_keep_info"), elem_id="imagine-keep")
        learned_person = gr.Dropdown(
            label=i18n("imagine_person"), info=i18n("imagine_person_info"), choices=[("—", "")], value="",
            visible=False, elem_id="imagine-person",
        )  # fmt: skip
        with gr.Row():
            draw = gr.Button(i18n("imagine_draw"), variant="primary", elem_id="imagine-draw")
            cancel = gr.Button(i18n("cancel"), visible=False, elem_id="imagine-cancel")
        status = gr.HTML(elem_id="imagine-status")
        gallery = gr.Gallery(
            show_label=False, columns=SHOWN, height="auto", object_fit="contain", interactive=False, visible=False,
            buttons=["download", "fullscreen"], elem_id="imagined",
        )  # fmt: skip
        compare = gr.ImageSlider(
            label=i18n("portrait_compare"), interactive=False, buttons=["fullscreen"], visible=False,
            elem_id="imagine-compare",
        )  # fmt: skip
        use = gr.Button(i18n("imagine_use"), visible=False, elem_id="imagine-use")
        drawn, chosen, before = gr.State(()), gr.State(0), gr.State("")

    photo = context.form.controls["photo"]
    context.people.fill(learned_person, lambda entry: entry.portrait is not None, nobody="—")

    def start(
        text: str | None, kept: bool, chosen_person: str | None, picture: str | None, relation: str | None,
        basis: str | None, adult: bool | None, clip_person: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        person = (chosen_person or "") if context.at_home else ""
        kept = kept and not person
        if kept and not picture:
            yield {status: note(say("photo_first", language), "wrong")}
            return
        folder = context.new_folder(request)
        reference = Path(picture) if kept and picture else None
        context.remember_uploads(request, reference)

        def permit() -> Permit:
            files = {"photo": reference} if reference else {}
            stated = context.consent(relation, basis, adult, clip_person)
            return context.permit("portrait", stated, person, prompt=text or "", somebody=kept, files=files)

        def finish(made: Made) -> dict:
            said = [say(f"imagine_{'kept' if kept else 'named' if person else 'nobody'}", language)]
            said += [one.text(language) for one in made.notes]
            shown = str(made.before or "")
            return {
                compare: _compared(shown, made.pictures[0][0]), before: shown,
                gallery: gr.update(
                    value=[(str(path), text) for path, _, text in made.pictures], visible=True, selected_index=0
                ),
                use: gr.update(visible=True), drawn: tuple(str(plain) for _, plain, _ in made.pictures), chosen: 0,
                **shelf.add_portraits([labelled for labelled, _, _ in made.pictures], request),
                status: note(" ".join(said), "good"),
            }  # fmt: skip

        yield {draw: gr.update(visible=False), cancel: gr.update(visible=True)}
        yield from context.follow_job(
            request, folder,
            lambda progress: make_portraits(permit(), reference, folder, language, progress),
            status, finish, always={draw: gr.update(visible=True), cancel: gr.update(visible=False)}, permit=permit,
        )  # fmt: skip

    shown = [status, gallery, compare, use, drawn, chosen, before, draw, cancel, shelf.strip]
    inputs = [words, keep, learned_person, photo, *context.form.answers]

    def wrong(values: dict, request: gr.Request) -> dict[Control, UserError]:
        if not values[keep] or (values[learned_person] and context.at_home):
            return {}
        found = missing(context.read_brief(values, request))
        return {here[name]: found[name] for name in ("photo", *ANSWERS) if name in found}

    passed = guard(draw, {*inputs, *context.form.inputs, *here.values()}, wrong)
    passed.success(start, inputs, shown, **FOLLOWING)

    def stop(request: gr.Request) -> dict:
        return context.cancel_job(request, status, draw, cancel)

    cancel.click(stop, None, [status, draw, cancel], **IMMEDIATE)

    def choose(paths: tuple[str, ...], photograph: str, event: gr.SelectData) -> dict:
        number = int(event.index) if isinstance(event.index, int | float) else 0
        return {chosen: number, compare: _compared(photograph, paths[number] if number < len(paths) else "")}

    gallery.select(choose, [drawn, before], [chosen, compare], **IMMEDIATE)

    def take(
        paths: tuple[str, ...], number: int, picture: str | None, taken: dict, request: gr.Request
    ) -> dict:  # fmt: skip
        if not 0 <= number < len(paths):
            return {status: ""}
        context.remember_uploads(request, Path(paths[number]))
        used = note(say("imagine_used", language_of(request)), "good")
        return {photo: paths[number], status: used, **tools.taking_back(taken, paths[number], picture or "")}

    use.click(take, [drawn, chosen, photo, tools.before], [photo, tools.before, status], **IMMEDIATE)


@dataclass(frozen=True)
class Made:
    """Portraits as files.

    Attributes
    ----------
    pictures : of each the labelled file, the one without a label, and the caption
    before : the photograph to compare them with, where there is one in the same place
    notes : what the user is told of them
    """

    pictures: tuple[tuple[Path, Path, str], ...]
    before: Path | None = None
    notes: tuple[Message, ...] = ()


def make_portraits(permit: Permit, photo: Path | None, folder: Path, language: str, progress: Progress) -> Made:
    """Draw `SHOWN` portraits into `folder`."""
    rows, answers = [], permit.answers
    drawn = generate_portrait(
        permit.prompt, photo=photo, person=permit.person, count=SHOWN, consent=answers, progress=progress
    )  # fmt: skip
    consent = answers.summary if answers else ""
    for number, one in enumerate(drawn, 1):
        made = Provenance("photograph" if photo else "portrait", language, consent=consent, seed=one.seed)
        paths = folder / f"portrait-{number}.png", folder / f"plain-{number}.png"
        for path, seen in zip(paths, (True, False), strict=True):
            write_picture(one.picture, path, made, ingredient=photo, seen=seen)
        rows.append((*paths, caption(one, language)))
    before = None
    if drawn[0].before is not None:
        before = folder / "before.png"
        write_picture(drawn[0].before, before, Provenance("photograph", language, consent=consent), seen=False)
    return Made(tuple(rows), before, drawn[0].notes)


def _compared(before: str, after: Path | str) -> dict:
    """The update of the slider between the photograph and a portrait; hidden where there is nothing to compare."""
    both = bool(before and after)
    return gr.update(value=(before, str(after)) if both else None, visible=both)


def caption(one: GeneratedPortrait, language: str) -> str:
    """The caption of a portrait: how similar it is to the person, or its seed."""
    from revive.face.identity import SAME

    if one.likeness is None:
        return say("imagine_seed", language, seed=one.seed)
    key = "likeness_kept" if one.likeness >= SAME else "likeness_lost"
    return say(key, language, percent=round(100 * max(one.likeness, 0)))
