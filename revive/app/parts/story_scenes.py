"""The scenes of a story: the list, the settings of a scene below its row, and new titles and letters."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, Protocol

import gradio as gr

from revive.app.jobs.stories import Look
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext
from revive.app.parts.scene_form import NO_SCENE, SceneForm
from revive.app.parts.storyboard import CHANGES, asked_for, storyboard
from revive.app.texts import language_of, say
from revive.film import Letter, Story, Title

# brings the settings that were opened into view, or goes back to the scene when they were closed
FOCUS = "() => window.reviveScene()"


class Changed(Protocol):
    """Changes the visitor's story, and gives updates that show it.

    Parameters
    ----------
    opened : the number of the scene, in the changed story, whose settings stand below its row; NO_SCENE for none
    fill : fill these settings from the scene; else they stay as they are, with what was typed
    """

    def __call__(
        self, request: gr.Request, change: Callable[[Story], Story], said: str = "", *,
        opened: Callable[[Story], int] = lambda story: NO_SCENE, fill: bool = False,
    ) -> dict: ...  # fmt: skip


class StoryScenes:
    """The part; `show` draws the scenes, `wire` connects their buttons.

    Attributes
    ----------
    said : gr.HTML, what is said of the story
    outputs : what `show`, and what the buttons do, updates
    """

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        on_load = "window.reviveStory(element, trigger)"
        self.said = gr.HTML(elem_id="story-note")
        self.list = gr.HTML(prose("film_empty", "p"), elem_id="story", js_on_load=on_load)
        self.form = SceneForm(context)
        self.rest = gr.HTML(elem_id="story-rest", js_on_load=on_load)  # the scenes after the one that is changed
        with gr.Row():
            self.add_title = gr.Button(i18n("film_add_title"), size="sm", min_width=120, elem_id="add-title")
            self.add_letter = gr.Button(i18n("film_add_letter"), size="sm", min_width=120, elem_id="add-letter")
        self.outputs: list[Any] = [self.said, self.list, self.rest, *self.form.outputs]

    def wire(self, changed: Changed, outputs: list[Any]) -> None:
        """Let every button change the story by `changed`, whose updates are of `outputs`."""
        self._changed = changed
        form = self.form
        form.kind.input(form.fit, [form.kind, form.several], form.fitted, **IMMEDIATE)
        for event, press, inputs in (
            (self.list.edit, self._arrange, None), (self.rest.edit, self._arrange, None),
            (form.keep.click, self._keep, form.inputs), (form.close.click, self._close, None),
            (self.add_title.click, self._add_title, None), (self.add_letter.click, self._add_letter, None),
        ):  # fmt: skip
            event(press, inputs, outputs, **IMMEDIATE).then(None, None, None, js=FOCUS, **IMMEDIATE)

    def show(self, story: Story, look: Look, request: gr.Request, *, opened: int, fill: bool) -> dict:
        """Updates that draw the scenes; `opened` and `fill` as `Changed` has them."""
        language, address = language_of(request), self.context.jobs.sessions.files.address
        count = len(story.scenes)
        to, updates = (opened + 1, {}) if opened in range(count) else (count, self.form.hide())
        if fill and opened in range(count):
            updates = self.form.show(story, opened, language)
        return {
            self.list: storyboard(story, look, language, address, range(to)),
            self.rest: storyboard(story, look, language, address, range(to, count)),
            **updates,
        }

    def _arrange(self, event: gr.EventData, request: gr.Request) -> dict:
        """What a button of the list asks for; a list that is out of date is drawn anew."""
        asked: tuple[str, int] | None = None

        def change(story: Story) -> Story:
            nonlocal asked
            asked = asked_for(event._data, story)
            return CHANGES[asked[0]](story, asked[1]) if asked and asked[0] in CHANGES else story

        def opened(_: Story) -> int:
            return asked[1] if asked and asked[0] not in CHANGES else NO_SCENE

        updates = self._changed(request, change, opened=opened, fill=True)
        if asked is None and self.list in updates:
            updates[self.said] = note(say("film_scene_gone", language_of(request)), "wrong")
        return updates

    def _keep(self, values: dict, request: gr.Request) -> dict:
        said = note(say("film_scene_kept", language_of(request)), "good")
        self.context.remember_uploads(request, values[self.form.recording])
        own = functools.partial(self.context.own_file, request)
        return self._changed(request, lambda story: self.form.changed(story, values, own), said)

    def _close(self, request: gr.Request) -> dict:
        return self._changed(request, lambda story: story)

    def _add_title(self, request: gr.Request) -> dict:
        """A title before everything."""
        title = Title(text=say("film_new_title", language_of(request)))
        return self._changed(
            request, lambda story: dataclasses.replace(story, scenes=(title, *story.scenes)),
            opened=lambda story: 0, fill=True,
        )  # fmt: skip

    def _add_letter(self, request: gr.Request) -> dict:
        """A letter at the end."""
        letter = Letter(text=say("film_new_letter", language_of(request)))
        return self._changed(
            request, lambda story: dataclasses.replace(story, scenes=(*story.scenes, letter)),
            opened=lambda story: len(story.scenes) - 1, fill=True,
        )  # fmt: skip
