"""The form: one control for each field of the Brief, drawn from the field's own declaration.

A field's default, bounds, choices and help are written once, in `revive.brief`; which kind of control it gets follows
from them. The form turns what the visitor set into a Brief, and a Brief back into what the controls show.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import gradio as gr

from revive.app.texts import FIELDS, choices, field_label
from revive.brief import OPTIONS, Brief
from revive.core.options import Option, options_of
from revive.direction.direction import EMOTIONS, Direction
from revive.speech.language import LANGUAGES
from revive.speech.normalisation.locale import LOCALES
from revive.speech.script import read_script
from revive.speech.voices import VOICES

Control: TypeAlias = Any  # a component of Gradio: its types know neither `value` nor the events of one

AUTO = "auto"  # the first choice of a list that may be left to Revive: None in the Brief
OFFERED = {
    "voice": tuple(VOICES),
    "language": tuple(LANGUAGES),
    "locale": LOCALES,
}  # choices that the Brief leaves open
NOT_ON_THE_PAGE = ("out", "speakers")
FILES = tuple(name for name, option in OPTIONS.items() if option.kind is Path and name not in NOT_ON_THE_PAGE)
STEPS = {"size": 64, "fps": 1}  # of a slider, where not about a twentieth of its range
PROMPT_DEFAULTS = dataclasses.asdict(Direction())  # shown where the Brief leaves it to the prompt
READ_FROM_PROMPT = tuple(name for name in PROMPT_DEFAULTS if name in OPTIONS)  # and then shown


class BriefForm:
    """One control for each field of the Brief, and copies of some on other tabs.

    Parameters
    ----------
    people : gives the names of the people of whom something was learned
    brief : the Brief whose fields it shows

    Attributes
    ----------
    controls : dict of field name -> the component that holds its value
    speakers : dict of face number -> dict of field name -> control, where several faces can talk
    read : gr.State, the prompt that the controls of READ_FROM_PROMPT belong to; None before any was read
    """

    def __init__(self, i18n: Callable[[str], Any], people: Callable[[], list[str]] = list, brief: type[Brief] = Brief):
        self.i18n, self.people = i18n, people
        self.brief_type, self.options = brief, options_of(brief)
        self.controls: dict[str, Control] = {}
        self.speakers: dict[int, dict[str, Control]] = {}
        self.copies: list[tuple[str, Control]] = []  # and lists whose choices are called as those of a field are
        self.read = gr.State(None)

    def control(self, name: str, **look) -> Control:
        """The control of the field `name`, drawn where it is called; a second call draws a copy that stays the same."""
        if name not in self.controls:
            self.controls[name] = self._draw(name, **look)
            return self.controls[name]
        copy, original = self._draw(name, **look), self.controls[name]
        same = {"fn": None, "js": "(value) => value", "show_progress": "hidden", "api_visibility": "private"}
        copy.input(inputs=copy, outputs=original, **same)
        original.change(inputs=original, outputs=copy, **same)
        self.copies.append((name, copy))
        return copy

    def choice(self, name: str, values: Sequence[str], **look) -> gr.Dropdown:
        """A list of its own whose choices are called as those of the field `name` are."""
        dropdown = gr.Dropdown(_plain(choices(name, values, "en")), value=values[0], **look)
        self.copies.append((name, dropdown))
        return dropdown

    def boxes(self, name: str, values: Sequence[str], **look) -> gr.CheckboxGroup:
        """Boxes of their own whose choices are called as those of the field `name` are."""
        boxes = gr.CheckboxGroup(_plain(choices(name, values, "en")), **look)
        self.copies.append((name, boxes))
        return boxes

    def undrawn(self) -> list[str]:
        """The fields that have no control yet."""
        return [name for name in self.options if name not in self.controls and name not in NOT_ON_THE_PAGE]

    def _draw(self, name: str, **look) -> Control:
        option = self.options[name]
        look = {"label": self._text("label", name), "info": self._text("help", name), **look}
        if option.kind is Path:
            look.pop("info")
            return _file(name, **look)
        if name in READ_FROM_PROMPT:
            look["info"] = None
        value, offered = PROMPT_DEFAULTS.get(name, option.default), offered_by(option)
        if name == "person":
            return gr.Dropdown(_plain(choices(name, [""], "en")), value="", **look)
        if option.kind is bool:
            return gr.Checkbox(bool(value), **look)
        if offered:
            return gr.Dropdown(_plain(choices(name, offered, "en")), value=AUTO if value is None else value, **look)
        if option.kind in (int, float):
            return _number(option, value, **look)
        return gr.Textbox(value, **look)

    def _text(self, kind: str, name: str) -> Any:
        """The label or the help of a field; of one that was not translated yet, its declared help is the label."""
        if name in FIELDS:
            return self.i18n(f"{kind}_{name}")
        return field_label(self.options[name]) if kind == "label" else None

    @property
    def inputs(self) -> set[Control]:
        """Everything a handler needs to make a Brief."""
        return {*self.controls.values(), *self._speaker_controls, self.read}

    @property
    def _speaker_controls(self) -> list[Control]:
        return [control for row in self.speakers.values() for control in row.values()]

    @property
    def outputs(self) -> list[Control]:
        """Everything that `show` changes."""
        return [*self.controls.values(), *self._speaker_controls, self.read]

    @property
    def answers(self) -> list[Control]:
        """Where the three questions of the first step are answered, and the person; see `PageContext.consent`."""
        return [self.controls[name] for name in ("relation", "basis", "adult", "person")]

    def brief(self, values: dict, *, out: Path | None = None) -> Brief:
        """The Brief that the controls say; `values` is what Gradio gives for `inputs`."""
        settings = {name: values[control] for name, control in self.controls.items()}
        if values[self.read] is None or values[self.read] != settings["prompt"]:  # a new prompt is read again
            settings |= {name: self.options[name].default for name in READ_FROM_PROMPT if name in settings}
        settings = {name: _setting(self.options[name], value) for name, value in settings.items()}
        if speakers := self._speakers(settings, values):
            settings["speakers"] = speakers
        if out is not None:
            settings["out"] = out
        return self.brief_type.from_settings(settings)

    def show(self, brief: Brief, *, without: tuple[str, ...] = ()) -> dict:
        """Updates that make the controls say what `brief` says; its READ_FROM_PROMPT must be settled, not None."""
        shown = {name: getattr(brief, name) for name in self.controls if name not in without}
        shown = {
            name: AUTO if value is None and AUTO in offered_by(self.options[name]) else value
            for name, value in shown.items()
        }
        speakers = {one.face: one for one in brief.speakers}
        rows = {
            control: self._shown_speaker(name, getattr(speakers.get(face), name, None))
            for face, row in self.speakers.items()
            for name, control in row.items()
        }
        return {**{self.controls[name]: value for name, value in shown.items()}, **rows, self.read: brief.prompt}

    def _speakers(self, settings: dict, values: dict) -> list[dict]:
        """What was chosen for the faces that talk: those that the words name, and those with a recording."""
        if settings.get("recording") or settings.get("driver"):
            return []
        recorded = {face for face, row in self.speakers.items() if values.get(row["recording"])}
        faces = {turn.face for turn in read_script(settings.get("words") or "")} | recorded
        rows = {
            face: {name: values[control] for name, control in row.items() if values[control] not in (None, "", AUTO)}
            for face, row in self.speakers.items()
            if face in recorded or (face in faces and len(faces) > 1)
        }
        return [{"face": face, **chosen} for face, chosen in rows.items() if chosen]

    def _shown_speaker(self, name: str, value: Any) -> Any:
        if name == "person":
            return value if value in self.people() else ""
        if name == "recording":
            return value
        return value if value in OFFERED.get(name, EMOTIONS) else AUTO

    def in_language(self, language: str) -> dict:
        """Updates that name the choices of every list in `language` (labels follow the browser by themselves)."""
        people = ["", *self.people()]
        return {
            control: gr.update(choices=choices(name, people if name == "person" else _values(control), language))
            for name, control in (*self.controls.items(), *self.copies)
            if isinstance(control, gr.Dropdown | gr.CheckboxGroup)
        }

    def person_dropdowns(self) -> list[Control]:
        """The control of the field `person`, and its copies."""
        return [self.controls["person"], *(copy for name, copy in self.copies if name == "person")]

    def people_updates(self, language: str, chosen: str) -> dict:
        """Updates that offer everyone who is stored by now, and choose one of them ("" for none)."""
        offered = choices("person", ["", *self.people()], language)
        return {control: gr.update(choices=offered, value=chosen) for control in self.person_dropdowns()}


def offered_by(option: Option) -> tuple[str, ...]:
    """The choices of a field's list, AUTO first where it may be left to Revive; empty where it has none."""
    declared = option.choices or OFFERED.get(option.name, ())
    return (AUTO, *declared) if declared and option.optional and option.name not in READ_FROM_PROMPT else declared


