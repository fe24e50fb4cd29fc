"""Drafts: what the visitor has typed, chosen and brought stays in the browser's tab, and is there again after a reload.

Every change is written into the session storage of the tab (assets/drafts.js). When the page is opened, its values are
sent once, checked, and put back into their controls: files only if they are still here and this browser's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from revive.app.parts.brief_form import PROMPT_DEFAULTS, READ_FROM_PROMPT, BriefForm
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.page_context import PageContext, visitor_of
from revive.app.server.file_access import ALIAS

KINDS = (gr.Textbox, gr.Checkbox, gr.Dropdown, gr.Slider, gr.Number, gr.Radio, gr.Image, gr.Video, gr.Audio, gr.File)
FILE_KINDS = (gr.Image, gr.Video, gr.Audio, gr.File)


class Drafts:
    """The drafts of the whole page; make it when every control is drawn.

    Attributes
    ----------
    controls : dict of name -> control; a field of the form has its own name, others that of their element
    sent : hidden, by which the browser sends its draft
    """

    def __init__(self, context: PageContext, blocks: gr.Blocks):
        self.context, self.form = context, context.form
        self.controls = drafted(self.form, blocks)
        self.sent = gr.JSON(visible=False)
        self.outputs = [*self.controls.values(), self.form.read]

    def wire(self, opened: Any) -> Any:
        """Save every change, and put the draft back after the event `opened`; gives the event that does."""
        controls = list(self.controls.values())
        names = ", ".join(f"'{name}'" for name in self.controls)
        gr.on(
            [control.change for control in controls], None, controls, None,
            js=f"(...values) => window.reviveDrafts.save([{names}], values)", **IMMEDIATE,
        )  # fmt: skip
        back = opened.then(self._restore, self.sent, self.outputs, js="() => [window.reviveDrafts.read()]", **IMMEDIATE)
        return back.then(None, None, None, js="() => { window.reviveDrafts.ready = true; }", **IMMEDIATE)

    def _restore(self, draft: dict | None, request: gr.Request) -> dict:
        """What the draft has, in the controls; what cannot be used any more is left out."""
        if not isinstance(draft, dict) or not draft:
            return {self.form.read: None}
        find = self._finder(request)
        values = {}
        for name, control in self.controls.items():
            if name in draft:
                known, value = checked_value(control, draft[name], find, self._people())
                if known:
                    values[name] = value
        files = [one for value in values.values() for one in (value if isinstance(value, list) else [value])]
        self.context.remember_uploads(request, *(one for one in files if isinstance(one, str) and one.startswith("/")))
        # what was read of the description stands in its controls; before it was read they have their defaults
        read = any(values.get(name) != PROMPT_DEFAULTS[name] for name in READ_FROM_PROMPT if name in values)
        return {
            **{self.controls[name]: gr.update(value=value) for name, value in values.items()},
            self.form.read: values.get("prompt") if read else None,
        }

    def _people(self) -> list[str]:
        return ["", *self.form.people()]

    def _finder(self, request: gr.Request) -> Callable[[str], str | None]:
        files = self.context.jobs.sessions.files
        browser = files.browser_of(visitor_of(request))

        def find(name: str) -> str | None:
            path = files.find(browser, f"{ALIAS}/{name}")
            return str(path) if path else None

        return find


def drafted(form: BriefForm, blocks: gr.Blocks) -> dict[str, Any]:
    """The controls whose values are kept, by name: those of the form, and others that have a name of their own."""
    fields = {id(control): name for name, control in form.controls.items()}
    copies = {id(copy) for _, copy in form.copies if not isinstance(copy, gr.Dropdown)}
    found: dict[str, Any] = {}
    for block in blocks.blocks.values():
        control: Any = block
        if not isinstance(control, KINDS) or control.interactive is False or id(control) in copies:
            continue
        name = fields.get(id(control)) or control.elem_id
        if name and name not in found:
            found[name] = control
    return found


def checked_value(control: Any, value: Any, find: Callable[[str], str | None], people: list[str]) -> tuple[bool, Any]:
    """Whether a drafted value can be put into its control, and as what.

    Parameters
    ----------
    find : gives the place of the visitor's own file of this name; None where it is gone
    """
    if isinstance(control, FILE_KINDS):
        named = value if isinstance(value, list) else [value]
        paths = [path for one in named if (path := _file(one, find))]
        if not paths:
            return False, None
        return True, paths if isinstance(value, list) else paths[0]
    if isinstance(control, gr.Checkbox):
        return isinstance(value, bool), value
    if isinstance(control, gr.Textbox):
        text = isinstance(value, str)
        return text, value[: control.max_length] if text and control.max_length else value
    if isinstance(control, gr.Dropdown | gr.Radio):
        offered = [choice for _, choice in control.choices or []] + people
        chosen = value if isinstance(value, list) else [value]
        custom = getattr(control, "allow_custom_value", False)
        fits = all(isinstance(one, str) and (custom or one in offered) for one in chosen)
        return fits, value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False, None
    low, high = control.minimum, control.maximum
    return (low is None or value >= low) and (high is None or value <= high), value


def _file(value: Any, find: Callable[[str], str | None]) -> str | None:
    name = value.get("file") if isinstance(value, dict) else None
    return find(name) if isinstance(name, str) else None
