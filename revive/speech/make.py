"""Make the Speech of a clip from words, a recording or the sound of a film."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.direction.direction import Direction
from revive.speech.delivery import manner
from revive.speech.language import resolve
from revive.speech.recording import Listening, Recorded, take, take_film
from revive.speech.speech import Speech
from revive.speech.synthesise import prepare, speak
from revive.speech.text import shown
from revive.speech.utterance import Utterance
from revive.speech.voices import Voice

SILENCE_RATE = 48_000  # Hz


@dataclass(frozen=True)
class SpeechOptions:
    """Options of speech.

    Attributes
    ----------
    voice : a name in `VOICES`; None takes the one that speaks the words best
    language : of the words: a code such as "en"; None recognises it
    locale : the country whose dates and measures the words follow, such as "en-GB"; None guesses
    seed : the same seed gives the same samples
    sentence_feelings : let a sentence with a clear emotion of its own sound like it
    pronunciations : word -> respelling or "/IPA/", for a synthetic voice; see `check_pronunciation`
    own : the likeness of a person's voice, which None for `voice` takes where it speaks the words
    transcribe : write down what is said in a recording or film, for its captions and the lips
    """

    voice: str | None = None
    language: str | None = None
    seed: int = 0
    sentence_feelings: bool = True
    pronunciations: dict[str, str] = field(default_factory=dict)
    own: Voice | None = None
    transcribe: bool = True
    locale: str | None = None


def make_speech(
    direction: Direction, folder: Path, *, words: str = "", recording: Path | None = None, driver: Path | None = None,
    options: SpeechOptions | None = None, progress: Progress | None = None, until: float = math.inf,
    said: dict[int, np.ndarray] | None = None,
) -> Speech:  # fmt: skip
    """The speech of a clip, in a new WAV file in `folder`.

    Parameters
    ----------
    direction : its pace (0.7–1.4) is that of the voice, and its emotion is heard in the pitch and the pauses
    words : what is said; with a recording, its transcript, which is written down where there is none
    recording : sound or film to be used instead of a synthetic voice, or None
    driver : a film whose own sound is the speech where there are neither words nor another recording; it may be silent
    options : the voice, the language and the seed
    progress : receives the progress; may cancel the work
    until, said : for the beginning of a synthetic voice's speech, see `synthesise.speak`

    Raises
    ------
    UserError : words that no voice can speak, a voice or a language that is not there, a recording without a voice
    Cancelled : nothing is left behind
    """
    options = options or SpeechOptions()
    out = Path(folder) / "speech.wav"
    tick = progress.update if progress else _nobody_listens
    try:
        listening, recorded = Listening(words, options.language, options.transcribe), None
        if driver is not None and film_speaks(words, recording, driver):
            recorded = take_film(Path(driver), out, listening, tick)
        elif recording is not None:
            recorded = take(Path(recording), out, listening, tick)
        if recorded is not None:
            return _speech(out, _language(options.language, words, recorded), recorded)
        chosen, code, spoken = read_words(words, options)
        felt = functools.partial(manner, direction=direction, language=code, own=options.sentence_feelings)
        lines = speak(
            spoken, out, voice=chosen, language=code, pace=direction.pace, seed=options.seed, tick=tick,
            manner_of=felt, until=until, said=said,
        )  # fmt: skip
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return _speech(out, code, Recorded(tuple(lines)), synthetic=True)


def silent_speech(folder: Path, frames: int, fps: float) -> Speech:
    """A silence that is exactly so many frames long, in a new WAV file in `folder`."""
    import soundfile

    samples = math.floor(frames * SILENCE_RATE / fps)
    out = Path(folder) / "speech.wav"
    soundfile.write(out, np.zeros(samples, np.int16), SILENCE_RATE)
    return Speech(out, SILENCE_RATE, samples, silent=True)


def read_words(words: str, options: SpeechOptions, taken: Collection[str] = ()) -> tuple[Voice, str, list[Utterance]]:
    """The voice that will speak the words, the code of their language, and what it will say.

    taken : voices that are not chosen, see `voices.choose_voice`

    Raises
    ------
    UserError : see `language.resolve` and `synthesise.prepare`
    """
    code = resolve(options.language, shown(words))
    voice, spoken = prepare(
        words, voice=options.voice, language=code, locale=options.locale or options.language,
        pronunciations=options.pronunciations, own=options.own, taken=taken,
    )  # fmt: skip
    return voice, code, spoken


def distinct_voices(said: Sequence[tuple[str, SpeechOptions]]) -> list[SpeechOptions]:
    """The options of several speakers, each with all of its words: their languages, and for everybody who chose none a
    voice that nobody else has.

    Raises
    ------
    UserError : there are too few voices; see `read_words` too
    """
    taken = {options.voice for _, options in said if options.voice is not None}
    found = []
    for words, options in said:
        voice, language, _ = read_words(words, options, taken=taken)
        if voice is not options.own:
            taken.add(voice.name)
            options = dataclasses.replace(options, voice=voice.name)
        found.append(dataclasses.replace(options, language=language, locale=options.locale or options.language))
    return found


def film_speaks(words: str, recording: Path | None, driver: Path | None) -> bool:
    """Whether the film of somebody acting is what is heard: there is nothing else, or it is the recording too."""
    if driver is None:
        return False
    return Path(recording) == Path(driver) if recording is not None else not words.strip()


def _speech(path: Path, language: str, said: Recorded, *, synthetic: bool = False) -> Speech:
    import soundfile

    sound = soundfile.info(path)
    return Speech(
        path, sound.samplerate, sound.frames, language, said.sentences, synthetic, said.heard, said.aligned
    )  # fmt: skip


def _language(language: str | None, words: str, recorded: Recorded) -> str:
    """The language of a recording as far as it is known; no voice has to speak it, so any will do."""
    if language is not None:
        return language
    try:
        if words.strip():
            return resolve(None, words)
    except UserError:
        pass
    return recorded.heard.language if recorded.heard and recorded.aligned else ""


def _nobody_listens(fraction: float) -> None:
    pass
