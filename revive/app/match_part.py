"""A ready voice brought nearer to theirs: heard beside their recording, and kept only when that is wished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.flow import LINE, QUICK, TROUBLES, Page
from revive.app.own_voice_part import OwnVoice
from revive.app.players import players
from revive.app.translations import language_of, say
from revive.app.whose import answers, unnamed
from revive.app.words import both, note, trouble, waiting
from revive.speech.language import LANGUAGES
from revive.speech.voices import VOICES

if TYPE_CHECKING:
    from revive.voice.match import Match


class Nearer:
    """The part; it is seen once there is a voice."""

    def __init__(self, page: Page, own: OwnVoice):
        i18n, self.page, self.own = page.i18n, page, own
        self.match = gr.State(None)
        with gr.Column(visible=False, elem_classes="step", elem_id="nearer") as self.part:
            gr.HTML(f"{both('match', 'h2')}{both('match_hint', 'p')}", elem_classes="heading")
            self.language = page.sheet.choice(
                "language", tuple(LANGUAGES), label=i18n("match_language"), elem_id="match-language"
            )
            self.start = gr.Button(i18n("match_start"), variant="primary", elem_id="match")
            self.cancel = gr.Button(i18n("cancel"), visible=False, elem_id="match-cancel")
            self.status = gr.HTML(elem_id="match-status")
            self.heard = gr.HTML(elem_id="match-heard")
            self.keep = gr.Button(i18n("match_keep"), visible=False, elem_id="match-keep")
            self.kept = gr.HTML(elem_id="match-kept")

    @property
    def outputs(self) -> list[gr.blocks.Block]:
        """What `ready` updates."""
        return list(self.ready("en"))

    def ready(self, language: str) -> dict:
        """Updates for when there is a voice to come nearer to: what was found of another is forgotten."""
        return {
            self.part: gr.update(visible=True), self.match: None, self.status: "", self.heard: "", self.kept: "",
            self.keep: gr.update(visible=False), self.language: "zh" if language.startswith("zh") else "en",
        }  # fmt: skip

    def wire(self) -> None:
        """Let the buttons do what they say."""
        page, own = self.page, self.own
        buttons = [self.status, self.start, self.cancel]
        shown = [*buttons, self.match, self.heard, self.keep, self.kept]
        begin = self.start.click(self._begin, outputs=[*buttons, self.keep, self.kept], **QUICK)
        running = begin.then(self._run, [own.found, self.language, *own.whose.inputs], shown, **LINE)
        self.cancel.click(self._stop, outputs=buttons, cancels=running, **QUICK)
        kept = [self.kept, self.keep, page.known.changed]
        self.keep.click(page.home_only(self.kept)(self._keep), [self.match, *own.whose.inputs], kept, **LINE)

    def _begin(self, request: gr.Request) -> dict:
        hidden = gr.update(visible=False)
        return {
            self.status: waiting(0, language_of(request)), self.start: hidden, self.cancel: gr.update(visible=True),
            self.keep: hidden, self.kept: "",
        }  # fmt: skip

    def _stop(self, request: gr.Request) -> dict:
        return self.page.stop(request, self.status, self.start, self.cancel)

    def _run(
        self, found: Path | None, spoken: str, name: str | None, consent: str | None, basis: str | None,
        adult: bool | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        language = language_of(request)
        folder = self.page.desk.new_folder(request.session_hash)
        permit = self.page.permitted("likeness", name, answers(consent, basis, adult))

        def work(progress):
            from revive.voice.match import match_voice

            return match_voice(
                [found], folder=folder, language=spoken, consent=permit().answers, progress=progress
            )  # fmt: skip

        def finish(match: Match) -> dict:
            return {
                self.match: match, self.status: match_words(match, language),
                self.heard: match_players(match, language), self.keep: gr.update(visible=match.better),
            }  # fmt: skip

        always = {self.start: gr.update(visible=True), self.cancel: gr.update(visible=False)}
        yield from self.page.follow(request, folder, work, self.status, finish, always=always, permit=permit)

    def _keep(
        self, match: object, name: str | None, consent: str | None, basis: str | None, adult: bool | None,
        request: gr.Request,
    ) -> dict:  # fmt: skip
        from revive.core.home import (
            clean_name,
        )
        from revive.voice.store import keep_voice

        language = language_of(request)
        if wrong := unnamed(name, consent, basis, adult):
            return {self.kept: note(wrong.sentence(language), "wrong")}
        if match is None:
            return {self.keep: gr.update(visible=False)}
        name = clean_name(name)
        try:
            permit = self.page.permit("kept voice", answers(consent, basis, adult), name)
            self.page.keep(request, permit, lambda permit: keep_voice(name, match, consent=permit.answers))
        except TROUBLES as error:
            return {self.kept: trouble(error, language)}
        return {
            self.kept: note(say("match_kept", language, name=name), "good"), self.keep: gr.update(visible=False),
            **self.page.known.news(name),
        }  # fmt: skip


def match_words(match: Match, language: str) -> str:
    """What it is and is not, how near it came, and that nothing was kept."""
    figures = say("match_figures", language, before=match.similarity_before, after=match.similarity_after)
    last = say("match_keep_hint" if match.better else "match_no_better", language)
    warning = note(say("match_warning", language), "wrong") if match.better else ""
    return f"{warning}{note(f'{figures} {last}')}"


def match_players(match: Match, language: str) -> str:
    """Their recording, the nearest ready voice and the likeness, one beside the other."""
    voice = VOICES.get(match.nearest)
    called = (voice.zh if language.startswith("zh") else voice.en) if voice else match.nearest
    titles = (
        say("match_heard", language), say("match_before", language, voice=called), say("match_after", language),
    )  # fmt: skip
    return players(list(zip(titles, (match.heard, match.before, match.after), strict=True)))
