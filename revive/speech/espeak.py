"""Text in other languages -> phonemes in Kokoro's alphabet, by eSpeak NG (GPL-3.0)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from revive.core.packages import need

LANGUAGES = {"es": "es", "fr": "fr-fr", "it": "it", "pt": "pt-br", "hi": "hi"}  # ours -> eSpeak NG's
_TIED = {  # two sounds said as one, which eSpeak NG joins with ^, and Kokoro's sign for them
    "a^ɪ": "I", "a^ʊ": "W", "d^z": "ʣ", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "s^s": "S", "t^s": "ʦ", "t^ʃ": "ʧ",
    "ə^ʊ": "Q", "ɔ^ɪ": "Y",
}  # fmt: skip

_lock = threading.Lock()  # eSpeak NG keeps its state per process


def espeak_rules(language: str) -> Callable[[str], str]:
    """A function: text in `language`, one of LANGUAGES -> a string of phonemes.

    Raises
    ------
    UserError : its packages, which are under the GPL and may be left out, are not installed
    """
    need("espeakng_loader", "phonemizer")
    import espeakng_loader
    from phonemizer.backend import EspeakBackend
    from phonemizer.backend.espeak.wrapper import EspeakWrapper

    with _lock:
        EspeakWrapper.set_library(espeakng_loader.get_library_path())
        EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
        backend = EspeakBackend(
            LANGUAGES[language], preserve_punctuation=True, with_stress=True, tie="^", language_switch="remove-flags"
        )

    def speak(text: str) -> str:
        # phonemizer keeps angle quotes and loses brackets
        text = text.translate(str.maketrans("«»()", "“”«»"))
        with _lock:
            spoken = "".join(backend.phonemize([text])).strip()
        for joined, sign in _TIED.items():
            spoken = spoken.replace(joined, sign)
        return spoken.translate(str.maketrans("«»", "()", "^-"))

    return speak
