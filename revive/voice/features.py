"""What recordings say about a voice, as figures: pitch, pace, pauses, colour, steadiness, formants, whose it is.

All of it is one `VoiceFeatures`, kept in one JSON file a person, a dozen kilobytes.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from revive.core.errors import UserError
from revive.core.outputs import check_writable, part_of
from revive.core.progress import Progress
from revive.voice import formants, pitch, quality
from revive.voice.phrases import listen
from revive.voice.rhythm import rhythm
from revive.voice.spectrum import BANDS, CEPSTRUM, spectrum

MOST = 180.0  # seconds of speech that are examined
LEAST = 0.5  # seconds with a voice that must be among it
KIND, VERSION = "revive voice features", 1
LARGEST = 1_000_000  # bytes of a file that may be one of ours


def _list(length: int):
    return field(repr=False, metadata={"length": length})


@dataclass(frozen=True)
class VoiceFeatures:
    """What a voice is like.

    Attributes
    ----------
    seconds : from the first word to the last of what was examined, all recordings together
    speech_seconds : of it without pauses
    voiced_seconds : of it with a pitch
    pitch_hz, pitch_low_hz, pitch_high_hz : fundamental frequency, median, 5th and 95th percentile
    pitch_range_semitones : from low to high
    declination : semitones a second within a phrase, below 0 where it falls; None where every phrase is too short
    level_dbfs : RMS of the speech as recorded
    level_range_db : loudness between the 5th and the 95th percentile of the moments with a voice
    above_room_db : how far the speech is above what is heard in its pauses; None without pauses
    speaking_rate, articulation_rate : syllables a second, with pauses and without; four in five are found
    pauses_per_minute : pauses of 0.3 s and more
    pause_seconds : mean length of a pause, 0 without one
    pause_share : pauses' share of `seconds`, 0–1
    tilt_db_per_octave : slope of the mean spectrum from 200 Hz to 3.4 kHz; nearer 0 is brighter
    centroid_hz : mean centre of gravity of the spectrum, up to 8 kHz
    jitter_percent, shimmer_percent : how much a period differs from the next in length and in loudness (local); None
        where no three periods follow each other
    hnr_db : harmonic-to-noise ratio (Boersma 1993); lower with breath, and with noise in the recording
    formants_hz : F1–F4, mean; 0 for one that was not found
    tract_cm : length of the vocal tract, estimated from the formants' spacing; None without formants
    embedding : whose voice it is, see `speaker.embed`
    mfcc_mean, mfcc_deviation, delta_mean, delta_deviation, mel_db : see `spectrum.Spectrum`
    """

    seconds: float
    speech_seconds: float
    voiced_seconds: float
    pitch_hz: float
    pitch_low_hz: float
    pitch_high_hz: float
    pitch_range_semitones: float
    declination: float | None
    level_dbfs: float
    level_range_db: float
    above_room_db: float | None
    speaking_rate: float
    articulation_rate: float
    pauses_per_minute: float
    pause_seconds: float
    pause_share: float
    tilt_db_per_octave: float
    centroid_hz: float
    jitter_percent: float | None
    shimmer_percent: float | None
    hnr_db: float
    tract_cm: float | None
    formants_hz: tuple[float, ...] = _list(formants.FORMANTS)
    embedding: tuple[float, ...] = _list(256)
    mfcc_mean: tuple[float, ...] = _list(CEPSTRUM)
    mfcc_deviation: tuple[float, ...] = _list(CEPSTRUM)
    delta_mean: tuple[float, ...] = _list(CEPSTRUM)
    delta_deviation: tuple[float, ...] = _list(CEPSTRUM)
    mel_db: tuple[float, ...] = _list(BANDS)

    def rounded(self) -> VoiceFeatures:
        """The same with plain numbers of four places."""
        return replace(self, **{each.name: _rounded(getattr(self, each.name)) for each in fields(self)})

    def as_json(self) -> dict:
        """The figures by name, as JSON has them."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def save(self, path: Path) -> None:
        """Write them to one file, whole or not at all; a `UserError` if it cannot be written, see `check_writable`."""
        check_writable(path)
        part = part_of(path)
        part.write_text(json.dumps({"kind": KIND, "version": VERSION, **self.as_json()}, indent=1) + "\n")
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> VoiceFeatures:
        """What `save` wrote.

        Raises
        ------
        UserError : no such file, or not one of these
        """
        try:
            if path.stat().st_size > LARGEST:
                raise ValueError
            told = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(told, dict) or (told.pop("kind", None), told.pop("version", None)) != (KIND, VERSION):
                raise ValueError
            return cls(**{each.name: _checked(told.pop(each.name), each) for each in fields(cls)}, **told)
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise UserError(
                "“{file}” holds no figures of a voice that this version of Revive can read; please measure the"
                " recordings again.",
                file=path.name,
            ) from error


