"""The larger engine: Pocket TTS, which clones a voice from half a minute of recording.

An extra (`pip install pocket-tts==4.0.1`, MIT) with Kyutai's weights (CC BY 4.0) or another's in the same format:
Rouard et al. 2025, "Continuous audio language models", arXiv 2509.06926. Only safetensors are read; nothing is fetched
unless the user asks for it.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.packages import need
from revive.core.scratch import scratch_folder
from revive.media import ffmpeg
from revive.speech.cloning_files import Files, find_files, plainly
from revive.speech.likeness import UNHEARD, Likeness
from revive.speech.normalisation import spoken_form
from revive.speech.pronunciation import respelled
from revive.speech.text import PRONOUNCED

if TYPE_CHECKING:
    from pocket_tts import TTSModel

MODEL = "english"  # one of the package's models
SAMPLE_RATE = 24000  # Hz
HEARD = 30.0  # seconds of recording that the model uses; it was trained on no more

_one_at_a_time = threading.Lock()  # a model speaks one sentence at a time, and uses torch's global random generator


@dataclass(frozen=True)
class Cloned(Likeness):
    """A voice as the model's state.

    Attributes
    ----------
    model : a folder, or the name of one of the package's models
    weights : the SHA-256 of the weights that the state belongs to
    state : "module/offset", "/pad" (1,) int64 and "/cache" (2, 1, T, heads, width) float16 of every layer
    """

    model: str = MODEL
    weights: str = ""
    state: dict[str, np.ndarray] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Cloner:
    """A loaded model; `language` is a code, or empty where its name does not tell."""

    model: TTSModel = field(repr=False, compare=False)
    name: str
    language: str
    weights: str
    licence: str

    def hear(self, sound: np.ndarray) -> dict[str, np.ndarray]:
        """What the model remembers of a voice, see `Cloned.state`; up to half a minute, which cannot be stopped.

        Parameters
        ----------
        sound : (N,) float32 at SAMPLE_RATE, −1..1; HEARD seconds of it count
        """
        import torch

        heard = torch.from_numpy(np.ascontiguousarray(sound[: round(HEARD * SAMPLE_RATE)], np.float32))[None]
        with _one_at_a_time, _to_itself(seed=0, threads=torch.get_num_threads()), torch.no_grad():
            state = self.model.get_state_for_audio_prompt(heard)
        halved = {
            f"{module}/{key}": (values.half() if values.is_floating_point() else values).numpy()
            for module, layer in state.items()
            for key, values in layer.items()
        }
        if not all(np.isfinite(values).all() for values in halved.values()):
            raise UserError("The model could not take in this recording; please choose another, clearer one.")
        return halved

    def remembered(self, state: dict[str, np.ndarray]) -> dict:
        """The state as the model takes it: module -> key -> tensor.

        Raises
        ------
        UserError : it is none of this model's
        """
        import torch
        from pocket_tts.modules.stateful_module import init_states

        length = max((len(values[0, 0]) for key, values in state.items() if key.endswith("/cache")), default=0)
        wanted = init_states(self.model.flow_lm, 1, length)
        shapes = {f"{module}/{key}": tuple(v.shape) for module, layer in wanted.items() for key, v in layer.items()}
        if {key: values.shape for key, values in state.items()} != shapes:
            raise _other_model(self.name)
        for key, values in state.items():
            module, part = key.split("/")
            wanted[module][part] = torch.tensor(values).to(wanted[module][part].dtype)
        return wanted


def load_cloner(model: str = MODEL, *, download: bool = False) -> Cloner:
    """The model, loaded once; its weights take 0.5 GB of memory.

    Parameters
    ----------
    model : a folder with a model's .yaml, .safetensors and tokenizer, or a name of the package's, such as "french"
    download : fetch from the hub what is not on this computer yet

    Raises
    ------
    UserError : the package or the weights are missing, or it is no such model
    """
    need("pocket_tts")
    with _threads_kept():  # importing the package sets torch to one thread
        import pocket_tts  # noqa: F401
    return _loaded(find_files(model, download=download))


def speak(
    voice: Likeness, sentence: str, *, language: str, speed: float, seed: int, tick: Callable[[], None]
) -> Iterator[np.ndarray]:
    """The sound of a sentence in a `Cloned` voice: (N,) float32 at SAMPLE_RATE, in one piece.

    IPA pronunciations are ignored and the words are read as written, as the model reads letters.

    Parameters
    ----------
    tick : called for every piece of sound that is ready, 0.08 seconds each; what it raises stops the work

    Raises
    ------
    UserError : see `load_cloner`; or the voice was made with other weights
    """
    if not isinstance(voice, Cloned):
        raise TypeError("a voice of the larger engine is a Cloned")
    text = respelled(sentence)
    text = PRONOUNCED.sub(lambda mark: mark[1], spoken_form(text, language)).strip()
    if not any(map(str.isalnum, text)):
        return
    tick()
    cloner = load_cloner(voice.model)
    if cloner.weights != voice.weights:
        raise _other_model(cloner.name)
    with _one_at_a_time, _to_itself(seed, threads=1):  # for each of the package's own two
        sound = _spoken(cloner.model, cloner.remembered(voice.state), text, tick)
    yield _at_pace(sound, speed, tick)


def _spoken(model: TTSModel, state: dict, text: str, tick: Callable[[], None]) -> np.ndarray:
    stop, sounds = threading.Event(), []
    pieces = model.generate_audio_stream(state, text, stop=stop)
    try:
        for piece in pieces:
            sounds.append(piece.numpy())
            tick()
    finally:
        stop.set()
        for _ in pieces:  # its threads end before another sentence may draw
            pass
    return np.concatenate(sounds).astype(np.float32) if sounds else np.zeros(0, np.float32)


def _at_pace(sound: np.ndarray, speed: float, tick: Callable[[], None]) -> np.ndarray:
    """The model has no pace of its own: the sound is made shorter or longer, the pitch staying (ffmpeg's WSOLA)."""
    if abs(speed - 1) <= UNHEARD or not len(sound):
        return sound
    import soundfile

    with scratch_folder() as name:
        said, paced = Path(name) / "said.wav", Path(name) / "paced.wav"
        soundfile.write(said, sound, SAMPLE_RATE, "FLOAT")
        filters = ["-af", f"atempo={speed:.4f}", "-c:a", "pcm_f32le"]
        status, report = ffmpeg.run([*ffmpeg.source(said), *filters, str(paced)], tick)
        if status:
            raise RuntimeError(report)
        return soundfile.read(paced, dtype="float32")[0]


@cached_model(most=1)
def _loaded(files: Files) -> Cloner:
    from pocket_tts import TTSModel

    with plainly(files.name), scratch_folder() as folder:
        config = Path(folder) / "model.yaml"
        config.write_text(json.dumps(files.settings(), ensure_ascii=False), encoding="utf-8")  # JSON is YAML too
        model = TTSModel.load_model(config=config).eval()
        if model.sample_rate != SAMPLE_RATE:
            raise ValueError(f"it speaks at {model.sample_rate} Hz, not {SAMPLE_RATE}")
        if not model.flow_lm.speaker_proj_weight.any():
            raise ValueError("its weights have no part that listens to a voice")
    model.max_decoder_frames_per_call = 1  # or the sound depends, by rounding, on which thread was faster
    return Cloner(model, files.name, files.language, files.digest(), files.licence)


@contextlib.contextmanager
def _to_itself(seed: int, *, threads: int) -> Iterator[None]:
    """Set torch's seed and number of threads inside the `with` block, and restore both afterwards."""
    import torch

    with _threads_kept(), torch.random.fork_rng(devices=[]):
        torch.set_num_threads(threads)
        torch.default_generator.manual_seed(seed % 2**63)
        yield


@contextlib.contextmanager
def _threads_kept() -> Iterator[None]:
    import torch

    threads = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _other_model(name: str) -> UserError:
    name = Path(name).name
    return UserError(
        "This person's voice was made with other weights than those of “{name}” on this computer; please match the"
        " recordings again.",
        name=name,
    )
