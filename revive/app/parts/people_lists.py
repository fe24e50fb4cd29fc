"""Whom this computer knows, as the lists of the page offer them; drawn again whenever that has changed.

Whoever learns, takes in or deletes somebody adds `news()` to what is shown; every list then follows by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.locale import language_of
from revive.app.parts.brief_form import Sheet
from revive.app.parts.page_context import QUICK

if TYPE_CHECKING:
    from revive.people import Entry


def learned(entry: Entry) -> bool:
    """Whether anything was learned of the person to its end."""
    return entry.known


class Known:
    """The people of this computer, and the lists that name them; nobody where others can open the page.

    Attributes
    ----------
    changed : state that is another whenever people were added or deleted: when, and who is to be chosen
    """

    def __init__(self, *, at_home: bool = True):
        self.at_home = at_home
        self.changed = gr.State((0, ""))
        self._lists: list[tuple[gr.Dropdown, Callable[[Entry], bool], str | None]] = []
        self._parts: list[tuple[list, Callable[[str, dict], dict]]] = []

    def entries(self) -> list[Entry]:
        """Everybody of whom something is stored; nobody where others can open the page."""
        if not self.at_home:
            return []
        from revive.people import people

        return people()

    def names(self, which: Callable[[Entry], bool] = learned) -> list[str]:
        """The names of those of whom `which` is true."""
        return [entry.name for entry in self.entries() if which(entry)]

    def offer(self, chooser: gr.Dropdown, which: Callable[[Entry], bool] = learned, nobody: str | None = None) -> None:
        """Let `chooser` name those of whom `which` is true; `nobody` is what it shows for the choice of none."""
        self._lists.append((chooser, which, nobody))

    def also(self, outputs: list, shown: Callable[[str, dict], dict]) -> None:
        """Let `outputs` follow too: `shown(language, values)` gives their updates, `values` what the lists say now."""
        self._parts.append((outputs, shown))

    def news(self, chosen: str = "") -> dict:
        """The update that makes everything follow; `changed` must be among the outputs, and the event one of LINE.

        Gradio tells of a state's change only after an event that went through its queue. The person `chosen`, if any,
        is the one that the clip uses from then on.
        """
        return {self.changed: (time.time_ns(), chosen)}

    @property
    def outputs(self) -> list:
        """Everything that follows."""
        return [*(chooser for chooser, _, _ in self._lists), *(part for parts, _ in self._parts for part in parts)]

    def shown(self, language: str, values: dict | None = None) -> dict:
        """Updates of everything that follows; a choice that is gone becomes none.

        values : what the lists say now, by component
        """
        values, updates = values or {}, {}
        for chooser, which, nobody in self._lists:
            names, chosen = self.names(which), values.get(chooser)
            none = [] if nobody is None else [(nobody, "")]
            gone = chosen not in names and not chooser.allow_custom_value
            value = ("" if none else None) if gone else chosen
            updates[chooser] = gr.update(choices=[*none, *((name, name) for name in names)], value=value)
            if none:
                updates[chooser]["visible"] = bool(names)
        for _, shown in self._parts:
            updates |= shown(language, values)
        return updates

    def wire(self, sheet: Sheet) -> None:
        """Let everything follow from now on; call it when all is drawn."""
        person = sheet.controls["person"]

        def follow(values: dict, request: gr.Request) -> dict:
            language, used = language_of(request), values[self.changed][1] or values[person]
            return {
                **sheet.with_people(language, used if used in self.names() else ""), **self.shown(language, values),
            }  # fmt: skip

        inputs = {self.changed, person, *(chooser for chooser, _, _ in self._lists)}
        self.changed.change(follow, inputs, [*sheet.person_lists(), *self.outputs], **QUICK)
