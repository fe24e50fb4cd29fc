"""Errors that anyone can understand.

Revive refuses with a `UserError`: one sentence that says what was seen, what was expected and what to do,
in English and in Chinese. The page shows it as it is; the command line prints it and exits with status 2.
"""

LONGEST = 700  # characters of a sentence


class UserError(Exception):
    """An error message for the user.

    Parameters
    ----------
    en, zh : str
        The same sentence in English and in Chinese. No paths of other people's files, no jargon, no traceback.
    """

    def __init__(self, en: str, zh: str):
        from revive.core.text import plain_text  # which imports this module's neighbours

        # a sentence may quote a file name or the user's words; these must not contain control characters
        self.en, self.zh = (plain_text(said, most=LONGEST, lines=False) for said in (en, zh))
        super().__init__(self.en)

    def sentence(self, language: str = "en") -> str:
        """The sentence in `language` ("zh…" gives Chinese, everything else English)."""
        return self.zh if language.startswith("zh") else self.en


class Cancelled(Exception):
    """The user asked to stop. Raised by `Progress.update`; the caller removes the files it has made so far."""
