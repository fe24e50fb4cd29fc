"""Errors that anyone can understand.

Revive refuses with a `UserError`: one sentence that says what was seen, what was expected and what to do, in the user's
language. The page shows it as it is; the command line prints it and exits with status 2.
"""

from __future__ import annotations

from revive.core.localisation import ENGLISH, Message
from revive.core.text import plain_text

LONGEST = 700  # characters of a sentence


class UserError(Exception):
    """An error message for the user: UserError("There are {count} files; …", count=3).

    Parameters
    ----------
    message : the English sentence (see `Message`), or a Message. No paths of other people's files, no jargon, no
        traceback
    values : what stands in its places
    """

    def __init__(self, message: str | Message, chinese: str | None = None, /, **values):
        self.message = message if isinstance(message, Message) else Message(message, chinese, **values)
        super().__init__(self.sentence())


    en = property(lambda self: self.sentence())
    zh = property(lambda self: self.sentence("zh"))


class Cancelled(Exception):
    """The user asked to stop. Raised by `Progress.update`; the caller removes the files it has made so far."""
