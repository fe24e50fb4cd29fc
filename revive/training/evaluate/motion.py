"""How true the mouth's motion is: a film of somebody speaking, and what its sound alone would have had them do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.direction import Direction
from revive.face.tracking import Track, track_film
from revive.motion.mouth import form_words
from revive.motion.performance_capture import parting
from revive.motion.prosody import analyse_prosody
from revive.motion.viseme_recogniser import VisemeTrack, recognise_visemes
from revive.speech import make_speech

REST = 10  # percentile of the openings that counts as the mouth at rest
RANGE = 95  # percentile of the openings that counts as its range
FARTHEST = 0.5  # seconds that the prediction may be early or late
MARGIN = 0.15  # seconds about a phrase that are no silence yet
NEAR = 0.08  # seconds between a closure that is heard and one that is made
CLOSED = 0.1  # of its range, below which a mouth is closed
ROLLS = 24  # other places of the sound that the film is compared with
FEWEST = 25  # pictures with a face that tell anything


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
        other places of the film), frames

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
    with scratch_folder() as folder:
        speech = make_speech(Direction(), folder, driver=clip)
        prosody = analyse_prosody(speech)
        if not prosody.phrases:
            raise UserError("Nobody is heard in “{file}”; please choose a film of somebody speaking.", file=clip.name)
        heard = recognise_visemes(speech)
        predicted = predict_opening(heard, rate=track.rate, frames=len(track.gap))
        times = (np.arange(len(track.gap)) + 0.5) / track.rate
        quiet = np.all([(times < a - MARGIN) | (times > b + MARGIN) for a, b in prosody.phrases], axis=0)
        hits = None
        if transcript:
            from revive.motion.phoneme_alignment import closures

            moments = closures(transcript, resolve(language, transcript), heard.visemes)
            hits = closures_hit(predicted, moments, track.rate)
    return compare(predicted, track, quiet) | {"closures_hit": hits, "frames": int(track.seen.sum())}


def predict_opening(heard: VisemeTrack, *, rate: float, frames: int) -> np.ndarray:
    """(frames,) the opening of the mouth above rest that the sound alone gives, in eye distances."""
    scores, closure = form_words(heard, fps=rate, frames=frames)
    return np.maximum(scores @ parting(), 0) * (1 - closure)


def compare(predicted: np.ndarray, track: Track, quiet: np.ndarray) -> dict[str, float | None]:
    """The figures of `evaluate_motion` that need no transcript; `quiet` (N,) is True in silence."""
    tracked = np.maximum(track.gap - np.percentile(track.gap[track.seen], REST), 0)
    lags = np.arange(-round(FARTHEST * track.rate), round(FARTHEST * track.rate) + 1)
    by_lag = [
        correlation(np.roll(predicted, -lag), tracked, track.seen & _inside(len(tracked), -int(lag))) for lag in lags
    ]
    away = np.linspace(0, len(predicted), ROLLS + 4, dtype=int)[2:-2]  # never nearly where it belongs
    spread = max(float(np.percentile(predicted, RANGE)), 1e-6)
    return {
        "r": round(correlation(predicted, tracked, track.seen), 4),
        "lag_ms": round(1000 * float(lags[int(np.argmax(by_lag))]) / track.rate, 1),
        "mae": round(float(np.abs(predicted - tracked)[track.seen].mean()), 4),
        "silence_openness": round(float(predicted[quiet].mean()) / spread, 4) if quiet.any() else None,
        "shuffled_r": round(float(np.mean([correlation(np.roll(predicted, n), tracked, track.seen) for n in away])), 4),
    }


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
