"""The settings of one scene, shown when it is to be changed: its kind, words, voice, seconds, and who it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from revive.app.parts.brief_form import AUTO
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.app.parts.storyboard import name_of
from revive.app.texts import choices, say
from revive.core.errors import UserError
from revive.film import KINDS, FamilyFilm, Letter, Living, Recording, Story, Talking, Title
from revive.film.arrange import (
    moved,
    possible_kinds,
    turned,
    voice_of,
    with_scene,
    with_voice,
    with_words,
    words_of,
)
from revive.film.scenes import LONGEST_TRANSITION, AnyScene
from revive.speech.voices import VOICES

NO_SCENE = -1


class SceneForm:
    """The form, hidden until a scene is chosen; `show` fills it, `fit` shows what another kind has, `changed` reads it.

    Attributes
    ----------
    number : gr.State, the number of the scene from 0; NO_SCENE for none
    several : gr.State, whether the story has several people
    keep, close : buttons
    """

    def __init__(self, context: PageContext):
        i18n, choice = context.i18n, context.form.choice
        self.number, self.several = gr.State(NO_SCENE), gr.State(False)
        with gr.Column(visible=False, elem_classes="step", elem_id="scene") as self.part:
            self.heading = gr.HTML(elem_id="scene-heading", elem_classes="heading")
            self.kind = choice("scene_kind", tuple(KINDS), label=i18n("film_kind"), elem_id="scene-kind")
            self.words = gr.Textbox(
                label=i18n("film_words"), info=i18n("film_words_hint"), lines=2, max_lines=12, max_length=5000,
                elem_id="scene-words",
            )  # fmt: skip
            with gr.Accordion(i18n("film_voice"), open=False, elem_id="scene-sound") as self.sound:
                gr.HTML(prose("film_voice_hint", "p"))
                self.voice = choice(
                    "voice", (AUTO, *VOICES), label=i18n("label_voice"), info=i18n("help_voice"), elem_id="scene-voice"
                )
                self.recording = gr.Audio(
                    type="filepath", sources=["upload", "microphone"], editable=False, buttons=[],
                    label=i18n("film_recording"), elem_id="scene-recording",
                )  # fmt: skip
            self.dates = gr.Textbox(label=i18n("film_dates"), max_length=200, elem_id="scene-dates")
            self.moment = gr.Textbox(
                label=i18n("film_moment"),
                placeholder=i18n("moment_placeholder"),
                max_length=500,
                elem_id="scene-moment",
            )
            self.who = gr.Dropdown([("—", "")], value="", label=i18n("film_who"), elem_id="scene-who")
            with gr.Row():
                self.place = gr.Number(
                    1, label=i18n("film_place"), precision=0, minimum=1, min_width=120, elem_id="scene-place"
                )
                self.seconds = gr.Textbox(
                    label=i18n("film_seconds"), info=i18n("film_seconds_hint"), max_lines=1, min_width=120,
                    elem_id="scene-seconds",
                )  # fmt: skip
            with gr.Row():
                self.start = gr.Textbox(label=i18n("film_from"), max_lines=1, min_width=120, elem_id="scene-start")
                self.end = gr.Textbox(label=i18n("film_to"), max_lines=1, min_width=120, elem_id="scene-end")
            self.transition = gr.Slider(
                0, LONGEST_TRANSITION, value=1, step=0.25, label=i18n("film_transition"), buttons=[],
                elem_id="scene-transition",
            )  # fmt: skip
            with gr.Row():
                self.keep = gr.Button(i18n("film_keep_scene"), variant="primary", elem_id="scene-keep", min_width=120)
                self.close = gr.Button(i18n("shelf_close"), elem_id="scene-close", min_width=120)
        self._fields = (
            self.kind, self.words, self.dates, self.moment, self.who, self.place, self.seconds, self.start, self.end,
            self.transition, self.voice, self.recording,
        )  # fmt: skip
        self.inputs: set[Any] = {self.number, *self._fields}
        self.outputs: list[Any] = [self.number, self.several, self.part, self.heading, self.sound, *self._fields]
        self.fitted: list[Any] = [*self._seen(Title.kind, False)]

    def _seen(self, kind: str, several: bool) -> dict[Any, bool]:
        """Which of the settings that not every kind has are seen of this one."""
        cut, spoken = kind in (FamilyFilm.kind, Recording.kind), kind in (Letter.kind, Talking.kind)
        return {
            self.sound: spoken, self.dates: kind == Title.kind, self.moment: kind == Living.kind,
            self.who: KINDS[kind].clip_settings and several, self.seconds: kind != Talking.kind,
            self.start: cut, self.end: cut,
        }  # fmt: skip

    def fit(self, kind: str, several: bool) -> dict:
        """Updates of `fitted` that show the settings of another kind."""
        return {setting: gr.update(visible=seen) for setting, seen in self._seen(kind, several).items()}

    def show(self, story: Story, number: int, language: str) -> dict:
        """Updates that show scene `number` (from 0)."""
        scene = story.scenes[number]
        people = [one.name for one in story.persons] or [""]
        named = list(getattr(scene, "persons", ())) or [people[0]]
        kinds, heading = possible_kinds(scene), f"{say('film_changing', language)}: {name_of(number, scene, language)}"
        voice, recording = voice_of(scene)
        seen = self._seen(scene.kind, len(people) > 1)
        return {
            self.number: number, self.several: len(people) > 1, self.part: gr.update(visible=True),
            self.heading: (
                f'<h2 tabindex="-1" data-scene="{number}">{escape(heading)}</h2>'
            ),
            self.kind: gr.update(choices=choices("scene_kind", kinds, language), value=scene.kind),
            self.words: words_of(scene),
            self.sound: gr.update(visible=seen[self.sound], open=bool(voice or recording)),
            self.voice: voice or AUTO, self.recording: recording,
            self.dates: gr.update(value=getattr(scene, "dates", ""), visible=seen[self.dates]),
            self.moment: gr.update(
                value=scene.clip.moment if isinstance(scene, Living) else "", visible=seen[self.moment]
            ),
            self.who: gr.update(
                choices=[(one or say("film_who_first", language), one) for one in people],
                value=named[0] if named[0] in people else people[0], visible=seen[self.who],
            ),
            self.place: number + 1,
            self.seconds: gr.update(value=_text(scene.seconds), visible=seen[self.seconds]),
            self.start: gr.update(value=_text(getattr(scene, "start", 0.0)), visible=seen[self.start]),
            self.end: gr.update(value=_text(getattr(scene, "end", None)), visible=seen[self.end]),
            self.transition: scene.transition,
        }  # fmt: skip

    def hide(self) -> dict:
        """Updates that put it away."""
        return {self.number: NO_SCENE, self.part: gr.update(visible=False)}

    def changed(self, story: Story, values: dict, own: Callable[[str | None], Path | None]) -> Story:
        """The story with the scene as the form says it; `values` is what Gradio gives for `inputs`.

        Parameters
        ----------
        own : gives the visitor's own file at a path, None for any other

        Raises
        ------
        UserError : a value that a scene cannot have; there is no such scene any more
        """
        number = values[self.number]
        if not isinstance(number, int) or not 0 <= number < len(story.scenes):
            raise UserError("This scene is no longer in the story.")
        scene = self._scene(turned(story.scenes[number], values[self.kind]), values, own(values[self.recording]))
        place = values[self.place]
        return moved(with_scene(story, number, scene), number, int(place or number + 1) - 1)

    def _scene(self, scene: AnyScene, values: dict, recording: Path | None) -> AnyScene:
        given: dict[str, Any] = {"transition": float(values[self.transition])}
        if not isinstance(scene, Talking):
            given["seconds"] = _seconds(values[self.seconds])
        if isinstance(scene, FamilyFilm | Recording):
            given |= {"start": _seconds(values[self.start]) or 0.0, "end": _seconds(values[self.end])}
        if isinstance(scene, Title):
            given["dates"] = values[self.dates] or ""
        if isinstance(scene, Living | Talking):
            given["persons"] = (values[self.who],) if values[self.who] else ()
        if isinstance(scene, Living):
            dataclasses.replace(scene.clip, seconds=given["seconds"])  # which says how long it may live
            given["clip"] = dataclasses.replace(scene.clip, moment=values[self.moment] or "")
        scene = dataclasses.replace(scene, **given)
        if isinstance(scene, Letter | Talking):
            scene = with_voice(scene, None if values[self.voice] == AUTO else values[self.voice], recording)
        return with_words(scene, values[self.words] or "")


def _text(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:g}"


def _seconds(text: object) -> float | None:
    """The seconds that were typed, with a point or a comma; None where nothing was.

    Raises
    ------
    UserError : it is no number
    """
    typed = str(text if text is not None else "").strip().replace(",", ".")
    try:
        return float(typed) if typed else None
    except ValueError as error:
        raise UserError("“{text}” is no number of seconds; please write one, as in 6.5.", text=typed[:40]) from error
