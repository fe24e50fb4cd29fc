"""Whose something is, and by what right it is used: asked wherever something of a person is kept."""

from __future__ import annotations

import gradio as gr

from revive.app.flow import Page
from revive.errors import UserError


class Whose:
    """The two questions; `inputs` are their answers, which `unnamed` takes."""

    def __init__(self, page: Page, prefix: str):
        i18n = page.i18n
        self.name = gr.Textbox(
            label=i18n("whose_name"), placeholder=i18n("whose_name_placeholder"), max_length=80,
            elem_id=f"{prefix}-name",
        )  # fmt: skip
        self.consent = gr.Textbox(
            label=i18n("whose_consent"), info=i18n("whose_consent_info"), max_length=500,
            placeholder=i18n("consent_placeholder"), elem_id=f"{prefix}-consent",
        )  # fmt: skip
        self.inputs = [self.name, self.consent]


def unnamed(name: str | None, consent: str | None) -> UserError | None:
    """The first of the two that was not answered."""
    from revive.people import clean_name

    try:
        clean_name(name or "")
    except UserError as error:
        return error
    if not (consent or "").strip():
        return UserError(
            "Please say who you are to this person and by what right you use this (for example: her grandson).",
            "请说明您与此人的关系，以及您使用这些内容的依据（例如：她的外孙）。",
        )
    return None
