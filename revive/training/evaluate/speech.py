"""How well the synthetic voices are understood: sentences spoken, recognised, and the words that differ counted.

Twenty sentences a language, such as families say; twenty others are there to choose voices and settings by. Before
words are compared, English goes through the normaliser that Whisper is judged with (Radford et al. 2022, appendix C:
lower case, no punctuation, contractions written out, numbers as figures), and Chinese is written in simplified
characters, figures as characters, without punctuation or spaces. A homophone counts as an error.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.scratch import scratch_folder
from revive.direction.direction import Direction
from revive.listening.whisper import SAMPLE_RATE
from revive.speech import Speech, SpeechOptions, Voice, make_speech, speakable
from revive.training.evaluate.recogniser import transcribe

SENTENCES = Path(__file__).with_name("spoken_sentences.json")
MEASURES = {"en": "word error rate", "zh": "character error rate"}


@dataclass(frozen=True)
class Heard:
    """A sentence, what was recognised, and its errors as a share of its words (English) or characters (Mandarin)."""

    said: str
    heard: str
    rate: float


def evaluate_speech(
    language: str = "all", *, part: str = "test", voice: str | None = None, pace: float = 1.0,
    sentence_feelings: bool = False, seed: int = 1, person: str = "",
    say: Callable[[str], None] | None = None,
) -> dict:  # fmt: skip
    """The error rates of the voices, by language.

    Parameters
    ----------
    language : "en", "zh" or "all"
    part : "test", or "tune" for the sentences that settings are chosen by
    voice, sentence_feelings, seed : see `SpeechOptions`
    pace : of the voice, 0.7–1.4
    person : somebody whose likeness of a voice speaks in the place of the first voice
    say : told what was heard, sentence by sentence

    Returns
    -------
    dict : code -> measure, voice, sentences (each with said, heard, rate) and rate over all of them

    Raises
    ------
    UserError : the recogniser is not installed; a voice that does not speak the language
    """
    own = voice_of(person)
    figures = {}
    for code in MEASURES if language == "all" else (language,):
        found = []
        for number, sentence in enumerate(read_sentences(code, part), 1):
            with scratch_folder() as folder:
                said = SpeechOptions(voice, code, seed, sentence_feelings, own=own)
                speech = make_speech(Direction(pace=pace), Path(folder), words=sentence, options=said)
                heard = transcribe(_sound(speech), code)
            if say:
                say(f"{code} {number}: {heard}")
            found.append(Heard(sentence, heard, error_rate([sentence], [heard], code)))
        rate = error_rate([one.said for one in found], [one.heard for one in found], code)
        figures[code] = {
            "measure": MEASURES[code],
            "voice": person or (speakable(code)[0].name if voice is None else voice),
            "rate": round(rate, 4),
            "sentences": [{"said": one.said, "heard": one.heard, "rate": round(one.rate, 4)} for one in found],
        }
    return figures


def voice_of(person: str) -> Voice | None:
    """The likeness that is kept of the person; None for nobody.

    Raises
    ------
    UserError : nothing is kept, or it is damaged
    """
    if not person:
        return None
    from revive.voice.store import kept_voice

    if kept := kept_voice(person):
        return kept.voice
    raise UserError("No voice is kept of {name}; please match recordings first (voice match).", name=person[:40])


def table(figures: dict) -> str:
    """What `evaluate_speech` found, a line a language and one for every sentence that was misheard."""
    lines = []
    for code, found in figures.items():
        count = len(found["sentences"])
        lines.append(f"{code}: {found['measure']} {found['rate']:.1%} ({count} sentences, voice {found['voice']})")
        lines += [f"  {one['rate']:.0%}  {one['said']}  →  {one['heard']}" for one in found["sentences"] if one["rate"]]
    return "\n".join(lines)


def read_sentences(language: str, part: str = "test") -> list[str]:
    """The sentences of a language ("en", "zh"): "test" or "tune"."""
    return json.loads(SENTENCES.read_text(encoding="utf-8"))[language][part]


def error_rate(said: list[str], heard: list[str], language: str) -> float:
    """Errors (words or characters put in, left out or taken for others) as a share of what was said, over all of it."""
    import jiwer

    said, heard = ([normalised(text, language) for text in texts] for texts in (said, heard))
    return jiwer.cer(said, heard) if language == "zh" else jiwer.wer(said, heard)


def normalised(text: str, language: str) -> str:
    """`text` as it is compared; see the module's docstring."""
    if language != "zh":
        from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

        return EnglishTextNormalizer({"favourite": "favorite"})(text)
    import cn2an
    from opencc import OpenCC

    text = cn2an.transform(unicodedata.normalize("NFKC", OpenCC("t2s").convert(text)), "an2cn")
    return re.sub(r"[\W_]", "", text).lower()


def _sound(speech: Speech) -> np.ndarray:
    return np.concatenate(list(speech.blocks(sample_rate=SAMPLE_RATE, block=SAMPLE_RATE)))
