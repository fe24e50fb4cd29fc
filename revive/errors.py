"""What can go wrong, said so that anyone understands it.

Every refusal of Revive is one `UserError`: a sentence that says what was seen, what was expected and what to do,
in English and in Chinese. The page shows it as it is; the command line prints it and exits with status 2.
"""


class UserError(Exception):
    """A sentence for the person at the keyboard.

    Parameters
    ----------
    en, zh : str
        The same sentence in English and in Chinese. No paths of other people's files, no jargon, no traceback.
    """

    def __init__(self, en: str, zh: str):
        super().__init__(en)
        self.en = en
        self.zh = zh

    def sentence(self, language: str = "en") -> str:
        """The sentence in `language` ("zh…" gives Chinese, everything else English)."""
        return self.zh if language.startswith("zh") else self.en


class Cancelled(Exception):
    """The user asked to stop. Raised by `Progress.update`; whoever made files on the way removes them."""
