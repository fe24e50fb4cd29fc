"""Whose something is, and by what right it is used: asked wherever something of a person is kept."""

from __future__ import annotations

import gradio as gr

from revive.app.flow import Page
from revive.consent import BASES, Consent
from revive.core.errors import UserError


class Whose:
    """The questions; `inputs` are their answers, which `unnamed` takes. Who is known already was asked before."""

    def __init__(self, page: Page, prefix: str):
        i18n = page.i18n
        self.name = gr.Textbox(
            label=i18n("whose_name"), placeholder=i18n("whose_name_placeholder"), max_length=80,
            elem_id=f"{prefix}-name",
        )  # fmt: skip
        self.consent = gr.Textbox(
            label=i18n("whose_consent"), info=i18n("whose_consent_info"), max_length=500,
            placeholder=i18n("consent_placeholder"), elem_id=f"{prefix}-relation",
        )  # fmt: skip
        self.basis = page.sheet.choice("basis", ("", *BASES), label=i18n("label_basis"), elem_id=f"{prefix}-basis")
        self.adult = gr.Checkbox(False, label=i18n("label_adult"), elem_id=f"{prefix}-adult")
        self.answers = [self.consent, self.basis, self.adult]
        self.inputs = [self.name, *self.answers]


def unnamed(name: str | None, consent: str | None, basis: str | None, adult: bool | None) -> UserError | None:
    """The first of the answers that is missing."""
    from revive.consent import settle_consent
    from revive.core.home import (
        clean_name,
    )

    try:
        settle_consent(clean_name(name or ""), answers(consent, basis, adult))
    except UserError as error:
        return error
    return None


def answers(consent: str | None, basis: str | None, adult: bool | None) -> Consent:
    """What was answered, as it stands."""
    return Consent(consent or "", basis or "", bool(adult))
