"""The Words tab: suggestions for an occasion, which the visitor can change and use for the clip."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.parts import writing_style
from revive.app.parts.brief_form import Control
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard, wrong_answers
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext
from revive.app.texts import CHOICES, TEXT, capital, language_of, say
from revive.consent import Permit, settle_consent
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.drafting.request import LANGUAGES, LONGEST, LONGEST_NAME, MOODS
from revive.drafting.speaker import SPEAKERS

if TYPE_CHECKING:
    from revive.drafting import Draft

SHOWN = 3


def build(context: PageContext) -> None:
    """Draw the tab and wire it; a draft that is used becomes the words of the clip."""
    i18n = context.i18n
    with gr.Row(elem_classes="work"):
        with gr.Column(scale=6, min_width=320, elem_classes="step"):
            gr.HTML(prose("words_hint", "p"), elem_classes="lead")
            occasion = gr.Textbox(
                label=i18n("words_occasion"), placeholder=i18n("words_occasion_placeholder"), max_length=LONGEST,
                elem_id="occasion",
            )  # fmt: skip
            about = gr.Textbox(
                label=i18n("words_about"), info=i18n("words_about_info"), max_length=LONGEST, lines=2,
                placeholder=i18n("words_about_placeholder"), elem_id="about-what",
            )  # fmt: skip
            with gr.Row():
                called, signed = (
                    gr.Textbox(
                        label=i18n(f"words_{name}"), info=i18n(f"words_{name}_info"), max_length=LONGEST_NAME,
                        placeholder=i18n(f"words_{name}_placeholder"), min_width=160, elem_id=f"words-{name}",
                    )
                    for name in ("called", "signed")
                )  # fmt: skip
            with gr.Row():
                mood = context.form.choice(
                    "emotion", tuple(MOODS), label=i18n("words_mood"), min_width=160, elem_id="mood"
                )
                speaker = context.form.choice(
                    "speaker", ("auto", *SPEAKERS), label=i18n("words_speaker"), min_width=160, elem_id="words-speaker"
                )
                tongue = context.form.choice(
                    "language", ("auto", *LANGUAGES), label=i18n("words_language"), min_width=160,
                    elem_id="words-language",
                )  # fmt: skip
            person = gr.Dropdown(
                label=i18n("words_person"), info=i18n("words_person_info"), choices=[("—", "")], value="",
                visible=False, elem_id="words-person",
            )  # fmt: skip
            gr.HTML(
                f"{prose('words_letters', 'strong')}{prose('words_letters_hint', 'p')}",
                elem_classes="lead",
            )
            letters = gr.File(
                label=i18n("words_letters"), show_label=False, file_types=[".txt", ".md"], height=160,
                elem_id="letters",
            )  # fmt: skip
            suggest = gr.Button(i18n("words_suggest"), variant="primary", size="lg", elem_id="suggest")
            cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="suggest-cancel")
        with gr.Column(scale=5, min_width=320, elem_classes="result"):
            status = gr.HTML(f'<div class="note plain">{prose("words_empty", "span")}</div>', elem_id="words-status")
            cards = [_DraftCard(context, number) for number in range(1, SHOWN + 1)]
    if context.at_home:
        writing_style.build(context, letters)
    context.people.fill(person, lambda entry: entry.manner, nobody="—")
    pressed = gr.State(0)  # how often: each time other drafts

    def begin(request: gr.Request) -> dict:
        hidden = gr.update(visible=False)
        return {suggest: hidden, cancel: gr.update(visible=True), **{card.part: hidden for card in cards}}

    def draft(
        what: str | None, feeling: str, mentioned: str | None, name: str | None, end: str | None, who: str, spoken: str,
        file: str | None, whom: str | None, often: int, relation: str | None, basis: str | None, adult: bool | None,
        clip_person: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        context.remember_uploads(request, file)
        folder = context.new_folder(request)

        def permit() -> Permit:
            return context.permit(
                "drafts", context.consent(relation, basis, adult, clip_person), whom, occasion=what or "",
                about=mentioned or "", somebody=bool(file),
            )  # fmt: skip

        def work(progress):
            from revive.drafting import draft_words

            return draft_words(
                what or "", feeling, mentioned or "", language=spoken, speaker=who,
                letters=Path(file) if file else None,
                person=(whom or "") if context.at_home else "", n=SHOWN, seed=often,
                called=name or "", signed=end or "", consent=permit().answers, progress=progress,
            )  # fmt: skip

        def finish(drafts: list[Draft]) -> dict:
            updates = {status: note(say("words_shown", language, n=len(drafts))), pressed: often + 1}
            for card, one in zip(cards, drafts, strict=False):
                updates |= card.shown(one, language)
            return {**updates, suggest: gr.update(value=context.i18n("words_again"), visible=True)}

        always = {suggest: gr.update(visible=True), cancel: gr.update(visible=False)}
        yield from context.follow_job(request, folder, work, status, finish, always=always, permit=permit)

    inputs = [occasion, mood, about, called, signed, speaker, tongue, letters, person, pressed, *context.form.answers]
    parts = [part for card in cards for part in card.outputs]

    def wrong(values: dict, request: gr.Request) -> dict[Control, UserError]:
        found = {} if (values[occasion] or "").strip() else {occasion: UserError("Please say what the message is for.")}
        if values[letters] or (values[person] and context.at_home):
            stated = context.consent(*(values[control] for control in context.form.answers))
            try:
                settle_consent(values[person] or "", stated)
            except UserError:
                found |= {context.form.controls[name]: error for name, error in wrong_answers(stated).items()}
        return found

    passed = guard(suggest, inputs, wrong)
    running = passed.success(begin, outputs=[suggest, cancel, *(card.part for card in cards)], **IMMEDIATE).then(
        draft, inputs, [status, suggest, cancel, pressed, *parts], **FOLLOWING
    )

    def stop(request: gr.Request) -> dict:
        return context.cancel_job(request, status, suggest, cancel)

    cancel.click(stop, None, [status, suggest, cancel], cancels=running, **IMMEDIATE)
    for card in cards:
        card.wire()


class _DraftCard:
    """One draft: its words, which can be changed, notes on it, and the button that uses it."""

    def __init__(self, context: PageContext, number: int):
        self.context = context
        with gr.Column(visible=False, elem_classes="step", elem_id=f"draft-{number}") as self.part:
            self.text = gr.Textbox(
                label=context.i18n(f"draft_{number}"), lines=4, max_lines=14, max_length=4000, buttons=[]
            )
            self.about = gr.HTML()
            self.use = gr.Button(context.i18n("draft_use"), elem_id=f"use-draft-{number}")
            self.said = gr.HTML(elem_id=f"said-draft-{number}")
        self.outputs = [self.part, self.text, self.about, self.said]

    def shown(self, draft: Draft, language: str) -> dict:
        """Updates that show a draft."""
        return {
            self.part: gr.update(visible=True), self.text: draft.text, self.about: draft_notes(draft, language),
            self.said: "",
        }  # fmt: skip

    def wire(self) -> None:
        """Let the button put the words, as they are now, into the clip."""

        def use(text: str | None, request: gr.Request) -> dict:
            language = language_of(request)
            if not (text or "").strip():
                return {self.said: note(say("draft_blank", language), "wrong")}
            return {self.context.form.controls["words"]: text, self.said: note(say("draft_used", language), "good")}

        def wrong(values: dict, _: gr.Request) -> dict[Control, UserError]:
            return {} if (values[self.text] or "").strip() else {self.text: UserError(TEXT["draft_blank"])}

        guard(self.use, [self.text], wrong).success(
            use, self.text, [self.context.form.controls["words"], self.said], **IMMEDIATE
        )


def draft_notes(draft: Draft, language: str) -> str:
    """Notes on a draft: its mood, where it comes from, and what else to know."""
    source = say("draft_by_model" if draft.source == "model" else "draft_prepared", language)
    said = [say("draft_mood", language, mood=CHOICES.get(draft.mood, draft.mood)), source]
    rows = "".join(f"<p>{escape(line)}</p>" for line in (" ".join(said), *_sentences(draft, language)))
    return f'<div class="draft-notes">{rows}</div>'


def _sentences(draft: Draft, language: str) -> list[str]:
    return [capital(Message("{said}.", said=note).text(language)) for note in draft.notes]
