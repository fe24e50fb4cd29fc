"""Synthesise words sentence by sentence and write them to disk, so memory does not grow with the text."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.listening.levels import HOP, measure_levels, share_time
from revive.media.loudness import normalise_loudness
from revive.speech.delivery import ORDINARY, Delivery
from revive.speech.engines import SAMPLE_RATES, say
from revive.speech.language import runs
from revive.speech.names import mark_names
from revive.speech.pronunciation import check_marks, marked, respelled
from revive.speech.speech import Sentence
from revive.speech.text import caption_lines, clean, sentences, shown, spoken_length
from revive.speech.voices import Voice, choose_voice

LEAD, TAIL = 0.25, 0.6  # seconds of silence before the first word and after the last
REST = 1.5  # seconds of silence after a speech of which only the beginning is said
BETWEEN_SENTENCES, BETWEEN_PARAGRAPHS = 0.35, 0.7  # seconds at an ordinary pace
BETWEEN_PIECES = 0.12  # seconds, where a long sentence had to be spoken in pieces
FADE = 0.01  # seconds
LETTERS_A_SECOND = 15.8  # that the voices say at an ordinary pace, pauses included; see `text.spoken_length`


def prepare(
    words: str,
    *,
    voice: str | None,
    language: str,
    pronunciations: dict[str, str] | None = None,
    own: Voice | None = None,
) -> tuple[Voice, list[tuple[str, bool]]]:
    """The voice that will speak and the sentences as `text.sentences` gives them.

    Parameters
    ----------
    language : the words' main language, see `language.resolve`
    pronunciations : word -> how it is said, see `pronunciation.check_pronunciation`; put into the sentences, as are
        the sounds of the names that `names` knows
    own : the voice that is taken where none is named, if it speaks all of the words' languages

    Raises
    ------
    UserError : no such voice, or one that does not speak the words; nothing that can be spoken; a pronunciation that
        cannot be used
    """
    text = clean(words)
    check_marks(text)
    told = [(marked(sentence, pronunciations or {}), last) for sentence, last in sentences(text)]
    spoken = [(mark_names(sentence, language), last) for sentence, last in told]
    if not spoken:
        raise UserError("There is nothing in the text that can be spoken; please type a few words.")
    tongues = [language, *(tongue for sentence, _ in spoken for tongue, _ in runs(respelled(sentence), language))]
    if own and voice is None and set(tongues) <= set(own.languages):
        return own, spoken
    return choose_voice(voice, list(dict.fromkeys(tongues))), spoken


def expected_duration(words: str, *, pace: float = 1.0) -> float:
    """About how many seconds the speech of `words` will last; `pace` as in `speak`."""
    return LEAD + TAIL + spoken_length(shown(clean(words))) / LETTERS_A_SECOND / pace


def speak(
    spoken: list[tuple[str, bool]], out: Path, *, voice: Voice, language: str, pace: float, seed: int,
    tick: Callable[[float], None], manner_of: Callable[[str], Delivery] = lambda sentence: ORDINARY,
    until: float = math.inf, said: dict[int, np.ndarray] | None = None,
) -> list[Sentence]:  # fmt: skip
    """Write the sentences to `out` (mono 16-bit WAV, the engine's rate), levelled; the caption lines with their times.

    Parameters
    ----------
    pace : 0.7–1.4
    tick : told the fraction done (0–1), at least between sentences; what it raises stops the work
    manner_of : how a sentence, as it is read, is said
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
    whole, done = sum(spoken_length(shown(sentence)) for sentence, _ in spoken), 0.0
    said, silence = {} if said is None else said, TAIL
    try:
        with soundfile.SoundFile(raw, "w", rate, 1, "FLOAT") as file:
            file.write(np.zeros(round(LEAD * rate), np.float32))
            pause = 0.0
            for number, (sentence, last_of_paragraph) in enumerate(spoken):
                if lines and file.tell() / rate >= until:
                    silence = REST
                    break
                fraction = 0.95 * done / whole
                tick(fraction)
                manner = manner_of(shown(sentence))
                sound = said.get(number)
                if sound is None:
                    pieces = say(
                        voice, sentence, language=language, speed=pace, seed=seed + number,
                        tick=lambda f=fraction: tick(f), manner=manner,
                    )  # fmt: skip
                    sound = _sentence(pieces, rate)
                    if until < math.inf:
                        said[number] = sound
                done += spoken_length(shown(sentence))
                if not len(sound):
                    continue
                file.write(np.zeros(round(pause * rate), np.float32))
                lines += _timed(sentence, sound, rate, start=file.tell() / rate, number=number)
                file.write(sound)
                pause = manner.pause * (BETWEEN_PARAGRAPHS if last_of_paragraph else BETWEEN_SENTENCES) / pace
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


def _timed(sentence: str, sound: np.ndarray, rate: int, *, start: float, number: int) -> list[Sentence]:
    lines = caption_lines(sentence)
    times = share_time([spoken_length(line) for line in lines], measure_levels([sound], rate).speaking())
    said = "" if shown(sentence) == sentence else sentence
    return [Sentence(line, start + a, start + b, number, said) for line, (a, b) in zip(lines, times, strict=True)]