def slider_step(option: Option) -> float:
    """About a twentieth of a number's range: 1, 2 or 5 times a power of ten."""
    if option.name in STEPS or option.bounds is None:
        return STEPS.get(option.name, 1)
    step = (option.bounds[1] - option.bounds[0]) / 20
    power = 10.0 ** next(n for n in range(-9, 10) if step < 10.0 ** (n + 1))
    return round(next(times for times in (1, 2, 5, 10) if step <= times * power * 1.001) * power, 9)


def _number(option: Option, value: Any, **look) -> Control:
    """A slider, a box for whole numbers, or a text field for a number that may be left empty.

    Gradio's own number field cannot be empty: it shows and sends 0.
    """
    if value is None:
        return gr.Textbox("", max_lines=1, **look)
    low, high = option.bounds or (None, None)
    if low is None or high is None or (option.kind is int and option.name not in STEPS):
        return gr.Number(value, precision=0 if option.kind is int else None, minimum=low, maximum=high, **look)
    return gr.Slider(low, high, value=value, step=slider_step(option), buttons=[], **look)


def _setting(option: Option, value: Any) -> Any:
    """A control's value as the Brief has it."""
    if offered_by(option) and value == AUTO and option.optional:
        return None
    if option.kind in (int, float) and (value is None or (isinstance(value, str) and not value.strip())):
        return option.default
    if option.kind in (int, float):
        try:
            return int(value) if option.kind is int else float(value)
        except (ValueError, OverflowError):  # the Brief says what is wrong
            return value
    if option.kind is str and not option.optional:
        return value or (option.default if option.choices else "")
    return value


def _values(dropdown: Any) -> list[str]:
    return [value for _, value in dropdown.choices]


def _plain(pairs: list[tuple[str, str]]) -> Any:
    """(label, value) pairs as Gradio's types want them."""
    return pairs


def _file(name: str, **look) -> Control:
    if name == "photo":
        return gr.Image(type="filepath", sources=["upload", "clipboard", "webcam"], image_mode=None, **look)
    if name == "driver":
        return gr.Video(sources=["upload", "webcam"], include_audio=True, buttons=[], **look)
    if name not in ("recording", "music"):
        return gr.File(**look)
    # trimming would fetch an encoder from the network
    sources: Any = ["upload", "microphone"] if name == "recording" else ["upload"]
    return gr.Audio(type="filepath", sources=sources, editable=False, buttons=[], **look)
