"""Make the Speech of a clip from words, a recording or the sound of a film."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.direction.direction import Direction
from revive.speech.delivery import manner
from revive.speech.language import resolve
from revive.speech.recording import take, take_film
from revive.speech.speech import Sentence, Speech
from revive.speech.synthesise import prepare, speak
from revive.speech.text import shown
from revive.speech.voices import Voice


@dataclass(frozen=True)
class SpeechOptions:
    """Options of speech.

    Attributes
    ----------
    voice : a name in `VOICES`; None takes the one that speaks the words best
    language : of the words: a code such as "en"; None recognises it
    seed : the same seed gives the same samples
    sentence_feelings : let a sentence with a clear emotion of its own sound like it
    pronunciations : word -> respelling or "/IPA/", for a synthetic voice; see `check_pronunciation`
    own : the likeness of a person's voice, which None for `voice` takes where it speaks the words
    """

    voice: str | None = None
    language: str | None = None
    seed: int = 0
    sentence_feelings: bool = True
    pronunciations: dict[str, str] = field(default_factory=dict)
    own: Voice | None = None


def make_speech(
    direction: Direction, folder: Path, *, words: str = "", recording: Path | None = None, driver: Path | None = None,
    options: SpeechOptions | None = None, progress: Progress | None = None,
) -> Speech:  # fmt: skip
    """The speech of a clip, in a new WAV file in `folder`.

    Parameters
    ----------
    direction : its pace (0.7–1.4) is that of the voice, and its emotion is heard in the pitch and the pauses
    words : what is said; with a recording, its transcript (may be empty)
    recording : sound or film to be used instead of a synthetic voice, or None
    driver : a film whose own sound is the speech where there are neither words nor a recording; it may be silent
    options : the voice, the language and the seed
    progress : receives the progress; may cancel the work

    Raises
    ------
    UserError : words that no voice can speak, a voice or a language that is not there, a recording without a voice
    Cancelled : nothing is left behind
    """
    options = options or SpeechOptions()
    out, language = Path(folder) / "speech.wav", options.language
    synthetic = False
    tick = progress.update if progress else _nobody_listens
    try:
        if recording is not None:
            lines = take(Path(recording), out, transcript=words, tick=tick)
            code = _transcript_language(language, words)
        elif driver is not None and not words.strip():
            take_film(Path(driver), out, tick=tick)
            code, lines = _transcript_language(language, ""), []
        else:
            code = resolve(language, shown(words))
            chosen, spoken = prepare(
                words, voice=options.voice, language=code, pronunciations=options.pronunciations, own=options.own
            )
            felt = functools.partial(manner, direction=direction, language=code, own=options.sentence_feelings)
            lines = speak(
                spoken, out, voice=chosen, language=code, pace=direction.pace, seed=options.seed, tick=tick,
                manner_of=felt,
            )  # fmt: skip
            synthetic = True
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return _speech(out, code, lines, synthetic)


def _speech(path: Path, language: str, lines: list[Sentence], synthetic: bool) -> Speech:
    import soundfile

    sound = soundfile.info(path)
    return Speech(path, sound.samplerate, sound.frames, language, tuple(lines), synthetic)


def _transcript_language(language: str | None, words: str) -> str:
    """The language of a recording as far as it is known; no voice has to speak it, so any will do."""
    if language is not None:
        return language
    try:
        return resolve(None, words) if words.strip() else ""
    except UserError:
        return ""


def _nobody_listens(fraction: float) -> None:
    pass
