"""How true the mouth's motion is: a film of somebody speaking, and what its sound alone would have had them do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.direction import Direction
from revive.face.expression_basis import gap_parting
from revive.face.tracking import Track, track_film
from revive.motion.mouth import form_words
from revive.motion.prosody import RATE as ENERGY_RATE
from revive.motion.prosody import analyse_prosody
from revive.motion.viseme_recogniser import VisemeTrack, recognise_visemes
from revive.speech import SpeechOptions, make_speech

REST = 10  # percentile of the openings that counts as the mouth at rest
RANGE = 95  # percentile of the openings that counts as its range
FARTHEST = 0.5  # seconds that the prediction may be early or late
MARGIN = 0.15  # seconds about a phrase that are no silence yet
NEAR = 0.08  # seconds between a closure that is heard and one that is made
CLOSED = 0.1  # of its range, below which a mouth is closed
ROLLS = 24  # other places of the sound that the film is compared with
FEWEST = 25  # pictures with a face that tell anything
PERCENTILES = (5, 50, 95)


@dataclass(frozen=True)
class FilmSound:
    """What is heard in a film of N pictures.

    Attributes
    ----------
    heard : the visemes; None where nobody is heard
    predicted : (N,) the opening of the mouth above rest that the sound alone gives, in eye distances
    energy : (N,) loudness, 0 silence, 1 the loud parts of this film
    speaking, quiet : (N,) bool, within a phrase; farther than `MARGIN` from every phrase
    """

    heard: VisemeTrack | None
    predicted: np.ndarray
    energy: np.ndarray
    speaking: np.ndarray
    quiet: np.ndarray


def evaluate_motion(
    clip: Path, *, transcript: str = "", language: str | None = None, say: Callable[[str], None] = print
) -> dict:
    """Track a film, predict its mouth from its sound, compare.

    Parameters
    ----------
    clip : a film of one person who speaks
    transcript : what is said, for the closures; in `language`; None recognises it

    Returns
    -------
    dict : r (Pearson's, between predicted and tracked opening), lag_ms (by how much the prediction is late where r is
        highest), mae (of the openings above rest, in eye distances), silence_openness (mean predicted opening in
        silence, of its range; None where there is no silence), closures_hit (share of the p, b and m of the transcript
        at which the predicted mouth is closed within 80 ms; None without one), shuffled_r (r with the sound moved to
        other places of the film), tracked_gap and predicted_gap (see `percentiles`; while somebody speaks), frames

    Raises
    ------
    UserError : see `watch` and `make_speech`; a film without sound or with nobody heard
    """
    from revive.speech.language import resolve

    say("looking for the face in every picture")
    track = track_film(clip, tick=Progress().update)
    if track.seen.sum() < FEWEST:
        raise UserError(
            "A face was seen in only {count} pictures of “{file}”; please choose a longer film.",
            count=track.seen.sum(),
            file=clip.name,
        )
    say("listening")
    sound = listen_to_film(clip, track)
    if sound.heard is None:
        raise UserError("Nobody is heard in “{file}”; please choose a film of somebody speaking.", file=clip.name)
    hits = None
    if transcript:
        from revive.motion.phoneme_alignment import closures

        moments = closures(transcript, resolve(language, transcript), sound.heard.visemes)
        hits = closures_hit(sound.predicted, moments, track.rate)
    return compare(sound.predicted, track, sound.quiet) | {
        "closures_hit": hits,
        "tracked_gap": percentiles(track.gap[track.seen & sound.speaking]),
        "predicted_gap": percentiles(sound.predicted[sound.speaking]),
        "frames": int(track.seen.sum()),
    }


def listen_to_film(film: Path, track: Track) -> FilmSound:
    """Listen to the sound of a film whose pictures are tracked; it may be silent."""
    times = (np.arange(len(track.gap)) + 0.5) / track.rate
    with scratch_folder() as folder:
        speech = make_speech(Direction(), folder, driver=film, options=SpeechOptions(transcribe=False))
        prosody = analyse_prosody(speech)
        heard = recognise_visemes(speech) if prosody.phrases else None
    phrases = prosody.phrases
    energy = np.interp(times, (np.arange(len(prosody.energy)) + 0.5) / ENERGY_RATE, prosody.energy)
    return FilmSound(
        heard,
        np.zeros(len(times)) if heard is None else predict_opening(heard, rate=track.rate, frames=len(times)),
        energy,
        np.any([(times >= a) & (times <= b) for a, b in phrases], axis=0) & np.ones(len(times), bool),
        np.all([(times < a - MARGIN) | (times > b + MARGIN) for a, b in phrases], axis=0) & np.ones(len(times), bool),
    )


def predict_opening(heard: VisemeTrack, *, rate: float, frames: int) -> np.ndarray:
    """(frames,) the opening of the mouth above rest that the sound alone gives, in eye distances."""
    scores, closure = form_words(heard, fps=rate, frames=frames)
    return np.maximum(scores @ gap_parting(), 0) * (1 - closure)


def compare(predicted: np.ndarray, track: Track, quiet: np.ndarray) -> dict[str, float | None]:
    """The figures of `evaluate_motion` that need no transcript; `quiet` (N,) is True in silence."""
    tracked = opening(track)
    lags = np.arange(-round(FARTHEST * track.rate), round(FARTHEST * track.rate) + 1)
    by_lag = [
        correlation(np.roll(predicted, -lag), tracked, track.seen & _inside(len(tracked), -int(lag))) for lag in lags
    ]
    away = np.linspace(0, len(predicted), ROLLS + 4, dtype=int)[2:-2]  # never nearly where it belongs
    return {
        "r": round(correlation(predicted, tracked, track.seen), 4),
        "lag_ms": round(1000 * float(lags[int(np.argmax(by_lag))]) / track.rate, 1),
        "mae": round(float(np.abs(predicted - tracked)[track.seen].mean()), 4),
        "silence_openness": openness(predicted, quiet),
        "shuffled_r": round(float(np.mean([correlation(np.roll(predicted, n), tracked, track.seen) for n in away])), 4),
    }


def opening(track: Track) -> np.ndarray:
    """(N,) the opening of the mouth above its rest, in eye distances."""
    return np.maximum(track.gap - np.percentile(track.gap[track.seen], REST), 0)


def openness(opening: np.ndarray, where: np.ndarray) -> float | None:
    """Mean opening where `where` is True, of the range of all of it; None where it never is."""
    spread = max(float(np.percentile(opening, RANGE)), 1e-6)
    return round(float(opening[where].mean()) / spread, 4) if where.any() else None


def percentiles(values: np.ndarray) -> dict[str, float] | None:
    """p5, p50 and p95 of the values; None where there is none."""
    if not len(values):
        return None
    return {f"p{n}": round(float(np.percentile(values, n)), 4) for n in PERCENTILES}


def correlation(first: np.ndarray, second: np.ndarray, where: np.ndarray) -> float:
    """Pearson's r of two tracks where `where` is True; 0 where one of them never changes."""
    first, second = first[where], second[where]
    if len(first) < 2 or first.std() < 1e-9 or second.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def closures_hit(predicted: np.ndarray, moments: np.ndarray, rate: float) -> float | None:
    """Share of the moments (seconds) with a closed mouth no farther than `NEAR`; None where there is none."""
    if not len(moments):
        return None
    closed = np.flatnonzero(predicted < CLOSED * np.percentile(predicted, RANGE))
    times = (closed + 0.5) / rate
    hit = [len(times) > 0 and np.abs(times - moment).min() <= NEAR for moment in moments]
    return round(float(np.mean(hit)), 4)


def _inside(count: int, shift: int) -> np.ndarray:
    """(count,) False where a roll by `shift` brings in the other end."""
    place = np.arange(count) - shift
    return (place >= 0) & (place < count)
