"""A recording of a person -> a voice of the larger engine (`speech.cloning`), and that voice found again.

The model listens to the recording once; what it remembers is kept. Like every likeness it is judged by the speaker
encoder on a sentence of its own.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.listening import speaker
from revive.speech.cloning import HEARD, MODEL, SAMPLE_RATE, Cloned, Cloner, load_cloner
from revive.speech.language import LANGUAGES, resolve
from revive.speech.recording import decode
from revive.speech.voices import Voice, speakable
from revive.voice import embeddings
from revive.voice.match import Match, clearness, hear, let_say, write_sound

NAME = "pocket-tts"  # of the engine for who chooses it, and of what a kept voice is made from
LONGEST = 512  # moments of 0.08 seconds that a kept voice may remember
MOST = 1e4  # of a number in it
_PART = re.compile(r"[\w.]{1,200}/(offset|pad|cache)")


def match_externally(
    files: list[Path], *, folder: Path, model: str = MODEL, download: bool = False, language: str = "en",
    consent: Consent | None = None, progress: Progress | None = None,
) -> Match:  # fmt: skip
    """Let the larger engine hear the voice in the recordings, and compare; about a minute on two cores.

    Parameters
    ----------
    files : recordings of one person (see `collect.collect_voice`), ten seconds of speech or more; HEARD seconds count
    folder : where three WAV files are written to be listened to
    model, download : see `cloning.load_cloner`
    language : that the model speaks, a code, where its own name does not tell
    consent : the three answers of who asks for it
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : no consent, the engine or its weights are missing; not a usable recording, hardly any voice in it; a
        language that the model or Revive does not speak
    """
    Permit("likeness", consent or Consent())
    started, progress = time.perf_counter(), progress or Progress()
    with progress.stage("model"):
        cloner = load_cloner(model, download=download)
    language = _language(cloner, language)
    target = hear(files, progress)
    stock = embeddings.as_voice(embeddings.nearest(target.embedding, [voice.name for voice in speakable(language)])[0])
    with progress.stage("imprint"):
        sound = _first(files, progress)
        own = Cloned(model=cloner.name, weights=cloner.weights, state=cloner.hear(sound))
    voice = Voice(NAME, NAME, (language,), stock.gender, "pocket", cloner.licence, own)
    with progress.stage("compare"):
        heard, before, after = (Path(folder) / f"voice-{name}.wav" for name in ("heard", "before", "after"))
        sounds = [let_say(stock, language, before)]
        progress.update(0.5)
        sounds.append(let_say(voice, language, after))
        write_sound(heard, target.sound[: 12 * speaker.SAMPLE_RATE], speaker.SAMPLE_RATE)
    like_before, like_after = (speaker.similarity(speaker.embed(sound), target.embedding) for sound in sounds)
    clear_before, clear_after = (float(np.nan_to_num(clearness(sound))) for sound in sounds)  # NaN where all unvoiced
    return Match(
        voice, stock.name, like_before, like_after, clear_before, clear_after, time.perf_counter() - started, heard,
        before, after, target.features,
    )  # fmt: skip


def facts_of(own: Cloned, voice: Voice) -> dict:
    """What has to be written beside the memory for `cloned_voice`."""
    return {
        "model": own.model, "weights": own.weights, "language": voice.languages[0], "gender": voice.gender,
        "licence": voice.licence,
    }  # fmt: skip


def cloned_voice(name: str, facts: dict, state: dict[str, np.ndarray]) -> Voice:
    """The kept voice of a person; the engine is not loaded before it speaks.

    Raises
    ------
    ValueError, KeyError : it is not such a voice
    """
    told = {key: facts[key] for key in ("model", "weights", "language", "gender", "licence")}
    layers: dict[str, dict[str, np.ndarray]] = {}
    for key, values in state.items():
        kind, dimensions = (np.float16, 5) if key.endswith("/cache") else (np.int64, 1)
        if not _PART.fullmatch(key) or values.dtype != kind or values.ndim != dimensions:
            raise ValueError("not a memory")
        if not np.isfinite(values).all() or np.abs(values).max() > MOST:
            raise ValueError("not such numbers")
        module, part = key.split("/")
        layers.setdefault(module, {})[part] = values
    length = max((layer["cache"].shape[2] for layer in layers.values()), default=0)
    for layer in layers.values():
        if layer["offset"].tolist() != [length] or layer["pad"].tolist() != [0] or length > LONGEST:
            raise ValueError("not one memory")
        if layer["cache"].shape[:3] != (2, 1, length):
            raise ValueError("not of one voice")
    if not layers:
        raise ValueError("nothing is remembered")
    if not all(isinstance(value, str) for value in told.values()) or told["language"] not in LANGUAGES:
        raise ValueError("not such facts")
    if re.match(r"[\\/]{2}", told["model"]):  # a folder of another computer's, which opening would call
        raise ValueError("not a model of this computer")
    own = Cloned(model=told["model"], weights=told["weights"], state=state)
    return Voice(NAME, name, (told["language"],), told["gender"], "pocket", told["licence"], own)


def _language(cloner: Cloner, asked: str) -> str:
    if cloner.language and cloner.language not in LANGUAGES:
        name = Path(cloner.name).name
        raise UserError(
            "The model “{name}” speaks a language that Revive does not; please choose another model.", name=name
        )
    return cloner.language or (resolve(asked, "") if asked != "auto" else "en")


def _first(files: list[Path], progress: Progress) -> np.ndarray:
    """The first HEARD seconds of the recordings at the engine's rate."""
    import soundfile
    import soxr

    sounds, left = [], HEARD
    with scratch_folder() as folder:
        raw = Path(folder) / "raw.wav"
        for file in files:
            decode(Path(file), raw, lambda part: progress.update(0.3 * part))
            with soundfile.SoundFile(raw) as recording:
                sound = recording.read(round(left * recording.samplerate), dtype="float32")
                left -= len(sound) / recording.samplerate
                sounds.append(soxr.resample(sound, recording.samplerate, SAMPLE_RATE))
            raw.unlink()
            if left <= 0:
                break
    return np.clip(np.nan_to_num(np.concatenate(sounds)), -1.0, 1.0).astype(np.float32)
