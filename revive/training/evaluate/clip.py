"""Measure a finished clip, or any film of one talking face: mouth, blinks, head, and whose face it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.core.progress import Progress
from revive.face.detection import find_faces
from revive.face.identity import cosine_similarity, face_embedding, mean_similarity
from revive.face.tracking import SIDE, Track, track_film
from revive.media.film import check_film, looking_rate, read_frames
from revive.motion.gesture import LIDS
from revive.motion.performance import Performance
from revive.motion.performance_capture import relative
from revive.portrait import make_portrait
from revive.training.evaluate.motion import compare, correlation, listen_to_film, opening, openness, percentiles

SHUT = 0.5  # 0–1; lids that close farther have blinked
LOOKS = 20  # pictures in which the face is compared with the photograph's


def evaluate_clip(film: Path, *, photo: Path | None = None, say: Callable[[str], None] = print) -> dict:
    """Track the face of a film, listen to its sound, and measure.

    Parameters
    ----------
    film : a finished clip, or another film; of several faces the largest is followed
    photo : the photograph that the clip was made from; None compares the face with that of the first picture with one

    Returns
    -------
    dict : frames and faces_found (pictures of the film, and those with the face); gap and gap_speaking (p5, p50 and
        p95 of the gap between the lips, in eye distances, over all pictures and over those in which somebody speaks);
        silence_openness (mean opening above rest in silence, of its range); r_loudness and r_visemes (Pearson's,
        between the gap and the loudness, and between it and the opening that the sound alone gives); lag_ms (by how
        much the sound is late where r_visemes is highest); chatter (see `chatter`); blinks_per_minute; head_speed
        (mean, degrees a second) and head_range (sum of the standard deviations of pitch, yaw and roll, degrees), both
        smoothed as `relative` does; identity (see `identity`). What the sound tells is None where nobody is heard.

    Raises
    ------
    UserError : see `track_film`, `make_speech` and `make_portrait`
    """
    say("looking for the face in every picture")
    track = track_film(film, tick=Progress().update)
    say("listening")
    sound = listen_to_film(film, track)
    heard = sound.heard is not None
    fit = compare(sound.predicted, track, sound.quiet)
    say("comparing the face")
    return {
        "frames": len(track.seen),
        "faces_found": int(track.seen.sum()),
        "gap": percentiles(track.gap[track.seen]),
        "gap_speaking": percentiles(track.gap[sound.speaking & track.seen]),
        "silence_openness": openness(opening(track), sound.quiet & track.seen) if heard else None,
        "r_loudness": round(correlation(sound.energy, track.gap, track.seen), 4) if heard else None,
        "r_visemes": fit["r"] if heard else None,
        "lag_ms": fit["lag_ms"] if heard else None,
        "chatter": chatter(track),
        **movements(track, relative(track)),
        "identity": identity(film, photo),
    }


def chatter(track: Track) -> float | None:
    """How much the lips tremble: the mean absolute jerk of the gap, of its range (p95 − p5).

    The jerk is the third difference from picture to picture, over pictures that follow one another. None where the
    gap never changes.
    """
    spread = float(np.subtract(*np.percentile(track.gap[track.seen], (95, 5))))
    whole = np.all([track.seen[i : len(track.seen) - 3 + i] for i in range(4)], axis=0)
    if spread < 1e-6 or not whole.any():
        return None
    return round(float(np.abs(np.diff(track.gap, 3))[whole].mean()) / spread, 4)


def movements(track: Track, performance: Performance) -> dict:
    """blinks_per_minute, head_speed and head_range of `evaluate_clip`."""
    shut = performance.scores[:, LIDS].max(axis=1) > SHUT
    blinks = int((shut[1:] & ~shut[:-1]).sum() + shut[0])
    steps = np.linalg.norm(np.diff(performance.rotation, axis=0), axis=1) * track.rate
    return {
        "blinks_per_minute": round(60 * blinks * track.rate / int(track.seen.sum()), 1),
        "head_speed": round(float(steps[track.seen[1:] & track.seen[:-1]].mean()), 2),
        "head_range": round(float(performance.rotation[track.seen].std(axis=0).sum()), 2),
    }


def identity(film: Path, photo: Path | None) -> dict | None:
    """How alike the face is in `LOOKS` pictures, evenly over the film: p50, lowest, and `of` what it was compared with.

    None where none of them shows a face. A photograph of several people counts by whoever is most alike.
    """
    header = check_film(film)
    rate = min(LOOKS / header.seconds, looking_rate(header))
    pictures = read_frames(film, rate=rate, side=SIDE, seconds=header.seconds)
    seen = [face_embedding(picture, faces[0].landmarks) for picture in pictures if (faces := find_faces(picture))]
    if not seen:
        return None
    if photo is None:
        known, seen = seen[0], seen[1:] or seen
    else:
        portrait = make_portrait(photo)
        people = [face_embedding(portrait.image, face.landmarks) for face in portrait.faces]
        known = max(people, key=lambda person: mean_similarity(person, np.stack(seen)))
    alike = [cosine_similarity(known, one) for one in seen]
    return {
        "of": "first picture" if photo is None else "photograph",
        "p50": round(float(np.median(alike)), 4),
        "lowest": round(min(alike), 4),
    }
