"""A recording of a person -> a synthetic voice nearer to theirs: a likeness, never their voice.

The nearest ready voice is found, its style mixed with its neighbours', then pitch, its range, the length of the vocal
tract and the timbre are moved towards the recording, each only where it helps, and the whole is judged by the speaker
encoder on a sentence that was not used to find it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.listening import speaker
from revive.provenance.sounds import mark_sound
from revive.speech.engines import SAMPLE_RATES, say
from revive.speech.language import resolve
from revive.speech.likeness import UNHEARD, Likeness, coloured
from revive.speech.vocoder import VocoderFeatures, analyse, changed, synthesise
from revive.speech.voices import Voice, speakable
from revive.voice import embeddings
from revive.voice.features import VoiceFeatures, measure_voice
from revive.voice.mixture import mix
from revive.voice.phrases import Phrase, listen, resample
from revive.voice.pitch import range_of, track_pitch
from revive.voice.probe_sentences import FITTED, HEARD
from revive.voice.quality import harmonics_to_noise
from revive.voice.timbre import fit_timbre, long_term, near_timbre

LONGEST = 60.0  # seconds of a recording that are listened to
TRACTS = (0.93, 1.0, 1.07)
LOWEST_PITCH, HIGHEST_PITCH = 0.75, 1.4  # further, the vocoder is heard
WORTH = 0.02  # of similarity, that a pass through the vocoder has to bring
BUZZ = 3.0  # dB of harmonic-to-noise ratio that may be lost to it
LEAST_SPREAD, MOST_SPREAD = 0.7, 1.4
SLOWEST, FASTEST = 0.87, 1.15


@dataclass(frozen=True)
class Target:
    """The person: sound (N,) at 16 kHz, embedding (256,), long-term spectrum in dB, and figures."""

    sound: np.ndarray
    embedding: np.ndarray
    spectrum: np.ndarray
    features: VoiceFeatures

    def likeness(self, sound: np.ndarray) -> float:
        """How much a sound at 16 kHz is like the person, its timbre brought nearer or as it is, whichever is more."""
        plain = speaker.similarity(speaker.embed(sound), self.embedding)
        return max(plain, near_timbre(sound, self.embedding, self.spectrum))


@dataclass(frozen=True)
class Match:
    """A likeness and how it compares.

    Attributes
    ----------
    voice : the one to speak with
    nearest : name of the ready voice that comes nearest
    similarity_before, similarity_after : of that voice and of the likeness to the recording, 0–1, on a sentence that
        did not help to find it
    hnr_before, hnr_after : harmonic-to-noise ratio in dB of the same
    seconds : that it took
    heard, before, after : WAV files: a piece of the recording, the ready voice, the likeness
    features : of the recording
    """

    voice: Voice
    nearest: str
    similarity_before: float
    similarity_after: float
    hnr_before: float
    hnr_after: float
    seconds: float
    heard: Path
    before: Path
    after: Path
    features: VoiceFeatures

    @property
    def better(self) -> bool:
        """Whether it is worth keeping."""
        return self.similarity_after > self.similarity_before

    def as_json(self) -> dict:
        """Plain values; the files are named, the style is left out."""
        own = self.voice.likeness or Likeness()
        return {
            "voice": self.voice.name,
            "nearest": self.nearest,
            "similarity_before": round(self.similarity_before, 3),
            "similarity_after": round(self.similarity_after, 3),
            "hnr_before_db": round(self.hnr_before, 1),
            "hnr_after_db": round(self.hnr_after, 1),
            "pitch": round(own.pitch, 3),
            "spread": round(own.spread, 3),
            "tract": round(own.tract, 3),
            "pace": round(own.pace, 3),
            "timbre_db": [round(gain, 1) for gain in own.timbre],
            "seconds": round(self.seconds, 1),
            "before": str(self.before),
            "after": str(self.after),
        }


def match_voice(
    files: list[Path], *, folder: Path, language: str = "en", seed: int = 0, consent: Consent | None = None,
    progress: Progress | None = None,
) -> Match:  # fmt: skip
    """Find a likeness of the voice in the recordings; two to four minutes on two cores.

    Parameters
    ----------
    files : recordings of one person (see `collect.collect_voice`), ten seconds of speech or more
    folder : where three WAV files are written to be listened to
    language : that the likeness is to speak, a code; styles of Kokoro's speak the others too
    consent : the three answers of who asks for it
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : no consent, not a usable recording, hardly any voice in it, or a language that nobody speaks
    """
    Permit("likeness", consent or Consent())
    started, progress = time.perf_counter(), progress or Progress()
    language = resolve(language, "") if language != "auto" else "en"
    progress.expected |= {"mixture": 90.0, "timbre": 40.0}
    target = hear(files, progress)
    stock = embeddings.nearest(target.embedding, [voice.name for voice in speakable(language)])[0]
    with progress.stage("mixture"):
        names = embeddings.nearest(target.embedding, embeddings.styles(language))
        mixed = mix(
            names, FITTED[language][0], language=language, likeness=target.likeness, seed=seed, tick=progress.update
        )
    with progress.stage("timbre"):
        update = progress.update
        candidates = [mixed] if embeddings.as_voice(stock).engine == "kokoro" else [mixed, embeddings.as_voice(stock)]
        shaped = [
            _shape(voice, target, language, lambda part, n=number: update((n + part) / len(candidates)))
            for number, voice in enumerate(candidates)
        ]
        voice = max(shaped, key=lambda pair: pair[1])[0]
    with progress.stage("compare"):
        heard, before, after = (Path(folder) / f"voice-{name}.wav" for name in ("heard", "before", "after"))
        plain = let_say(embeddings.as_voice(stock), language, before)
        progress.update(0.5)
        own = let_say(voice, language, after)
        write_sound(heard, target.sound[: 12 * speaker.SAMPLE_RATE], speaker.SAMPLE_RATE)
    like_before, like_after = (speaker.similarity(speaker.embed(sound), target.embedding) for sound in (plain, own))
    return Match(
        voice, stock, like_before, like_after, clearness(plain), clearness(own), time.perf_counter() - started,
        heard, before, after, target.features,
    )  # fmt: skip


def hear(files: list[Path], progress: Progress) -> Target:
    """The person of the recordings.

    Raises
    ------
    UserError : not a usable recording, or hardly any voice in it
    """
    features = measure_voice(files, progress=progress)
    with progress.stage("voice"):
        recordings = listen(files, most=LONGEST, tick=progress.update)
    sound = np.concatenate([phrase.sound for recording in recordings for phrase in recording.phrases])
    if len(sound) < 3 * speaker.SAMPLE_RATE:
        raise UserError(
            "There are only {seconds:.0f} seconds of speech in the recordings; please add more, ten seconds at least.",
            seconds=len(sound) / speaker.SAMPLE_RATE,
        )
    return Target(sound, speaker.embed(sound), long_term(sound), features)


def _shape(voice: Voice, target: Target, language: str, tick: Callable[[float], None]) -> tuple[Voice, float]:
    """The voice with pitch, range, tract, pace and timbre moved towards the target, and how like it is then."""
    rate = SAMPLE_RATES[voice.engine]
    tick(0.0)
    sound = np.concatenate([
        piece
        for sentence in FITTED[language]
        for piece in say(voice, sentence, language=language, speed=1.0, seed=0, tick=lambda: tick(0.1))
    ])  # fmt: skip
    tick(0.3)
    anatomy, own = analyse(sound, rate), _figures(resample(sound, rate))
    plain = target.likeness(resample(sound, rate))
    best, most = Likeness(), plain + WORTH
    clear = clearness(resample(sound, rate))
    for likeness in _changes(own, target.features):
        tick(0.5)
        after = resample(_changed(anatomy, likeness), rate)
        worth = target.likeness(after)
        if worth > most and clear - clearness(after) < BUZZ:
            best, most = likeness, worth
    shaped = _changed(anatomy, best) if best != Likeness() else sound
    tick(0.8)
    gains, _ = fit_timbre(resample(shaped, rate), target.embedding, target.spectrum)
    worth = speaker.similarity(speaker.embed(resample(coloured(shaped, rate, gains), rate)), target.embedding)
    stock = voice.likeness or Likeness()
    pace = float(np.clip(np.sqrt(target.features.articulation_rate / max(own.pace, 0.1)), SLOWEST, FASTEST))
    likeness = replace(best, style=stock.style, pace=pace, timbre=tuple(float(gain) for gain in gains))
    return replace(voice, likeness=likeness), worth


@dataclass(frozen=True)
class _Figures:
    pitch: float
    semitones: float
    pace: float


def _figures(sound: np.ndarray) -> _Figures:
    from revive.voice.rhythm import syllables

    phrases = [Phrase(0.0, sound)]
    tracks = track_pitch(phrases)
    height = range_of(tracks)
    return _Figures(height.middle, height.semitones, syllables(phrases, tracks) * speaker.SAMPLE_RATE / len(sound))


def _changes(own: _Figures, features: VoiceFeatures) -> list[Likeness]:
    """What is tried: the pitch half way and all the way, each with three lengths of the vocal tract."""
    factor = float(np.clip(features.pitch_hz / own.pitch, LOWEST_PITCH, HIGHEST_PITCH))
    spread = float(np.clip(features.pitch_range_semitones / own.semitones, LEAST_SPREAD, MOST_SPREAD))
    pitches = (1.0, factor**0.5, factor) if abs(factor - 1) > UNHEARD else (1.0,)
    return [
        Likeness(pitch=pitch, tract=tract, spread=spread)
        for pitch in pitches
        for tract in TRACTS
        if (pitch, tract) != (1.0, 1.0)
    ]


def _changed(anatomy: VocoderFeatures, likeness: Likeness) -> np.ndarray:
    return synthesise(changed(anatomy, pitch=likeness.pitch, spread=likeness.spread, tract=likeness.tract))


def clearness(sound: np.ndarray) -> float:
    """Harmonic-to-noise ratio in dB of a sound at 16 kHz."""
    return harmonics_to_noise(track_pitch([Phrase(0.0, sound)]))


def let_say(voice: Voice, language: str, out: Path) -> np.ndarray:
    """Let the voice say the sentence that is compared, into `out`; the sound at 16 kHz."""
    rate = SAMPLE_RATES[voice.engine]
    pieces = say(voice, HEARD[language], language=language, speed=1.0, seed=0, tick=lambda: None)
    sound = np.concatenate(list(pieces))
    write_sound(out, sound, rate)
    mark_sound(out, language=language)
    return resample(sound, rate)


def write_sound(out: Path, sound: np.ndarray, rate: int) -> None:
    """A 16-bit WAV file, its highest sample at −3 dBFS."""
    import soundfile

    soundfile.write(out, sound * (0.7 / max(float(np.abs(sound).max()), 1e-6)), rate, subtype="PCM_16")
