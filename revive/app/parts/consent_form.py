"""The consent form: who the person is, and why the family may use what they bring.

It is asked wherever something of a person is stored; a person who is stored already was asked before.
"""

from __future__ import annotations

import gradio as gr

from revive.app.parts.brief_form import Control
from revive.app.parts.faults import ANSWERS, wrong_answers
from revive.app.parts.page_context import PageContext
from revive.consent import BASES, Consent
from revive.core.errors import UserError


class ConsentForm:
    """The questions; `missing_answer` takes the values of `inputs`, `consent_from` those of `answers`."""

    def __init__(self, context: PageContext, prefix: str):
        i18n = context.i18n
        self.name = gr.Textbox(
            label=i18n("whose_name"), placeholder=i18n("whose_name_placeholder"), max_length=80,
            elem_id=f"{prefix}-name",
        )  # fmt: skip
        self.relation = gr.Textbox(
            label=i18n("whose_consent"), info=i18n("whose_consent_info"), max_length=500,
            placeholder=i18n("consent_placeholder"), elem_id=f"{prefix}-relation",
        )  # fmt: skip
        self.basis = context.form.choice("basis", ("", *BASES), label=i18n("label_basis"), elem_id=f"{prefix}-basis")
        self.adult = gr.Checkbox(False, label=i18n("label_adult"), elem_id=f"{prefix}-adult")
        self.answers = [self.relation, self.basis, self.adult]
        self.inputs = [self.name, *self.answers]

    def wrong(self, values: dict) -> dict[Control, UserError]:
        """The fault of each question that has one, from the values by control."""
        from revive.core.home import clean_name

        name, relation, basis, adult = (values[control] for control in self.inputs)
        if missing_answer(name, relation, basis, adult) is None:
            return {}
        fields: dict[str, Control] = dict(zip(ANSWERS, self.answers, strict=True))
        found = {fields[field]: error for field, error in wrong_answers(consent_from(relation, basis, adult)).items()}
        try:
            clean_name(name or "")
        except UserError as error:
            found[self.name] = error
        return found


def missing_answer(name: str | None, relation: str | None, basis: str | None, adult: bool | None) -> UserError | None:
    """The first answer that is missing."""
    from revive.consent import settle_consent
    from revive.core.home import clean_name

    try:
        settle_consent(clean_name(name or ""), consent_from(relation, basis, adult))
    except UserError as error:
        return error
    return None


def consent_from(relation: str | None, basis: str | None, adult: bool | None) -> Consent:
    """The answers as they stand."""
    return Consent(relation or "", basis or "", bool(adult))
