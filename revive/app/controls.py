"""The controls of the page, made from the Brief's own fields: each default, range and help is written once.

A `Sheet` holds them and is the page's job form: it turns what the visitor set into a Brief, and a Brief back into
what the controls show.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import gradio as gr

from revive.app.translations import choices
from revive.brief import OPTIONS, Brief
from revive.direction.direction import Direction
from revive.speech.language import LANGUAGES
from revive.speech.voices import VOICES

AUTO = "auto"  # the first choice of a list that may be left to Revive: None in the Brief
OFFERED = {"voice": (AUTO, *VOICES), "language": (AUTO, *LANGUAGES)}  # where the Brief leaves it open
FILES = ("photo", "recording", "driver", "music")
STEPS = {
    "size": 64,
    "fps": 1,
    "lips": 0.1,
    "head_motion": 0.1,
    "blink": 0.1,
    "expression": 0.1,
    "strength": 0.05,
    "pace": 0.05,
}
SHOWN = dataclasses.asdict(Direction())  # where the Brief would say "as the prompt has it"
UNDERSTOOD = tuple(name for name in SHOWN if name in OPTIONS)  # read from the prompt, then shown


class Sheet:
    """The form: one control for each field of the Brief, and copies of some on other tabs.

    Attributes
    ----------
    controls : dict of field name -> the component that holds its value
    read : gr.State, the prompt that the controls of UNDERSTOOD belong to; None before any was read
    known : gives the names of the people of whom something was learned
    """

    def __init__(self, i18n: gr.I18n, known: Callable[[], list[str]] = list):
        self.i18n = i18n
        self.known = known
        self.controls: dict[str, gr.components.Component] = {}
        self.others: list[tuple[str, gr.components.Component]] = []
        self.read = gr.State(None)

    def control(self, name: str, **look) -> gr.components.Component:
        """The control of the field `name`, drawn where it is called; a second call draws a copy that stays the same."""
        if name not in self.controls:
            self.controls[name] = self._draw(name, **look)
            return self.controls[name]
        copy, original = self._draw(name, **look), self.controls[name]
        same = {"fn": None, "js": "(value) => value", "show_progress": "hidden", "api_visibility": "private"}
        copy.input(inputs=copy, outputs=original, **same)
        original.change(inputs=original, outputs=copy, **same)
        self.others.append((name, copy))
        return copy

    def choice(self, name: str, values: Sequence[str], **look) -> gr.Dropdown:
        """A list of its own whose choices are called as those of the field `name` are."""
        chooser = gr.Dropdown(choices(name, values, "en"), value=values[0], **look)
        self.others.append((name, chooser))
        return chooser

    def _draw(self, name: str, **look) -> gr.components.Component:
        option = OPTIONS[name]
        value, offered = SHOWN.get(name, option.default), OFFERED.get(name, option.choices)
        look = {"label": self.i18n(f"label_{name}"), "info": self.i18n(f"help_{name}"), **look}
        if name in FILES:
            look.pop("info")
            return _file(name, **look)
        if name in UNDERSTOOD:
            look["info"] = None
        if name == "person":
            return gr.Dropdown(choices(name, [""], "en"), value="", **look)
        if isinstance(value, bool):
            return gr.Checkbox(value, **look)
        if offered:
            return gr.Dropdown(choices(name, offered, "en"), value=AUTO if value is None else value, **look)
        if name in ("seed", "face"):
            return gr.Number(value, precision=0, minimum=option.bounds[0], maximum=option.bounds[1], **look)
        if option.bounds:
            return gr.Slider(*option.bounds, value=value, step=STEPS[name], buttons=[], **look)
        return gr.Textbox(value, **look)

    @property
    def inputs(self) -> set[gr.components.Component]:
        """Everything a handler needs to make a Brief."""
        return {*self.controls.values(), self.read}

    @property
    def answers(self) -> list[gr.components.Component]:
        """Where the three answers of the first step are given, and who is known; `Page.stated` reads them."""
        return [self.controls[name] for name in ("relation", "basis", "adult", "person")]

    def brief(self, values: dict, *, out: Path | None = None) -> Brief:
        """The Brief that the controls say; `values` is what Gradio gives for `inputs`."""
        settings = {name: values[control] for name, control in self.controls.items()}
        if values[self.read] is None or values[self.read] != settings["prompt"]:
            settings |= {name: OPTIONS[name].default for name in UNDERSTOOD}  # a new prompt is read afresh
        for name in ("prompt", "words", "relation", "basis", "pronounce", "title", "person"):
            settings[name] = settings[name] or ""
        for name in ("face", "seed", "size"):
            settings[name] = OPTIONS[name].default if settings[name] is None else int(settings[name])
        for name in OFFERED:
            if settings.get(name) == AUTO:
                settings[name] = None
        if out is not None:
            settings["out"] = out
        return Brief.from_settings(settings)

    def show(self, brief: Brief, *, without: tuple[str, ...] = ()) -> dict:
        """Updates that make the controls say what `brief` says; its UNDERSTOOD must be settled, not None."""
        shown = {name: getattr(brief, name) for name in self.controls if name not in without}
        for name in OFFERED.keys() & shown.keys():
            shown[name] = shown[name] or AUTO
        return {**{self.controls[name]: value for name, value in shown.items()}, self.read: brief.prompt}

    def in_language(self, language: str) -> dict:
        """Updates that name the choices of every list in `language` (labels follow the browser by themselves)."""
        everything = [*self.controls.items(), *self.others]
        known = ["", *self.known()]
        return {
            control: gr.update(
                choices=choices(name, known if name == "person" else [v for _, v in control.choices], language)
            )
            for name, control in everything
            if isinstance(control, gr.Dropdown)
        }

    def person_lists(self) -> list[gr.Dropdown]:
        """The control of the field `person`, and its copies."""
        return [self.controls["person"], *(copy for name, copy in self.others if name == "person")]

    def with_people(self, language: str, chosen: str) -> dict:
        """Updates that offer everyone who is known by now, and choose one of them ("" for none)."""
        offered = choices("person", ["", *self.known()], language)
        return {control: gr.update(choices=offered, value=chosen) for control in self.person_lists()}


def _file(name: str, **look) -> gr.components.Component:
    if name == "photo":
        return gr.Image(type="filepath", sources=["upload", "clipboard", "webcam"], image_mode=None, **look)
    if name == "driver":
        return gr.Video(sources=["upload", "webcam"], include_audio=True, buttons=[], **look)
    sources = ["upload", "microphone"] if name == "recording" else ["upload"]
    # trimming would fetch an encoder from the network
    return gr.Audio(type="filepath", sources=sources, editable=False, buttons=[], **look)