def measure_voice(files: list[Path], *, progress: Progress | None = None) -> VoiceFeatures:
    """What the recordings of one person say about their voice.

    Of long recordings the first three minutes of speech are examined (MOST), shared out so that every file is heard;
    that takes about twenty seconds on one core.

    Parameters
    ----------
    files : whatever ffmpeg reads, each 0.3 seconds to 30 minutes long, one person speaking
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : no file, one that is not a usable recording, or hardly any voice in them
    """
    if not files:
        raise UserError("Please choose a recording of the voice.")
    progress = progress or Progress()
    with progress.stage("voice"):
        recordings = listen(files, most=MOST, tick=lambda part: progress.update(0.2 * part))
        phrases = [phrase for recording in recordings for phrase in recording.phrases]
        tracks = pitch.track_pitch(phrases, lambda part: progress.update(0.2 + 0.5 * part))
        voiced = sum(int((~np.isnan(track.hertz)).sum()) for track in tracks) / pitch.RATE
        if voiced < LEAST:
            raise _no_voice()
        progress.update(0.7)
        resonances = formants.formants(phrases, tracks)
        progress.update(0.8)
        steadiness = quality.steadiness(phrases, tracks) or (None, None)
        progress.update(0.85)
        height, pace, colour = pitch.range_of(tracks), rhythm(recordings, tracks), spectrum(phrases, tracks)
        progress.update(0.9)
        whose = _embedding([phrase.sound for phrase in phrases])
        rooms = [recording.room for recording in recordings if recording.room is not None]
        measured = VoiceFeatures(
            seconds=sum(recording.seconds for recording in recordings),
            speech_seconds=sum(recording.spoken for recording in recordings), voiced_seconds=voiced,
            pitch_hz=height.middle, pitch_low_hz=height.low, pitch_high_hz=height.high,
            pitch_range_semitones=height.semitones, declination=pitch.declination(tracks),
            level_dbfs=colour.level, level_range_db=colour.level_range,
            above_room_db=colour.level - max(rooms) if rooms else None,
            speaking_rate=pace.speaking_rate, articulation_rate=pace.articulation_rate,
            pauses_per_minute=pace.pauses_a_minute, pause_seconds=pace.pause, pause_share=pace.pause_share,
            tilt_db_per_octave=colour.tilt, centroid_hz=colour.centroid,
            jitter_percent=steadiness[0], shimmer_percent=steadiness[1], hnr_db=quality.harmonics_to_noise(tracks),
            formants_hz=tuple(resonances), tract_cm=formants.tract_length(resonances), embedding=tuple(whose),
            mfcc_mean=tuple(colour.mfcc), mfcc_deviation=tuple(colour.mfcc_deviation),
            delta_mean=tuple(colour.delta), delta_deviation=tuple(colour.delta_deviation), mel_db=tuple(colour.mel),
        )  # fmt: skip
        progress.update(1.0)
    return measured.rounded()


def _embedding(sounds: list[np.ndarray]) -> np.ndarray:
    from revive.listening.speaker import embed

    return embed(np.concatenate(sounds))


def _rounded(value: Any) -> Any:
    """A figure, or a tuple of them, to four places."""
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    return None if value is None else round(float(value), 4)


def _checked(value, about) -> float | tuple[float, ...] | None:
    """The value of one field, if it is what such a field holds.

    Raises
    ------
    ValueError, TypeError : it is not
    """
    length = about.metadata.get("length")
    if length is not None:
        if not isinstance(value, list) or len(value) != length:
            raise ValueError(about.name)
        return tuple(_number(each) for each in value)
    return None if value is None and "None" in about.type else _number(value)


def _number(value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _no_voice() -> UserError:
    return UserError(
        "Hardly any voice can be heard in these recordings; please choose one in which the person speaks clearly."
    )
