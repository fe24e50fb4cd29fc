"""The answers stored in the person's folder, so that they are asked for once.

They are not exported: whoever imports the person gives their own answers.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from revive.consent.consent import Consent
from revive.core.errors import UserError
from revive.core.home import folder_of, keep_name
from revive.core.json_files import write_json
from revive.core.layout import CONSENT


def consent_of(name: str) -> Consent | None:
    """The answers stored for this person; None if there are none, or not all three."""
    try:
        told = json.loads((folder_of(name) / CONSENT).read_text(encoding="utf-8"))
        return Consent(**{key: told[key] for key in ("relation", "basis", "adult")}).checked()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, UserError):
        return None


def keep_consent(name: str, consent: Consent) -> Path:
    """Store the answers in the person's folder, replacing earlier ones; return the file.

    Raises
    ------
    UserError : see `Consent.checked`; or a name that cannot be used
    """
    path, answers = keep_name(name) / CONSENT, consent.checked()
    if consent_of(name) != answers:
        write_json(path, dataclasses.asdict(answers))
    return path


def answers_for(name: str, given: Consent) -> Consent:
    """The answers in force, unchecked: the given ones, otherwise those stored for the person `name` ("" for nobody)."""
    return (consent_of(name) if name.strip() and not given.given else None) or given


def settle_consent(name: str, given: Consent) -> Consent:
    """The answers in force (see `answers_for`), checked.

    Raises
    ------
    UserError : there are none, or one of the three is missing
    """
    return answers_for(name, given).checked()
