"""Words, a recording or the sound of a film become the Speech of one clip."""

from __future__ import annotations

import functools
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


def make_speech(
    *, words: str, recording: Path | None, voice: str, language: str, direction: Direction, folder: Path, seed: int,
    driver: Path | None = None, sentence_feelings: bool = True, pronunciations: dict[str, str] | None = None,
    own: Voice | None = None, progress: Progress | None = None,
) -> Speech:  # fmt: skip
    """The speech of a clip, in a new WAV file in `folder`.

    Parameters
    ----------
    words : what is said; with a recording, its transcript (may be empty)
    recording : sound or film to be used instead of a synthetic voice, or None
    voice : a name in `VOICES`, or "auto" for the one that speaks the words best
    language : of the words: a code such as "en", or "auto"
    direction : its pace (0.7–1.4) is that of the voice, and its emotion is heard in the pitch and the pauses
    seed : the same seed gives the same samples
    driver : a film whose own sound is the speech where there are neither words nor a recording; it may be silent
    sentence_feelings : let a sentence that clearly has a feeling of its own be said so
    pronunciations : word -> respelling or "/IPA/", for a synthetic voice; see `check_pronunciation`
    own : the likeness of a person's voice, which "auto" takes where it speaks the words
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : words that no voice can speak, a voice or a language that is not there, a recording without a voice
    Cancelled : nothing is left behind
    """
    out = Path(folder) / "speech.wav"
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
            chosen, spoken = prepare(words, voice=voice, language=code, pronunciations=pronunciations, own=own)
            felt = functools.partial(manner, direction=direction, language=code, own=sentence_feelings)
            lines = speak(
                spoken, out, voice=chosen, language=code, pace=direction.pace, seed=seed, tick=tick, manner_of=felt
            )
            synthetic = True
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return _speech(out, code, lines, synthetic)


def _speech(path: Path, language: str, lines: list[Sentence], synthetic: bool) -> Speech:
    import soundfile

    sound = soundfile.info(path)
    return Speech(path, sound.samplerate, sound.frames, language, tuple(lines), synthetic)


def _transcript_language(language: str, words: str) -> str:
    """The language of a recording as far as it is known; no voice has to speak it, so any will do."""
    if language != "auto":
        return language
    try:
        return resolve("auto", words) if words.strip() else ""
    except UserError:
        return ""


def _nobody_listens(fraction: float) -> None:
    pass
