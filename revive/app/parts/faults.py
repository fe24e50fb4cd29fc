"""Faults: what keeps a button from doing its work, each said below its own field.

A button is guarded by a check that runs before anything else (Gradio's `validator`). `assets/faults.js` shows its
sentences below the fields, brings the first into view and puts the cursor there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.page_context import PageContext, missing
from revive.app.texts import language_of
from revive.brief import Brief
from revive.consent import Consent
from revive.core.errors import UserError

ANSWERS = ("relation", "basis", "adult")


def guard(
    button: gr.Button, inputs: Iterable[Control], wrong: Callable[[dict, gr.Request], dict[Control, UserError]]
) -> Any:
    """The event of a press without faults: what the button does follows it by `success`.

    Parameters
    ----------
    inputs : every control that may be at fault, and what else the check reads
    wrong : gives the fault of each control that has one, from the values by control
    """

    def check(values: dict, request: gr.Request) -> list[dict]:
        said = {control: error.sentence(language_of(request)) for control, error in wrong(values, request).items()}
        return [gr.validate(control not in said, said.get(control, "")) for control in values]

    def pass_on(values: dict) -> None:
        """Nothing: the work begins with the next event."""

    button.elem_classes = [*button.elem_classes, "guarded"]  # its press clears what was said before
    return button.click(
        pass_on, set(inputs), None, validator=check, concurrency_limit=None, show_progress="hidden",
        api_visibility="private",
    )  # fmt: skip


def guard_form(
    context: PageContext, button: gr.Button, *, only: Collection[str] = (), here: Mapping[str, Control] | None = None,
    more: Iterable[Control] = (),
) -> Any:  # fmt: skip
    """`guard` for a button that uses the form of the clip, or `only` some of its fields.

    Parameters
    ----------
    here : controls of this tab by field, at which a fault is said rather than at the form's own
    more : what else the work reads
    """
    places = {**context.form.controls, **(here or {})}

    def wrong(values: dict, request: gr.Request) -> dict[Control, UserError]:
        found = missing(context.read_brief(values, request))
        return {places[name]: error for name, error in found.items() if not only or name in only}

    return guard(button, {*context.form.inputs, *places.values(), *more}, wrong)


def wrong_answers(stated: Consent) -> dict[str, UserError]:
    """What is wrong with each of the three answers, by field."""
    found = missing(Brief(relation=stated.relation, basis=stated.basis, adult=stated.adult))  # pyright: ignore[reportArgumentType]
    return {name: found[name] for name in ANSWERS if name in found}
