"""Consent: what somebody says before a face or a voice is made to speak, and what is not made whatever they say.

`Consent` holds the three answers (who the person is to them, by what right, that they are an adult); `settle_consent`
finds the answers that were given for a person before, so that they are asked once; `refuse` reads what is asked for
and turns away what is meant to deceive, is sexual or is about a child; `check_age` looks at the face.
"""

from revive.consent.consent import BASES, Consent
from revive.consent.kept import answered, consent_of, keep_consent, settle_consent
from revive.consent.refusals import refuse
from revive.consent.age import check_age

__all__ = ["BASES", "Consent", "answered", "check_age", "consent_of", "keep_consent", "refuse", "settle_consent"]
