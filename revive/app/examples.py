"""The example: a public-domain photograph, and what to say with it; its texts are in the catalogs like all others."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from revive.core.localisation import ENGLISH, Message, nearest
from revive.speech.language import LANGUAGES


@dataclass(frozen=True)
class Example:
    """A photograph and what to say with it.

    Attributes
    ----------
    photo : name of the file; it is matplotlib's sample data, and installed with it
    credit : who is shown, and whose photograph it is
    words, relation, basis, prompt : fields of a Brief
    """

    photo: str
    credit: Message
    words: Message
    relation: Message
    basis: str
    prompt: Message

    @property
    def path(self) -> Path:
        """Where the photograph lies."""
        return Path(str(files("matplotlib"))) / "mpl-data" / "sample_data" / self.photo

    def settings(self, language: str) -> dict:
        """Fields of a Brief in `language`; the words in English where no voice speaks it."""
        texts = {"relation": self.relation, "prompt": self.prompt}
        told = {name: message.text(language) for name, message in texts.items()}
        return {"photo": self.path, "basis": self.basis, "words": spoken(self.words, language), **told}


def spoken(words: Message, language: str) -> str:
    """Words for a voice: in `language`, or in English where no voice speaks it."""
    return words.text(language if nearest(language) in LANGUAGES else ENGLISH)


EXAMPLE = Example(
    photo="grace_hopper.jpg",
    credit=Message("Grace Hopper (1906–1992) taught computers to read words. Photograph: US Navy, public domain."),
    words=Message("A ship in port is safe, but that is not what ships are built for."),
    relation=Message("no relation; a photograph of the US Navy, used as an example"),
    basis="public",
    prompt=Message("A proud, warm officer, soft morning light"),
)
