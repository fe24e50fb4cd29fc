"""The answers that tests give where something of a person is made, and permits for what is kept."""

from revive.consent import Consent, Permit

FAMILY = Consent("her grandson", "family", True)
ANSWERS = ("--relation", "her grandson", "--basis", "family", "--adult")  # the same on the command line


def names_of(person: str) -> Permit:
    """To keep how names are said for a person."""
    return Permit("kept names", FAMILY, person)


def taking_in() -> Permit:
    """To take in a person."""
    return Permit("taken in", FAMILY)


def looking() -> Permit:
    """To do what makes nothing; for jobs in tests that are not about what they make."""
    return Permit("examination")
