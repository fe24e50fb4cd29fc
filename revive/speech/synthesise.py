"""Synthesise words sentence by sentence and write them to disk, so memory does not grow with the text."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from revive.core.cores import cores
from revive.core.errors import UserError
from revive.core.parallel import in_order
from revive.listening.levels import HOP, measure_levels, share_time
from revive.media.loudness import normalise_loudness
from revive.speech.delivery import ORDINARY, Delivery
from revive.speech.engines import SAMPLE_RATES, say
from revive.speech.language import runs
from revive.speech.pronunciation import respelled
from revive.speech.speech import Sentence
from revive.speech.text import caption_lines, clean, shown, spoken_length
from revive.speech.utterance import Utterance, utterances
from revive.speech.voices import Voice, choose_voice

LEAD, TAIL = 0.25, 0.6  # seconds of silence before the first word and after the last
REST = 1.5  # seconds of silence after a speech of which only the beginning is said
BETWEEN_SENTENCES, BETWEEN_PARAGRAPHS = 0.35, 0.7  # seconds at an ordinary pace
BETWEEN_PIECES = 0.12  # seconds, where a long sentence had to be spoken in pieces
FADE = 0.01  # seconds
AT_ONCE = {"kokoro": 2}  # sentences; it works on most of a sentence with one core
LETTERS_A_SECOND = 15.8  # that the voices say at an ordinary pace, pauses included; see `text.spoken_length`


def prepare(
    words: str,
    *,
    voice: str | None,
    language: str,
    locale: str | None = None,
    pronunciations: dict[str, str] | None = None,
    own: Voice | None = None,
    taken: Collection[str] = (),
) -> tuple[Voice, list[Utterance]]:
    """The voice that will speak, and what it will say.

    Parameters
    ----------
    language, locale, pronunciations : see `utterance.utterances`
    own : the voice that is taken where none is named, if it speaks all of the words' languages
    taken : see `choose_voice`

    Raises
    ------
    UserError : no such voice, or one that does not speak the words; see also `utterance.utterances`
    """
    spoken = utterances(words, language, locale=locale, pronunciations=pronunciations)
    tongues = [language, *(tongue for one in spoken for tongue, _ in runs(respelled(one.said), language))]
    if own and voice is None and set(tongues) <= set(own.languages):
        return own, spoken
    return choose_voice(voice, list(dict.fromkeys(tongues)), taken), spoken


def expected_duration(words: str, *, pace: float = 1.0) -> float:
    """About how many seconds the speech of `words` will last; `pace` as in `speak`."""
    return LEAD + TAIL + spoken_length(shown(clean(words))) / LETTERS_A_SECOND / pace


def speak(
    spoken: list[Utterance], out: Path, *, voice: Voice, language: str, pace: float, seed: int,
    tick: Callable[[float], None], manner_of: Callable[[str], Delivery] = lambda sentence: ORDINARY,
    until: float = math.inf, said: dict[int, np.ndarray] | None = None,
) -> list[Sentence]:  # fmt: skip
    """Write the sentences to `out` (mono 16-bit WAV, the engine's rate), levelled; the caption lines with their times.

    Parameters
    ----------
    pace : 0.7–1.4
    tick : told the fraction done (0–1), at least between sentences; what it raises stops the work
    manner_of : how a sentence, in words, is said
    until : seconds; no sentence that begins later is said, and the sound ends with REST in the place of TAIL
    said : sentence number -> its sound, of those that were said before with the same settings; with `until`, those that
        are said now are added

    Raises
    ------
    UserError : the voice made no sound of the words
    """
    import soundfile

    rate = SAMPLE_RATES[voice.engine]
    raw = out.with_suffix(".raw.wav")
    lines: list[Sentence] = []
    whole, done = sum(spoken_length(shown(one.said)) for one in spoken), 0.0
    said, silence = {} if said is None else said, TAIL
    at_once = 1 if until < math.inf else min(AT_ONCE.get(voice.engine, 1), cores())
    telling = threading.Lock()

    def check() -> None:
        with telling:  # several sentences may be said at once
            tick(0.95 * done / whole)

    def sound_of(sentence: tuple[int, Utterance]) -> tuple[Delivery, np.ndarray]:
        number, one = sentence
        manner = manner_of(shown(one.said))
        if number in said:
            return manner, said[number]
        pieces = say(
            voice, one.said, language=language, speed=pace, seed=seed + number, tick=check, manner=manner
        )  # fmt: skip
        return manner, _sentence(pieces, rate)

    try:
        with ExitStack() as files:
            file = files.enter_context(soundfile.SoundFile(raw, "w", rate, 1, "FLOAT"))
            file.write(np.zeros(round(LEAD * rate), np.float32))
            sounds = files.enter_context(closing(in_order(sound_of, enumerate(spoken), threads=at_once, ahead=0)))
            pause = 0.0
            for number, one in enumerate(spoken):
                if lines and file.tell() / rate >= until:
                    silence = REST
                    break
                check()
                manner, sound = next(sounds)
                if until < math.inf:
                    said[number] = sound
                done += spoken_length(shown(one.said))
                if not len(sound):
                    continue
                file.write(np.zeros(round(pause * rate), np.float32))
                lines += _timed(one, sound, rate, start=file.tell() / rate, number=number)
                file.write(sound)
                pause = manner.pause * (BETWEEN_PARAGRAPHS if one.last else BETWEEN_SENTENCES) / pace
            end = file.tell() / rate
            file.write(np.zeros(round(silence * rate), np.float32))
        if not lines:
            raise UserError("The voice found nothing to say in the text; please type words rather than signs.")
        normalise_loudness(raw, out, speech=(LEAD, end), fade=FADE, tick=lambda: tick(0.97))
    finally:
        raw.unlink(missing_ok=True)
    return lines


def _sentence(pieces, rate: int) -> np.ndarray:
    """The pieces of one sentence as one sound, without the silence round each."""
    gap = np.zeros(round(BETWEEN_PIECES * rate), np.float32)
    sounds = []
    for piece in pieces:
        sound = _trim(piece, rate)
        if len(sound):
            sounds += [gap, sound] if sounds else [sound]
    return np.concatenate(sounds) if sounds else np.zeros(0, np.float32)


def _trim(sound: np.ndarray, rate: int) -> np.ndarray:
    """`sound` from just before it can be heard to just after, faded at both ends."""
    heard = np.flatnonzero(measure_levels([sound], rate).speaking())
    if not len(heard):
        return np.zeros(0, np.float32)
    start = max(round((heard[0] * HOP - 0.02) * rate), 0)
    end = round((heard[-1] * HOP + 0.06) * rate)  # a final s or f dies away slowly
    sound = sound[start:end].astype(np.float32)
    ramp = np.linspace(0, 1, min(round(FADE * rate), len(sound)), dtype=np.float32)
    sound[: len(ramp)] *= ramp
    sound[len(sound) - len(ramp) :] *= ramp[::-1]
    return sound


def _timed(one: Utterance, sound: np.ndarray, rate: int, *, start: float, number: int) -> list[Sentence]:
    lines = caption_lines(one.text)
    times = share_time([spoken_length(line) for line in lines], measure_levels([sound], rate).speaking())
    said = "" if one.said == shown(one.text) else one.said
    return [Sentence(line, start + a, start + b, number, said) for line, (a, b) in zip(lines, times, strict=True)]
