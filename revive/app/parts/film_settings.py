"""The settings of a film as a whole: its title, music, shape, size, captions, pace, and who else moves in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.parts.consent_form import ConsentForm, consent_from
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.core.errors import UserError
from revive.editing.edit import CAPTIONS, NONE
from revive.film import STORY_OPTIONS, Person, Photograph, Story
from revive.film.folder import PHOTO_SECONDS

PACES = {"usual": 1.0, "longer": 1.5, "shorter": 2 / 3}  # times as long as a photograph usually stays
PACE_FIXED = 0.01  # seconds; closer than this a photograph's length is that of a pace


class FilmSettings:
    """The controls; `show` fills them from a story, `changed` writes them into one."""

    def __init__(self, context: PageContext):
        i18n, choice = context.i18n, context.form.choice
        self.title = gr.Textbox(
            label=i18n("film_title"), placeholder=i18n("film_title_placeholder"), max_lines=1, max_length=200,
            elem_id="film-title",
        )  # fmt: skip
        self.music = gr.Audio(
            type="filepath", sources=["upload"], editable=False, buttons=[], label=i18n("film_music"),
            elem_id="film-music",
        )  # fmt: skip
        with gr.Accordion(i18n("film_more"), open=False, elem_id="film-more"):
            self.aspect = choice(
                "film_aspect", STORY_OPTIONS["aspect"].choices, label=i18n("film_aspect"), elem_id="film-aspect"
            )
            sizes = ("1080p", *(one for one in STORY_OPTIONS["size"].choices if one != "1080p"))
            self.size = choice("film_size", sizes, label=i18n("film_size"), elem_id="film-size")
            self.captions = choice(
                "caption_style", CAPTIONS, label=i18n("change_captions"), elem_id="film-caption-style"
            )
            self.pace = choice("film_pace", tuple(PACES), label=i18n("film_pace"), elem_id="film-pace")
        with gr.Accordion(i18n("film_people"), open=False, elem_id="film-people"):
            gr.HTML(prose("film_people_hint", "p"))
            self.other = ConsentForm(context, "film-other")
            self.add = gr.Button(i18n("film_add_person"), size="sm", elem_id="film-add-person")
        self.outputs: list[Any] = [self.title, self.music, self.aspect, self.size, self.captions, self.pace]
        self.inputs: set[Any] = {*self.outputs}

    def wire(self, settle: Callable[[dict, gr.Request], dict], outputs: list[Any]) -> None:
        """Let every change be kept by `settle`, whose updates are of `outputs`."""
        events = [
            self.title.blur, self.aspect.input, self.size.input, self.captions.input, self.pace.input,
            self.music.upload, self.music.clear,
        ]  # fmt: skip
        gr.on(events, settle, self.inputs, outputs, **IMMEDIATE)

        def wrong(values: dict, _: gr.Request) -> dict:
            return self.other.wrong(values)

        added = guard(self.add, self.other.inputs, wrong)
        added.success(settle, {*self.inputs, *self.other.inputs}, outputs, **IMMEDIATE)

    def show(self, story: Story) -> dict:
        """Updates that show the settings of a story."""
        return {
            self.title: story.title, self.music: story.music, self.aspect: story.aspect, self.size: story.size,
            self.captions: story.caption_style if story.captions else NONE, self.pace: pace_of(story),
        }  # fmt: skip

    def changed(self, story: Story, values: dict, own: Callable[[str | None], Path | None]) -> Story:
        """The story with the settings as the controls say them.

        Parameters
        ----------
        own : gives the visitor's own file at a path, None for any other

        Raises
        ------
        UserError : a value that a story cannot have; somebody is added who is in it already
        """
        style = values[self.captions]
        look = {"captions": style != NONE} | ({"caption_style": style} if style != NONE else {})
        story = dataclasses.replace(
            story, title=values[self.title] or "", music=own(values[self.music]), aspect=values[self.aspect],
            size=values[self.size], **look,
        )  # fmt: skip
        if values[self.pace] != pace_of(story):
            story = with_pace(story, values[self.pace])
        return self._with_person(story, values) if self.other.name in values else story

    def _with_person(self, story: Story, values: dict) -> Story:
        """The story with the person who was asked about; first stands the one of the page's three questions."""
        from revive.core.home import clean_name

        name = clean_name(values[self.other.name] or "")
        persons = story.persons or (Person(),)
        if name.casefold() in (one.name.casefold() for one in persons):
            raise UserError("Somebody of this name is in the film already; please give another name.")
        answers = consent_from(*(values[one] for one in self.other.answers)).checked()
        new = Person(**{"name": name, **dataclasses.asdict(answers)})
        return dataclasses.replace(story, persons=(*persons, new))


def pace_of(story: Story) -> str:
    """The pace that all photographs without settings of their own have; the usual one where they differ."""
    lengths = {scene.seconds or PHOTO_SECONDS for scene in story.scenes if isinstance(scene, Photograph)}
    for name, times in PACES.items():
        if lengths and all(abs(one - PHOTO_SECONDS * times) < PACE_FIXED for one in lengths):
            return name
    return next(iter(PACES))


def with_pace(story: Story, pace: str) -> Story:
    """The story with photographs that stay as long as the pace says."""
    seconds = round(PHOTO_SECONDS * PACES[pace], 2)
    scenes = (
        dataclasses.replace(scene, seconds=seconds) if isinstance(scene, Photograph) else scene
        for scene in story.scenes
    )
    return dataclasses.replace(story, scenes=tuple(scenes))
