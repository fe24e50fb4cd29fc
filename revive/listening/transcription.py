"""The words of a recording with their times, their language, and how sure both are.

Whisper base writes down only what FireRedVAD takes for speech, without the pauses, in windows that end where an
utterance does: in silence, music and noise it would invent words. What it is unsure of is kept apart.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.packages import need
from revive.listening.levels import HOP, Levels, stretches
from revive.listening.voice_activity import Stretch, VoiceActivity, detect_voice
from revive.listening.whisper import PARTS, SAMPLE_RATE, load_whisper

if TYPE_CHECKING:
    import soundfile
    from faster_whisper.transcribe import Segment
    from opencc import OpenCC

PACKAGES = ("faster_whisper", "ctranslate2", "av", "opencc", *PARTS)
SIMPLIFIED = "以下是普通话的句子。"  # a prompt in simplified characters, or it writes traditional ones as often
WINDOW, REACH = 28.0, 3.0  # seconds written down at once (Whisper hears 30), and about its end where it may be cut
ENDS, PAUSE = ".?!。？！…।", 0.8  # signs, and seconds without a word, that end a passage
FULL_WIDTH = str.maketrans(",?!:;", "，？！：；")
LONG_PAUSE = 1.5  # seconds; a sentence does not go on after it
# Chosen on speech in noise of 20 to 0 dB, over a telephone, in a room, hissing and crackling, and on music
LIKELY, LIKELY_ELSEWHERE = -0.7, -0.4  # mean log-probability of a window, in the languages of MEASURED and in others
SURE = 0.65  # mean probability of a passage's words
NO_SPEECH = 0.6  # probability from which a window is none
LOOPING = 2.4  # compression ratio from which it only repeats itself
LANGUAGE = 0.5  # probability of the language
MEASURED = ("en", "zh", "ja", "es", "fr", "it", "pt")
POOR = ("hi",)  # languages that Whisper base cannot write, however sure it is: 7 of 10 words and more are wrong
MOSTLY = 0.5  # share of the speech that has to be sure
WEIGHED = 3  # windows from which the language is told
CLEAR = 0.8  # probability of a language that needs no second opinion
RIVAL = 0.1  # probability of another that is worth one
DETECTING = 0.1  # share of the work that finds the speech


@dataclass(frozen=True)
class Word:
    """A word as it is written, with the space before it and its punctuation; seconds; a probability."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True)
class Passage:
    """The words of one utterance, and whether they are likely what was said."""

    words: tuple[Word, ...]
    sure: bool

    @property
    def seconds(self) -> float:
        """From its first word to the end of its last."""
        return self.words[-1].end - self.words[0].start

    @property
    def text(self) -> str:
        """Its words as they are written."""
        return "".join(word.text for word in self.words).strip()


@dataclass(frozen=True)
class Transcript:
    """What is said in a recording.

    Attributes
    ----------
    language : its code as Whisper has it, such as "en"; "" where nobody speaks
    language_probability : 0–1
    passages : in order, those it is unsure of too
    """

    language: str = ""
    language_probability: float = 0.0
    passages: tuple[Passage, ...] = ()

    @property
    def certainty(self) -> float:
        """The share (0–1) of the speech, in seconds, whose words are sure; 0 where nobody speaks."""
        seconds = sum(passage.seconds for passage in self.passages)
        return sum(passage.seconds for passage in self.passages if passage.sure) / seconds if seconds else 0.0

    @property
    def sure(self) -> bool:
        """Whether it is good enough to be shown."""
        return self.certainty >= MOSTLY

    def as_json(self) -> dict:
        """Plain values, without the words."""
        return {
            "language": self.language, "language_probability": round(self.language_probability, 3),
            "certainty": round(self.certainty, 3), "sure": self.sure,
        }  # fmt: skip

    @property
    def words(self) -> list[Word]:
        """All words, the unsure ones too."""
        return [word for passage in self.passages for word in passage.words]

    @property
    def text(self) -> str:
        """The passages that are sure; a new line where something between two of them is left out, or a long pause."""
        written, before = "", None
        for passage in self.passages:
            if passage.sure:
                apart = before is None or passage.words[0].start - before.words[-1].end > LONG_PAUSE
                written += ("\n" + passage.text) if apart else "".join(word.text for word in passage.words)
            before = passage if passage.sure else None
        return written.strip()


def transcribe(raw: Path, levels: Levels, tick: Callable[[float], None], *, language: str | None = None) -> Transcript:
    """Write down what is said in `raw`, a mono WAV file of any sample rate whose levels are `levels`.

    The file is read window by window, so memory does not grow with its length.

    Parameters
    ----------
    tick : called with the fraction done (0–1), with each window; an exception from it stops the work
    language : the code of the language if it is known; one that Whisper does not know is recognised

    Raises
    ------
    UserError : a package that it takes is not installed
    """
    import soundfile

    need(*PACKAGES)
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)
    activity = detect_voice(raw, levels, lambda fraction: tick(DETECTING * fraction))
    windows = _windows(activity)
    if not windows:
        return Transcript()
    passages, speaking = [], levels.speaking()
    with soundfile.SoundFile(raw) as file:
        code, probability = _language([_read(file, window)[0] for window in _longest(windows)], language)
        for number, window in enumerate(windows):
            tick(DETECTING + (1 - DETECTING) * number / len(windows))
            sound, starts = _read(file, window)
            if segment := write_down(sound, code):
                words = _words(segment, window, starts, speaking, code)
                passages += _passages(words, _likely(segment, code, probability))
    return Transcript(code, probability, tuple(passages))


