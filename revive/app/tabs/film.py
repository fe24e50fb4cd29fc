"""The Film tab: photographs become a story by themselves, it is changed by hand, and becomes a film."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.stories import KeptStory, Look, check_film_limits, keep_film, with_answers
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import ANSWERS, guard_form
from revive.app.parts.film_settings import FilmSettings
from revive.app.parts.html import error_note, note, prose, waiting_note
from revive.app.parts.own_voice import length_in_words
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.parts.photo_here import draw_answers_here
from revive.app.parts.scene_form import SceneForm
from revive.app.parts.shelf import Shelf
from revive.app.parts.storyboard import CHANGES, asked_for, storyboard
from revive.app.texts import language_of, say
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.film import Film, Letter, Story, Title, story_from_files


def build(context: PageContext, made: Shelf) -> FilmTab:
    """Draw the tab and wire it.

    Parameters
    ----------
    made : the shelf, on which the film stands when it is done
    """
    return FilmTab(context, made)


class FilmTab:
    """The tab; `find_again` shows the visitor's story when the tab is opened."""

    def __init__(self, context: PageContext, made: Shelf):
        self.context, self.shelf = context, made
        with gr.Row(elem_classes="work"):
            with gr.Column(scale=6, min_width=320):
                gr.HTML(prose("film_hint", "p"), elem_classes="lead")
                self._draw_first_steps()
                self._draw_story()
            with gr.Column(scale=5, min_width=320, elem_classes="result"):
                self._draw_result()
        self._shown = [
            self.list, self.reckoned, self.said, self.save_story, *self.form.outputs, *self.settings.outputs,
        ]  # fmt: skip
        self._buttons = [self.status, self.make, self.cancel]
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

    def _draw_story(self) -> None:
        i18n = self.context.i18n
        with gr.Column(elem_classes="step"):
            gr.HTML(f"{prose('film_story', 'h2')}{prose('film_story_hint', 'p')}", elem_classes="heading")
            self.said = gr.HTML(elem_id="story-note")
            self.list = gr.HTML(
                prose("film_empty", "p"), elem_id="story", js_on_load="window.reviveStory(element, trigger)"
            )
            self.form = SceneForm(self.context)
            with gr.Row():
                self.add_title = gr.Button(i18n("film_add_title"), size="sm", min_width=120, elem_id="add-title")
                self.add_letter = gr.Button(i18n("film_add_letter"), size="sm", min_width=120, elem_id="add-letter")

    def _draw_result(self) -> None:
        i18n = self.context.i18n
        self.settings = FilmSettings(self.context)
        self.reckoned = gr.HTML(elem_id="film-reckoned")
        self.status = gr.HTML(elem_id="film-status")
        self.make = gr.Button(i18n("film_make"), variant="primary", size="lg", elem_id="film-make")
        self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="film-cancel")
        self.video = gr.Video(
            label=i18n("film_label"), show_label=False, interactive=False, visible=False, buttons=[], elem_id="film"
        )
        with gr.Row(visible=False, elem_classes="downloads") as self.downloads:
            self.save = gr.DownloadButton(i18n("film_save"), size="sm", min_width=100, elem_id="save-film")
            self.captions = gr.DownloadButton(
                i18n("download_captions"), size="sm", min_width=100, elem_id="film-captions"
            )
        with gr.Accordion(i18n("film_keeping"), open=False, elem_id="film-keeping"):
            self.save_story = gr.DownloadButton(
                i18n("film_save_story"), size="sm", interactive=False, elem_id="save-story"
            )
            self.open_story = gr.UploadButton(
                i18n("film_open_story"), file_types=[".yaml", ".yml"], size="sm", elem_id="open-story"
            )
            self.anew = gr.Button(i18n("film_anew"), size="sm", elem_id="film-anew")

    def _wire(self) -> None:
        answers, shown = self.context.form.answers, self._shown
        inputs, outputs = [self.files, *answers], [self.files, *self._buttons, *shown]
        begun = []

        def begin(waited: Any) -> None:
            begun.append(waited.then(self._begin, inputs, outputs, **FOLLOWING))

        begin(self.files.change(self._wait, self.files, self.said, **IMMEDIATE))
        self.context.after_consent.append((self._wait, self.files, self.said, begin))
        self.list.edit(self._arrange, None, shown, **IMMEDIATE)
        self.form.keep.click(self._keep_scene, self.form.inputs, shown, **IMMEDIATE)
        self.form.close.click(self.form.hide, None, self.form.outputs, **IMMEDIATE)
        self.add_title.click(self._add_title, None, shown, **IMMEDIATE)
        self.add_letter.click(self._add_letter, None, shown, **IMMEDIATE)
        self.settings.wire(self._settle, shown)
        self.open_story.upload(self._open, self.open_story, shown, **IMMEDIATE)
        self.anew.click(self._begin_anew, None, shown, **IMMEDIATE)
        passed = guard_form(self.context, self.make, only=ANSWERS, here=self.answers)
        pressed = passed.success(self._press, None, self._buttons, **IMMEDIATE)
        begun.append(pressed.then(
            self._make, {*answers, *self.settings.inputs},
            [*self._buttons, self.video, self.downloads, self.save, self.captions, self.shelf.strip], **FOLLOWING
        ))  # fmt: skip
        self.cancel.click(self._stop, None, self._buttons, cancels=begun, **IMMEDIATE)
        self.save.click(self.shelf.note_saved, self.save, self.shelf.strip, **IMMEDIATE)

    def find_again(self, tab: gr.Tab) -> None:
        """Show the story as it was left once the tab is opened: before, Gradio would lose it."""
        tab.select(self._find, None, self._shown, **IMMEDIATE)

    def _kept(self, request: gr.Request) -> KeptStory:
        return KeptStory(self.context.jobs.sessions.folder(visitor_of(request)))

    def _find(self, request: gr.Request) -> dict:
        if not self._kept(request).file.is_file():
            return {self.list: gr.update()}
        return self._changed(request, lambda story: story)

    def _changed(self, request: gr.Request, change: Callable[[Story], Story], said: str = "") -> dict:
        """Updates that show the story after a change, and the settings of the film; or why it cannot be changed."""
        try:
            kept = self._kept(request)
            story = kept.change(change)
            self.context.remember_uploads(request, *story.files)
            look = self.context.run_now(request, kept.look, story)
        except EXPECTED_ERRORS as error:
            return {self.said: error_note(error, language_of(request))}
        return {**self._list(story, look, request), **self.settings.show(story), self.said: said}

    def _list(self, story: Story, look: Look, request: gr.Request) -> dict:
        language, address = language_of(request), self.context.jobs.sessions.files.address
        told = say(
            "film_reckoned", language,
            length=length_in_words(look.seconds, language), time=length_in_words(look.making, language),
        )  # fmt: skip
        return {
            self.list: storyboard(story, look, language, address),
            self.reckoned: note(told) if story.scenes else "",
            self.save_story: gr.update(value=self._kept(request).download, interactive=bool(story.scenes)),
        }  # fmt: skip

    def _wait(self, files: list[str] | None, request: gr.Request) -> dict:
        """While the questions are not answered, say that what was brought waits for them."""
        self.context.remember_uploads(request, *(files or ()))
        if not files or self.context.consented(request):
            return {self.said: gr.update()}
        return {self.said: note(say("film_consent_first", language_of(request)))}

    def _begin(
        self, files: list[str] | None, relation: str | None, basis: str | None, adult: bool | None,
        person: str | None, request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        """Make scenes of what was brought, after those that there are."""
        paths, language = [Path(file) for file in files or []], language_of(request)
        self.context.remember_uploads(request, *paths)
        stated = self.context.consent(relation, basis, adult, person)
        if not paths:
            yield {self.said: gr.update()}
            return
        try:
            stated.checked()
        except UserError as error:
            first = note(say("film_consent_first", language))
            yield {self.said: first + note(error.sentence(language))}
            return
        kept, folder = self._kept(request), self.context.new_folder(request)

        def work(progress: Progress) -> tuple[Story, Story, Look]:
            found = story_from_files(paths, progress=progress)

            def add(story: Story) -> Story:
                return dataclasses.replace(
                    story, scenes=(*story.scenes, *found.scenes), music=story.music or found.music
                )

            story = kept.change(add)
            return found, story, kept.look(story)

        def finish(outcome: tuple[Story, Story, Look]) -> dict:
            found, story, look = outcome
            shelf.remove(folder)
            said = note(say("film_begun" if found.scenes else "film_no_picture", language), "good")
            if found.music is not None:
                key = "film_music_taken" if story.music == found.music else "film_music_unused"
                said += note(say(key, language, file=found.music.name))
            return {**self._list(story, look, request), **self.settings.show(story), self.said: said, self.files: None,
                    self.status: ""}  # fmt: skip

        permit = functools.partial(self._permit, stated, person, paths)
        yield from self.context.follow_job(
            request, folder, work, self.status, finish, permit=permit, always=self._under_way(False)
        )

    def _permit(self, stated, person: str | None, files: Iterable[Path], title: str = "") -> Permit:
        named = {f"file {number}": path for number, path in enumerate(files)}
        return self.context.permit("film", stated, person, title=title, somebody=True, files=named)

    def _arrange(self, event: gr.EventData, request: gr.Request) -> dict:
        """What a button of the list asks for."""
        try:
            story = self._kept(request).read()
        except UserError as error:
            return {self.said: error_note(error, language_of(request))}
        asked = asked_for(event._data, story)
        if asked is None:
            return {self.said: note(say("film_scene_gone", language_of(request)), "wrong")}
        action, number = asked
        if action not in CHANGES:
            return {**self.form.show(story, number, language_of(request)), self.said: ""}

        def change(story: Story) -> Story:
            return CHANGES[action](story, number) if number < len(story.scenes) else story

        return {**self._changed(request, change), **self.form.hide()}

    def _keep_scene(self, values: dict, request: gr.Request) -> dict:
        said = note(say("film_scene_kept", language_of(request)), "good")
        updates = self._changed(request, lambda story: self.form.changed(story, values), said)
        return {**updates, **(self.form.hide() if self.list in updates else {})}

    def _add_title(self, request: gr.Request) -> dict:
        """A title before everything."""
        title = Title(text=say("film_new_title", language_of(request)))
        return self._added(request, lambda story: 0, title)

    def _add_letter(self, request: gr.Request) -> dict:
        """A letter at the end."""
        letter = Letter(text=say("film_new_letter", language_of(request)))
        return self._added(request, lambda story: len(story.scenes), letter)

    def _added(self, request: gr.Request, at: Callable[[Story], int], scene: Title | Letter) -> dict:
        """Add a scene, and open its settings."""
        place = 0

        def add(story: Story) -> Story:
            nonlocal place
            place = at(story)
            scenes = (*story.scenes[:place], scene, *story.scenes[place:])
            return dataclasses.replace(story, scenes=scenes)

        updates = self._changed(request, add)
        if self.list not in updates:
            return updates
        return {**updates, **self.form.show(self._kept(request).read(), place, language_of(request))}

    def _settle(self, values: dict, request: gr.Request) -> dict:
        """Keep the settings of the film; a person who is added too."""
        self.context.remember_uploads(request, values[self.settings.music])
        return self._changed(request, lambda story: self.settings.changed(story, values, self._own(request)))

    def _own(self, request: gr.Request) -> Callable[[str | None], Path | None]:
        return lambda path: self.context.own_file(request, path)

    def _open(self, file: str | None, request: gr.Request) -> dict:
        """The visitor's story from a file; what it names must be the visitor's."""
        language = language_of(request)
        path = self.context.own_file(request, file)
        if path is None:
            return {self.said: ""}
        try:
            brought = self.context.jobs.sessions.brought(visitor_of(request))
            story, missing = self._kept(request).open(path, brought)
        except EXPECTED_ERRORS as error:
            return {self.said: error_note(error, language)}
        if missing:
            return {self.said: note(say("film_needs", language, files=missing), "wrong")}
        said = note(say("film_opened", language), "good")
        return {**self._changed(request, lambda _: story, said), **self.form.hide()}

    def _begin_anew(self, request: gr.Request) -> dict:
        self._kept(request).delete()
        language = language_of(request)
        return {
            **self._list(Story(), Look((), (), 0.0, 0.0), request), **self.settings.show(Story()), **self.form.hide(),
            self.save_story: gr.update(value=None, interactive=False), self.said: note(say("film_empty", language)),
        }  # fmt: skip

    def _press(self, request: gr.Request) -> dict:
        return {self.status: waiting_note(0, language_of(request)), **self._under_way(True)}

    def _under_way(self, under_way: bool) -> dict:
        return {self.make: gr.update(visible=not under_way), self.cancel: gr.update(visible=under_way)}

    def _make(self, values: dict, request: gr.Request) -> Iterator[dict]:
        """Make the film of the story as it stands."""
        language, at_home = language_of(request), self.context.at_home
        relation, basis, adult, person = (values[control] for control in self.context.form.answers)
        stated = self.context.consent(relation, basis, adult, person)
        try:
            kept = self.settings.changed(self._kept(request).read(), values, self._own(request))
            story = with_answers(kept, stated, name=person or "", at_home=at_home)
        except EXPECTED_ERRORS as error:
            yield {self.status: error_note(error, language), **self._under_way(False)}
            return
        folder = self.context.new_folder(request)
        taken = {one.title for one in shelf.shelf(folder.parent).values()}
        called = shelf.title_of(story.title, called=say("film_called", language), day=datetime.now().astimezone())
        title = shelf.free_title(called, taken)

        def permit() -> Permit:
            allowed = self._permit(stated, person, story.files, story.title)
            check_film_limits(story, self.context.jobs.limits)
            return allowed

        def work(progress: Progress) -> Film:
            from revive.film import make_film

            began = time.perf_counter()
            film = make_film(story, folder / f"{title}.mp4", progress)
            keep_film(film, folder, title, time.perf_counter() - began)
            return film

        def finish(film: Film) -> dict:
            captions = next((path for path in film.captions if path.suffix == ".srt"), None)
            return {
                self.status: note(say("film_made", language), "good"),
                self.video: gr.update(value=film.out, visible=True), self.downloads: gr.update(visible=True),
                self.save: gr.update(value=film.out),
                self.captions: gr.update(value=captions, visible=captions is not None), **self.shelf.update(request),
            }  # fmt: skip

        yield from self.context.follow_job(
            request, folder, work, self.status, finish, permit=permit, always=self._under_way(False)
        )

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.make, self.cancel)
