"""HTML helpers: notes, error notes, the progress bar, and texts in every language."""

from __future__ import annotations

from html import escape

from revive.app.texts import TEXT, html_tag, say
from revive.core.errors import Cancelled, UserError
from revive.core.localisation import Message
from revive.core.progress import Report


def note(sentence: str, kind: str = "plain") -> str:
    """A sentence in a quiet box; `kind` is "plain", "good" or "wrong"."""
    role = "alert" if kind == "wrong" else "status"
    return f'<div class="note {kind}" role="{role}">{escape(sentence)}</div>'


def error_note(error: Exception, language: str) -> str:
    """A note with the one sentence that says what stopped the work; never a traceback."""
    if isinstance(error, UserError):
        return note(error.sentence(language), "wrong")
    if isinstance(error, Cancelled):
        return note(say("cancelled", language))
    return note(say("broken", language), "wrong")


def waiting_note(ahead: int, language: str, seconds: float | None = None) -> str:
    """A note for a job that waits: how many are before it, and about how long it waits, where that is known."""
    said = say("ahead" if ahead > 1 else "next" if ahead else "starting", language, n=ahead)
    if ahead and seconds is not None:
        wait = say("wait", language, left=time_left(seconds, language))
        said = Message("{before} {after}", before=said, after=wait).text(language)
    return note(said)


def progress_bar(report: Report, language: str) -> str:
    """The progress of a job: its stage and the time left in words, and a bar."""
    key = f"stage_{report.stage}"
    sentence = say(key, language) if key in TEXT else report.stage
    left, done = time_left(report.seconds_left, language), report.done
    middle = f"{sentence} · {left}" if left else sentence
    return (
        f'<div class="progress"><p role="status">{escape(middle)}</p>'
        f'<div class="track" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{done * 100:.0f}"'
        f' aria-label="{escape(sentence)}"><div style="width:{done * 100:.1f}%"></div></div></div>'
    )


def time_left(seconds: float | None, language: str) -> str:
    """The time left in words; empty where it is not known."""
    if seconds is None:
        return ""
    if seconds < 2:
        return say("nearly", language)
    if seconds < 90:
        return say("seconds_left", language, n=round(seconds) if seconds < 20 else 5 * round(seconds / 5))
    return say("minutes_left", language, n=round(seconds / 60))


def prose(key: str, tag: str) -> str:
    """The text `key` in every language, each in a `tag`; the style sheet shows the one of the page."""
    return tagged(TEXT[key].in_every_language(), tag)


def tagged(texts: dict[str, str], tag: str) -> str:
    """Texts by language, each in a `tag`; the style sheet shows the one of the page."""
    return "".join(f'<{tag} lang="{html_tag(language)}">{escape(text)}</{tag}>' for language, text in texts.items())
