"""Setting names from before job files of version 2: still accepted, with a note.

A choice left to Revive was “auto” or -1 then, and three settings had other names.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

from revive.core.localisation import ENGLISH, Message

RENAMED = {"consent": "relation", "finish": "refine", "finder": "face_detector"}
# the old values for "not chosen", which is None now
NOT_CHOSEN = {
    "seed": -1, "strength": -1, "pace": -1, "emotion": "auto", "light": "auto", "background": "auto", "voice": "auto",
    "language": "auto",
}  # fmt: skip


class OldSettingWarning(FutureWarning):
    """A setting or a job file of an earlier Revive; the parameters are those of `Message`."""

    def __init__(self, message: str, /, **values):
        self.message = Message(message, **values)
        super().__init__(self.sentence())

    def sentence(self, language: str = ENGLISH) -> str:
        """The note in `language`."""
        return self.message.text(language)


def is_old(name: str, value: object) -> bool:
    """Whether a setting has an old name, or an old value for “not chosen”."""
    return name in RENAMED or (name in NOT_CHOSEN and type(value) is not bool and value == NOT_CHOSEN[name])


def renewed(settings: Mapping) -> dict:
    """The settings with their present names and values; an old name beside its new one is kept."""
    new = {}
    for name, value in settings.items():
        if name in RENAMED and RENAMED[name] not in settings:
            new[RENAMED[name]] = value
        else:
            new[name] = None if name in NOT_CHOSEN and is_old(name, value) else value
    return new


def note_old(name: str, value: object) -> None:
    """Warn of one old setting."""
    if name in RENAMED:
        note_renamed(f"“{name}”", f"“{RENAMED[name]}”")
        return
    note = OldSettingWarning(
        "“{name}” is left to Revive by leaving it out now; {value} still works.", name=name, value=value
    )
    warnings.warn(note, stacklevel=3)


def note_renamed(old: str, new: str) -> None:
    """Warn that `old` is called `new` now."""
    note = OldSettingWarning("{old} is called {new} now; the old name still works.", old=old, new=new)
    warnings.warn(note, stacklevel=4)
