"""What can go wrong, said so that anyone understands it.

Every refusal of Revive is one `UserError`: a sentence that says what was seen, what was expected and what to do, in
the user's language. The page shows it as it is; the command line prints it and exits with status 2.
"""

from __future__ import annotations

from revive.core.localisation import ENGLISH, Message
from revive.core.text import plain_text

LONGEST = 700  # characters of a sentence


class UserError(Exception):
    """A sentence for the person at the keyboard: UserError("There are {count} files; …", count=3).

    Parameters
    ----------
    message : the English sentence (see `Message`), or a Message. No paths of other people's files, no jargon, no
        traceback
    values : what stands in its places
    """

    def __init__(self, message: str | Message, /, **values):
        self.message = message if isinstance(message, Message) else Message(message, **values)
        super().__init__(self.sentence())

    def __reduce__(self):
        """Pickled with its message, so that it can be said in any language where it arrives."""
        return type(self), (self.message,)

    def sentence(self, language: str = ENGLISH) -> str:
        """The sentence in `language`, on one line."""
        # it may quote a file's name or somebody's words: nothing in them may steer a terminal or a page
        return plain_text(self.message.text(language), most=LONGEST, lines=False)


class Cancelled(Exception):
    """The user asked to stop. Raised by `Progress.update`; whoever made files on the way removes them."""
