"""The Film tab: photographs become a story by themselves, it is changed by hand, and becomes a film."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.stories import KeptStory, Look
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.film_result import FilmResult
from revive.app.parts.film_settings import FilmSettings
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.own_voice import length_in_words
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.parts.photo_here import draw_answers_here
from revive.app.parts.scene_form import NO_SCENE
from revive.app.parts.shelf import Shelf
from revive.app.parts.story_files import StoryFiles
from revive.app.parts.story_scenes import StoryScenes
from revive.app.texts import language_of, say
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.film import Story, story_from_files


def build(context: PageContext, made: Shelf) -> FilmTab:
    """Draw the tab and wire it.

    Parameters
    ----------
    made : the shelf, on which the film stands when it is done
    """
    return FilmTab(context, made)


class FilmTab:
    """The tab; `find_again` shows the visitor's story, and their film, when the page and the tab are opened."""

    def __init__(self, context: PageContext, made: Shelf):
        self.context = context
        self._begun: dict[str, list[Path]] = {}  # visitor -> what is, or was, made into scenes, until it is cleared
        with gr.Row(elem_classes="work"):
            with gr.Column(scale=6, min_width=320):
                gr.HTML(prose("film_hint", "p"), elem_classes="lead")
                self._draw_first_steps()
                with gr.Column(elem_classes="step"):
                    gr.HTML(f"{prose('film_story', 'h2')}{prose('film_story_hint', 'p')}", elem_classes="heading")
                    self.scenes = StoryScenes(context)
            with gr.Column(scale=5, min_width=320, elem_classes="result"):
                self.settings = FilmSettings(context)
                self.reckoned = gr.HTML(elem_id="film-reckoned")
                self.result = FilmResult(context, made, self.settings)
                self.keeping = StoryFiles(context, self.scenes.said)
        self._shown = [
            self.reckoned, *self.scenes.outputs, *self.settings.outputs, *self.keeping.outputs,
        ]  # fmt: skip
        self._wire()

    def _draw_first_steps(self) -> None:
        i18n = self.context.i18n
        with gr.Column(elem_classes="step"):
            gr.HTML(f"{prose('film_bring', 'h2')}{prose('film_bring_hint', 'p')}", elem_classes="heading")
            self.files = gr.File(
                label=i18n("film_files"), show_label=False, file_count="multiple", height=160, elem_id="film-files"
            )
        with gr.Column(elem_classes="step"):
            gr.HTML(prose("film_consent", "h2"), elem_classes="heading")
            self.answers = draw_answers_here(self.context, "film")

    def _wire(self) -> None:
        said = self.scenes.said
        inputs, outputs = (
            [self.files, *self.context.form.answers], [self.files, *self.result.buttons, *self._shown]
        )  # fmt: skip
        begun = []

        def begin(waited: Any) -> None:
            begun.append(waited.then(self._begin, inputs, outputs, **FOLLOWING))

        begin(self.files.change(self._wait, self.files, said, **IMMEDIATE))
        self.context.after_consent.append((self._wait, self.files, said, begin))
        self.scenes.wire(self._arranged, self._shown)
        self.settings.wire(self._settle, {self.scenes.form.number}, self._shown)
        self.keeping.wire(self._changed, self._shown)
        self.result.wire(self.answers, begun)

    def find_again(self, tab: gr.Tab, opened: Any) -> None:
        """Show the story as it was left, and the film, once the tab is opened: before, Gradio would lose it.

        Parameters
        ----------
        opened : the event that opens the page; a film that is being made is followed after it
        """
        shown = [*self._shown, *self.result.outputs]
        tab.select(self._find, {self.scenes.form.number}, shown, **IMMEDIATE)
        self.result.follow_when(opened)

    def _kept(self, request: gr.Request) -> KeptStory:
        return KeptStory(self.context.jobs.sessions.folder(visitor_of(request)))

    def _find(self, values: dict, request: gr.Request) -> dict:
        film = self.result.find(request) or {self.reckoned: gr.update()}
        if not self._kept(request).file.is_file():
            return film
        number = values[self.scenes.form.number]
        return {**self._changed(request, lambda story: story, opened=lambda _: number), **film}

    def _changed(
        self, request: gr.Request, change: Callable[[Story], Story], said: str = "", *,
        opened: Callable[[Story], int] = lambda story: NO_SCENE, fill: bool = False,
    ) -> dict:  # fmt: skip
        """Change the story; updates that show it and the settings of the film, or why it cannot be changed."""
        try:
            kept = self._kept(request)
            story = kept.change(change)
            self.context.remember_uploads(request, *story.files)
            look = self.context.run_now(request, kept.look, story)
        except EXPECTED_ERRORS as error:
            return {self.scenes.said: error_note(error, language_of(request))}
        return {**self._show(story, look, request, opened=opened(story), fill=fill), self.scenes.said: said}

    def _arranged(self, request: gr.Request, change: Callable[[Story], Story], said: str = "", **named: Any) -> dict:
        """As `_changed`, but the settings of the film stay as they are, with what is being typed there; the pace may
        have changed with a scene."""
        updates = self._changed(request, change, said, **named)
        return {part: update for part, update in updates.items() if part not in self.settings.typed}

    def _show(
        self, story: Story, look: Look, request: gr.Request, *, opened: int = NO_SCENE, fill: bool = False
    ) -> dict:  # fmt: skip
        """Updates that show a story; `opened` and `fill` as `story_scenes.Changed` has them."""
        language = language_of(request)
        told = say(
            "film_reckoned", language,
            length=length_in_words(look.seconds, language), time=length_in_words(look.making, language),
        )  # fmt: skip
        return {
            **self.scenes.show(story, look, request, opened=opened, fill=fill), **self.settings.show(story, language),
            **self.keeping.show(story, request), self.reckoned: note(told) if story.scenes else "",
        }  # fmt: skip

    def _settle(self, change: Callable[[Story], Story], values: dict, request: gr.Request) -> dict:
        """Keep the settings of the film; the scene that is being changed stays open."""
        number = values[self.scenes.form.number]
        return self._arranged(request, change, opened=lambda _: number)

    def _wait(self, files: list[str] | None, request: gr.Request) -> dict:
        """While the questions are not answered, say that what was brought waits for them."""
        self.context.remember_uploads(request, *(files or ()))
        if not files or self.context.consented(request):
            return {self.scenes.said: gr.update()}
        return {self.scenes.said: note(say("film_consent_first", language_of(request)))}

    def _begin(
        self, files: list[str] | None, relation: str | None, basis: str | None, adult: bool | None,
        person: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        """Make scenes of what was brought, once, after those that there are."""
        paths, language, visitor = [Path(file) for file in files or []], language_of(request), visitor_of(request)
        self.context.remember_uploads(request, *paths)
        stated = self.context.consent(relation, basis, adult, person)
        if not paths or self._begun.get(visitor) == paths:  # several events ask for it
            if not paths:
                self._begun.pop(visitor, None)
            yield {self.scenes.said: gr.update()}
            return
        try:
            stated.checked()
        except UserError as error:
            first = note(say("film_consent_first", language))
            yield {self.scenes.said: first + note(error.sentence(language))}
            return
        kept, folder = self._kept(request), self.context.new_folder(request)
        self._begun[visitor], done = paths, False

        def work(progress: Progress) -> tuple[Story, Look]:
            found = story_from_files(paths, progress=progress)

            def add(story: Story) -> Story:
                return dataclasses.replace(
                    story, scenes=(*story.scenes, *found.scenes), music=story.music or found.music
                )

            story = kept.change(add)
            return story, kept.look(story)

        def finish(outcome: tuple[Story, Look]) -> dict:
            nonlocal done
            done, (story, look) = True, outcome
            shelf.remove(folder)
            return {
                **self._show(story, look, request), self.scenes.said: _begun(story, paths, language),
                self.files: None, self.result.status: "",
            }  # fmt: skip

        named = {f"file {number}": path for number, path in enumerate(paths)}
        permit = functools.partial(self.context.permit, "film", stated, person, somebody=True, files=named)
        try:
            yield from self.context.follow_job(
                request, folder, work, self.result.status, finish, permit=permit, always=self.result.under_way(False)
            )
        finally:
            if not done:
                self._begun.pop(visitor, None)


def _begun(story: Story, brought: Iterable[Path], language: str) -> str:
    """What became of the files that were brought."""
    used = set(story.files)
    taken, left = [path for path in brought if path in used], [path.name for path in brought if path not in used]
    if not any(path != story.music for path in taken):
        said = note(say("film_no_picture", language), "good" if taken else "wrong")
    else:
        said = note(say("film_begun", language), "good")
    if story.music in taken and story.music is not None:
        said += note(say("film_music_taken", language, file=story.music.name))
    return said + (note(say("film_left_out", language, files=left)) if left else "")
