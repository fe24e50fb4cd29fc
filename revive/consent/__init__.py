"""Consent: what the user states before a face or a voice is used, and what Revive refuses to make in any case.

Everything that is made or stored needs a `Permit`, see `permit`. `Consent` holds the three answers (who the
person is to them, by what right, that they are an adult); `settle_consent` finds the answers that were given for a
person before, so that they are asked once; `refuse` reads what is asked for and turns away what is meant to deceive, is
sexual or is about a child. The age of the face itself is checked where it is detected (`face.age`).
"""

from revive.consent.consent import BASES, Consent
from revive.consent.store import answers_for, consent_of, keep_consent, settle_consent
from revive.consent.limits import check_lengths, check_words
from revive.consent.refusals import refuse
from revive.consent.permit import PURPOSES, Permit, Purpose

__all__ = [
    "BASES", "PURPOSES", "Consent", "Permit", "Purpose", "answers_for", "check_lengths", "check_words", "consent_of",
    "keep_consent", "refuse", "settle_consent",
]  # fmt: skip
