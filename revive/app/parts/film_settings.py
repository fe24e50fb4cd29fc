"""The settings of a film as a whole: its title, music, shape, size, captions, pace, and who else moves in it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.parts.consent_form import ConsentForm, consent_from
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.app.parts.storyboard import list_button
from revive.core.errors import UserError
from revive.editing.edit import CAPTIONS, NONE
from revive.film import STORY_OPTIONS, Person, Photograph, Story
from revive.film.arrange import without_person
from revive.film.folder import PHOTO_SECONDS

PACES = {"usual": 1.0, "longer": 1.5, "shorter": 2 / 3}  # times as long as a photograph usually stays
Settle = Callable[[Callable[[Story], Story], dict, gr.Request], dict]  # changes the story, and shows it
PACE_FIXED = 0.01  # seconds; closer than this a photograph's length is that of a pace


class FilmSettings:
    """The controls; `show` fills them from a story, `changed` writes them into one.

    Attributes
    ----------
    typed : controls that change only where the visitor, or another story, changes them
    """

    def __init__(self, context: PageContext):
        i18n, choice, self.context = context.i18n, context.form.choice, context
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
            self.people = gr.HTML(elem_id="film-persons", js_on_load="window.reviveStory(element, trigger)")
            self.other = ConsentForm(context, "film-other")
            self.add = gr.Button(i18n("film_add_person"), size="sm", elem_id="film-add-person")
        self.typed: list[Any] = [self.title, self.music, self.aspect, self.size, self.captions]
        self.inputs: set[Any] = {*self.typed, self.pace}
        self.outputs: list[Any] = [*self.inputs, self.people, *self.other.inputs]

    def wire(self, settle: Settle, more: set[Any], outputs: list[Any]) -> None:
        """Let every change be kept by `settle`, which gets the values of `more` too; its updates are of `outputs`."""
        inputs = {*self.inputs, *more}

        def keep(values: dict, request: gr.Request) -> dict:
            self.context.remember_uploads(request, values[self.music])
            own = functools.partial(self.context.own_file, request)
            return settle(lambda story: self.changed(story, values, own), values, request)

        def add(values: dict, request: gr.Request) -> dict:
            updates = settle(lambda story: self._with_person(story, values), values, request)
            return {**updates, **self._asked_anew()} if self.people in updates else updates

        def remove(values: dict, event: gr.EventData, request: gr.Request) -> dict:
            told = event._data if isinstance(event._data, dict) else {}
            return settle(lambda story: without_person(story, told.get("entry")), values, request)

        events = [
            self.title.blur, self.aspect.input, self.size.input, self.captions.input, self.pace.input,
            self.music.upload, self.music.clear,
        ]  # fmt: skip
        gr.on(events, keep, inputs, outputs, **IMMEDIATE)
        self.people.edit(remove, inputs, outputs, **IMMEDIATE)

        def wrong(values: dict, _: gr.Request) -> dict:
            return self.other.wrong(values)

        added = guard(self.add, self.other.inputs, wrong)
        added.success(add, {*inputs, *self.other.inputs}, outputs, **IMMEDIATE)

    def _asked_anew(self) -> dict:
        """Updates that empty the questions about somebody else."""
        return {self.other.name: "", self.other.relation: "", self.other.basis: "", self.other.adult: False}

    def show(self, story: Story, language: str) -> dict:
        """Updates that show the settings of a story."""
        return {
            self.title: story.title, self.music: story.music, self.aspect: story.aspect, self.size: story.size,
            self.captions: story.caption_style if story.captions else NONE, self.pace: pace_of(story),
            self.people: _people(story, language),
        }  # fmt: skip

    def changed(self, story: Story, values: dict, own: Callable[[str | None], Path | None]) -> Story:
        """The story with the settings as the controls say them.

        Parameters
        ----------
        own : gives the visitor's own file at a path, None for any other

        Raises
        ------
        UserError : a value that a story cannot have
        """
        style = values[self.captions]
        look = {"captions": style != NONE} | ({"caption_style": style} if style != NONE else {})
        story = dataclasses.replace(
            story, title=values[self.title] or "", music=own(values[self.music]), aspect=values[self.aspect],
            size=values[self.size], **look,
        )  # fmt: skip
        if values[self.pace] != pace_of(story):
            story = with_pace(story, values[self.pace])
        return story

    def _with_person(self, story: Story, values: dict) -> Story:
        """The story with the person who was asked about; first stands the one of the page's three questions.

        Raises
        ------
        UserError : an answer is missing, or somebody of this name is in it already
        """
        from revive.core.home import clean_name

        name = clean_name(values[self.other.name] or "")
        persons = story.persons or (Person(),)
        if name.casefold() in (one.name.casefold() for one in persons):
            raise UserError("Somebody of this name is in the film already; please give another name.")
        answers = consent_from(*(values[one] for one in self.other.answers)).checked()
        new = Person(**{"name": name, **dataclasses.asdict(answers)})
        return dataclasses.replace(story, persons=(*persons, new))


def _people(story: Story, language: str) -> str:
    """HTML of the people who were added, each with a button to take them out."""
    rows = "".join(
        f'<li data-scene="{number}">{name} {list_button("remove", "film_remove", name, language)}</li>'
        for number, name in enumerate(escape(one.name) for one in story.persons)
        if number
    )
    return f'<ul class="film-persons">{rows}</ul>' if rows else ""


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
