"""Other words for the captions: read from a file of subtitles or of text, and laid on the times of a speech."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

from revive.clip.captions import Cue
from revive.core.errors import UserError
from revive.core.text import plain_text
from revive.drafting.letters import decoded
from revive.media.files import opened, shown_name
from revive.speech.speech import Sentence, Speech

MOST_BYTES = 1024**2
MOST_CUES = 5000
SUBTITLES = {".srt": "srt", ".vtt": "vtt"}


def read_words(path: Path) -> list[str] | list[Cue]:
    """The lines of a text file, or the cues of an .srt or .vtt.

    Raises
    ------
    UserError : no such file, too large, no text, no words in it
    """
    path = Path(path)
    with opened(path, most=MOST_BYTES) as file:
        text = decoded(file.read())
    if text is None:
        raise UserError(
            "“{file}” is no text; please give the captions' words as SRT, VTT or a text file.", file=shown_name(path)
        )
    if path.suffix.lower() not in SUBTITLES:
        return lines_of(text)
    cues = read_cues(text, SUBTITLES[path.suffix.lower()])
    if not cues:
        raise UserError(
            "In “{file}” there are no captions that could be read; please save it as SRT or VTT once more.",
            file=shown_name(path),
        )
    return cues


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line for line in (plain_text(one, lines=False) for one in text.splitlines()) if line]


def read_cues(text: str, form: str) -> list[Cue]:
    """The cues of subtitles in the form "srt" or "vtt", in order; empty where they cannot be read."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_buffer(io.StringIO(text.lstrip("\ufeff")), format=form).captions
    except (MalformedFileError, MalformedCaptionError, ValueError, IndexError):
        return []
    cues = []
    for caption in captions[:MOST_CUES]:
        lines = tuple(lines_of(caption.text))
        start, end = (
            3600 * time.hours + 60 * time.minutes + time.seconds + time.milliseconds / 1000
            for time in (caption.start_time, caption.end_time)
        )
        if lines and start < end:
            cues.append(Cue(lines, start, end, len(cues)))
    return sorted(cues, key=lambda cue: cue.start)


def with_words(speech: Speech, words: Sequence[str] | Sequence[Cue], *, lead: float) -> Speech:
    """The speech with other words; its sound and its times stay.

    Parameters
    ----------
    words : one for each sentence, or cues in seconds of the clip
    lead : seconds of the clip before the speech begins

    Raises
    ------
    UserError : another number of lines than of sentences
    """
    if words and isinstance(words[0], Cue):
        sentences = [
            Sentence(" ".join(cue.lines), cue.start - lead, cue.end - lead, number)
            for number, cue in enumerate(words)
            if isinstance(cue, Cue)
        ]
        return dataclasses.replace(speech, sentences=tuple(sentences), language="", heard=None)
    said = speech.whole_sentences()
    if not said:
        raise UserError("No words are known of this clip, so that a text has no times; please give an SRT or VTT file.")
    if len(said) != len(words):
        raise UserError(
            "The clip has {sentences} sentences, but the text has {lines} lines; please give one line for each"
            " sentence.",
            sentences=len(said), lines=len(words),
        )  # fmt: skip
    sentences = [
        Sentence(str(line), one.start, one.end, one.number, speaker=one.speaker)
        for one, line in zip(said, words, strict=True)
    ]
    return dataclasses.replace(speech, sentences=tuple(sentences), language="", heard=None)