def missing() -> UserError | None:
    """The error that names the first package that is not installed; None where all are."""
    try:
        need(*PACKAGES)
    except UserError as error:
        return error
    return None


def write_down(sound16k: np.ndarray, language: str) -> Segment | None:
    """What Whisper writes for at most 30 s of speech, with the time and probability of every word; None for nothing.

    Parameters
    ----------
    sound16k : (N,) float −1..1 at SAMPLE_RATE
    language : a code that Whisper knows
    """
    from faster_whisper import BatchedInferencePipeline

    found, _ = BatchedInferencePipeline(load_whisper()).transcribe(  # the one that reads no part of a window twice
        np.asarray(sound16k, np.float32), language=language, vad_filter=False, batch_size=1, beam_size=5,
        temperature=0.0, without_timestamps=True, word_timestamps=True,
        initial_prompt=SIMPLIFIED if language == "zh" else None,
    )  # fmt: skip
    return next((segment for segment in found if segment.words), None)


def _windows(activity: VoiceActivity) -> list[list[Stretch]]:
    """The speech with some room around it, in groups of at most WINDOW seconds."""
    windows: list[list[Stretch]] = []
    for start, end in (part for span in activity.spans() for part in activity.cut(*span, longest=WINDOW, near=REACH)):
        if windows and _steps(windows[-1]) + end - start <= WINDOW / HOP:
            windows[-1].append((start, end))
        else:
            windows.append([(start, end)])
    return windows


def _steps(window: list[Stretch]) -> int:
    return sum(end - start for start, end in window)


def _longest(windows: list[list[Stretch]]) -> list[list[Stretch]]:
    """The windows with the most speech, from which the language is told."""
    return sorted(windows, key=_steps, reverse=True)[:WEIGHED]


def _read(file: soundfile.SoundFile, window: list[Stretch]) -> tuple[np.ndarray, np.ndarray]:
    """(N,) the utterances of a window one after another, at SAMPLE_RATE; (utterances,) seconds at which each begins."""
    import soxr

    sounds = []
    for start, end in window:
        file.seek(round(start * HOP * file.samplerate))
        sound = np.nan_to_num(file.read(round((end - start) * HOP * file.samplerate), dtype="float32"))
        sounds.append(soxr.resample(sound, file.samplerate, SAMPLE_RATE))
    starts = np.cumsum([0, *(len(sound) for sound in sounds[:-1])]) / SAMPLE_RATE
    return np.concatenate(sounds), starts


def _language(sounds: list[np.ndarray], known: str | None) -> tuple[str, float]:
    """The language of windows of speech and its probability, told from the first that is clear, else from all.

    Where two are likely (accents are taken for Welsh), it is the one in which the words are likelier.
    """
    model = load_whisper()
    if known in model.supported_languages:
        return known, 1.0
    heard: list[dict[str, float]] = []
    for sound in sounds:
        heard.append(dict(model.detect_language(sound)[2]))
        if max(heard[-1].values()) > CLEAR:
            break
    chances = {code: sum(one.get(code, 0.0) for one in heard) / len(heard) for code in heard[0]}
    first, *others = sorted(chances, key=lambda code: -chances[code])
    likely = [first, *(code for code in others[:1] if chances[code] > RIVAL)]
    if chances[first] > CLEAR or len(likely) == 1:
        return first, chances[first]
    written = {code: write_down(sounds[0], code) for code in likely}
    code = max(written, key=lambda code: segment.avg_logprob if (segment := written[code]) else -np.inf)
    return code, sum(chances[code] for code in likely)


def _words(
    segment: Segment, window: list[Stretch], starts: np.ndarray, speaking: np.ndarray, language: str
) -> list[Word]:
    """The words of a window at their times in the recording, without the pauses before and after them."""
    words = []
    for word in segment.words or []:
        number = int(np.searchsorted(starts, (word.start + word.end) / 2, "right")) - 1
        first, last = window[number]
        shift = first - starts[number] / HOP
        start, end = max(round(word.start / HOP + shift), first), min(round(word.end / HOP + shift), last)
        if spoken := stretches(speaking[start:end]):  # the longest: the others are of the words before and after
            here = start
            start, end = (here + step for step in max(spoken, key=lambda stretch: stretch[1] - stretch[0]))
        written = _simplified(word.word) if language == "zh" else word.word
        words.append(Word(written, start * HOP, max(start, end) * HOP, float(word.probability)))
    return words


def _simplified(text: str) -> str:
    """A Chinese word in simplified characters, and with Chinese punctuation behind it."""
    text = _converter().convert(text)
    return text[:-1] + text[-1:].translate(FULL_WIDTH) if text[:1] > "\u2e7f" else text


@cached_model()
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _passages(words: list[Word], likely: bool) -> Iterator[Passage]:
    """The words of a window, which is likely right or not, parted where a sentence ends, or a pause is."""
    passage: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        passage.append(word)
        if following is None or word.text[-1:] in ENDS or following.start - word.end > PAUSE:
            sure = likely and float(np.mean([word.probability for word in passage])) >= SURE
            yield Passage(tuple(passage), sure)
            passage = []


def _likely(segment: Segment, language: str, probability: float) -> bool:
    """Whether Whisper is sure enough of a window."""
    least = LIKELY if language in MEASURED else LIKELY_ELSEWHERE
    return (
        language not in POOR
        and probability >= LANGUAGE
        and segment.avg_logprob >= least
        and segment.no_speech_prob < NO_SPEECH
        and segment.compression_ratio <= LOOPING
    )
