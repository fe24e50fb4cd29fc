"""Drafts of forty requests a language: what the language model writes beside what is prepared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from revive.drafting.address import addressed
from revive.drafting.draft import DRAWN, LIKELIEST, chosen
from revive.drafting.given import Given
from revive.drafting.prepared import prepare
from revive.drafting.private_words import PrivateWords
from revive.drafting.request import Request, ask
from revive.drafting.writer import Writer, load_writer

REQUESTS = Path(__file__).with_name("draft_requests.txt")
FRESH = Path(__file__).with_name("draft_requests_fresh.txt")  # read once, and counted in docs/drafts.md


def requests(language: str, file: Path = REQUESTS) -> list[Request]:
    """The forty requests of a language, or fifty-five FRESH ones, which no message was written for."""
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [
        ask(occasion, mood, about, spoken, speaker=speaker, called=called, signed=signed)
        for spoken, occasion, mood, about, speaker, called, signed in rows
        if spoken == language
    ]


def draft_pairs(
    language: str, *, seed: int = 0, written: bool = True, writer: Writer | None = None, file: Path = REQUESTS,
    say: Callable[[str], None] = print,
) -> int:  # fmt: skip
    """Print each request with the first draft of the language model and the first prepared one; gives their number.

    written : let the model write, too: a quarter of a minute each; it knows no Spanish
    """
    found = requests(language, file)
    for number, request in enumerate(found, 1):
        say(f"{number}. **{request.occasion}** ({request.mood}{'; ' if request.about else ''}{request.about})\n")
        if written and language != "es":
            texts = _drawn(writer or load_writer(), request, seed)
            say(f"   - model: {addressed(texts[0], request) if texts else '—'}")
        for text in prepare(request, 1, seed):
            say(f"   - prepared: {addressed(text, request)}\n")
    return len(found)


def _drawn(writer: Writer, request: Request, seed: int) -> list[str]:
    """The best draft of the model that may be shown, if there is one."""

    def draw(number: int) -> list[str]:
        return writer.draw(request, DRAWN, seed + 1000 * number)

    least = LIKELIEST[request.language]
    return [one.text for one in chosen(writer, Given(request), draw, 1, private=PrivateWords(), least=least)]
