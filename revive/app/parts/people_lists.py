"""The dropdowns that name the people of whom something is stored, drawn again whenever that has changed.

A handler that learns, imports or deletes somebody adds `changed_now()` to its updates; every list then follows.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from revive.app.parts.brief_form import BriefForm
from revive.app.parts.event_options import IMMEDIATE
from revive.app.texts import language_of

if TYPE_CHECKING:
    from revive.people import Entry


def learned(entry: Entry) -> bool:
    """Whether something was learned of the person to its end."""
    return entry.known


class PeopleLists:
    """The people of this computer, and the dropdowns that name them; nobody where others can open the page.

    Attributes
    ----------
    changed : state that gets another value whenever people were added or deleted: when, and who is to be chosen
    """

    def __init__(self, *, at_home: bool = True):
        self.at_home = at_home
        self.changed = gr.State((0, ""))
        self._dropdowns: list[tuple[gr.Dropdown, Callable[[Entry], bool], str | None]] = []
        self._followers: list[tuple[list, Callable[[str, dict], dict]]] = []

    def entries(self) -> list[Entry]:
        """Everybody of whom something is stored; nobody where others can open the page."""
        if not self.at_home:
            return []
        from revive.people import people

        return people()

    def names(self, which: Callable[[Entry], bool] = learned) -> list[str]:
        """The names of those for whom `which` is true."""
        return [entry.name for entry in self.entries() if which(entry)]

    def fill(self, dropdown: gr.Dropdown, which: Callable[[Entry], bool] = learned, nobody: str | None = None) -> None:
        """Let `dropdown` name those for whom `which` is true; `nobody` is its entry for no person."""
        self._dropdowns.append((dropdown, which, nobody))

    def follow(self, outputs: list, updates: Callable[[str, dict], dict]) -> None:
        """Update `outputs` with the lists: `updates(language, values)`, where `values` are the dropdowns' choices."""
        self._followers.append((outputs, updates))

    def changed_now(self, chosen: str = "") -> dict:
        """The update that makes every list follow; `changed` must be among the outputs, and the event a QUEUED one.

        Gradio reports the change of a state only after an event that went through its queue. From then on the clip uses
        the person `chosen`, if any.
        """
        return {self.changed: (time.time_ns(), chosen)}

    @property
    def outputs(self) -> list:
        """Everything that follows."""
        parts = (part for parts, _ in self._followers for part in parts)
        return [*(dropdown for dropdown, _, _ in self._dropdowns), *parts]

    def updates(self, language: str, values: dict | None = None) -> dict:
        """Updates of everything that follows; a choice that is gone becomes none.

        values : the dropdowns' choices now, by component
        """
        values, updates = values or {}, {}
        for dropdown, which, nobody in self._dropdowns:
            names, chosen = self.names(which), values.get(dropdown)
            none = [] if nobody is None else [(nobody, "")]
            gone = chosen not in names and not dropdown.allow_custom_value
            value = ("" if none else None) if gone else chosen
            updates[dropdown] = gr.update(choices=[*none, *((name, name) for name in names)], value=value)
            if none:
                updates[dropdown]["visible"] = bool(names)
        for _, follower in self._followers:
            updates |= follower(language, values)
        return updates

    def wire(self, form: BriefForm) -> None:
        """Let everything follow from now on; call it when all is drawn."""
        person = form.controls["person"]

        def update_lists(values: dict, request: gr.Request) -> dict:
            language, used = language_of(request), values[self.changed][1] or values[person]
            chosen = used if used in self.names() else ""
            return {**form.people_updates(language, chosen), **self.updates(language, values)}

        inputs: set[Any] = {self.changed, person, *(dropdown for dropdown, _, _ in self._dropdowns)}
        self.changed.change(update_lists, inputs, [*form.person_dropdowns(), *self.outputs], **IMMEDIATE)
