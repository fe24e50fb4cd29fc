"""Read a performance from a film: the tracked face as differences from the person's own face at rest."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

import numpy as np

from revive.core.easing import eased
from revive.core.progress import Progress
from revive.face.blendshapes import BLENDSHAPES, INDEX, SMILE_SCORES
from revive.face.expression_basis import gap_parting
from revive.face.tracking import Track, track_film
from revive.media.film import FilmHeader, check_film
from revive.motion.eyes import gaze_of, look_scores
from revive.motion.gesture import GAZE, LIDS
from revive.motion.performance import FELT, LIPS, Performance

RESTING_SMILE = 0.25  # score; a smile beyond it that lasts the whole film is meant, and no resting face
CLOSED_GAP = 0.03  # eye distances, the most that the tracker sees between closed lips
TOUCHING, PARTED = 0.006, 0.022  # eye distances beyond a person's own closed lips: they touch; they are apart
GLANCE = 10.0  # seconds
CALM = 0.2  # share of the film that is taken for the resting face
BLINK_RISE = 0.3  # scores; a film whose blink score rises less has no blink in it
BLINK_BEGINS, BLINK_ENDS = 0.15, 0.7  # share of a person's own range at which lids begin to close, and are shut
SMOOTH = {"lips": 0.015, "gaze": 0.03, "face": 0.05, "head": 0.07}  # seconds, sigma of a Gaussian
SHORT_GAP = 0.4  # seconds without a face that are bridged; in longer ones the face comes to rest
TO_REST = 0.35  # seconds
# the head turns about the axis of the ears and tilts about the neck; how far that alone shifts the tracker's origin,
# right and down in eye distances a degree of pitch, yaw, roll
LEVER = np.array([[0.0, 0.007], [0.0125, 0.0], [0.037, 0.0]])


def read_performance(path: Path, *, seconds: float | None = None, progress: Progress | None = None) -> Performance:
    """Read the performance of a person who acts the message in a film.

    Parameters
    ----------
    path : a film of one person facing the camera; of several, the largest face is followed
    seconds : how much of it is needed, None for all
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : not a film, shorter than 0.3 s, longer than 30 minutes, no face in it, or one too small or seldom seen
    Cancelled : `progress.cancel()` was called
    """
    tick = progress.update if progress else _nobody_listens
    return relative(track_film(Path(path), seconds=seconds, tick=tick))


def check_performance(path: Path) -> FilmHeader:
    """Check the beginning of a film and return its header; quick enough to do when it is chosen.

    Raises
    ------
    UserError : as `read_performance`, as far as ten pictures of the first ten seconds show it
    """
    header = check_film(path)
    track_film(path, seconds=GLANCE, rate=10 / min(header.seconds, GLANCE), tick=_nobody_listens)
    return header


def relative(track: Track) -> Performance:
    """A track as differences from the face at rest, bridged where no face was seen, and smoothed a little."""
    track, presence = _bridged(track)
    calm = _calm(track)
    scores = _differences(track, calm)
    lids = _lids(track, calm)
    closed = min(float(np.percentile(track.gap[track.seen], 3)), CLOSED_GAP)
    opening = track.gap - closed
    closure = 1 - eased((opening - TOUCHING) / (PARTED - TOUCHING))
    rotation = _rotation(track)
    place = track.place - rotation @ LEVER
    place -= np.median(place[track.seen], axis=0)
    gaze = _steady_gaze(track, lids.max(axis=1))

    smooth = functools.partial(_smooth, rate=track.rate)
    mouth = [*LIPS, *FELT]
    face = [i for i in range(len(BLENDSHAPES)) if i not in mouth]
    scores[:, face] = smooth(scores[:, face], seconds=SMOOTH["face"])
    scores[:, mouth] = smooth(scores[:, mouth], seconds=SMOOTH["lips"])
    scores = _opened(np.clip(scores, 0, 1), np.maximum(smooth(opening, seconds=SMOOTH["lips"]), 0))
    scores[:, GAZE] = look_scores(smooth(gaze, seconds=SMOOTH["gaze"]))[:, GAZE]
    scores[:, LIDS] = lids
    return Performance(
        track.rate,
        presence[:, None] * scores,
        presence * closure,
        presence[:, None] * smooth(rotation, seconds=SMOOTH["head"]),
        presence[:, None] * smooth(place, seconds=SMOOTH["head"]),
    )


def _bridged(track: Track) -> tuple[Track, np.ndarray]:
    """The track with every gap bridged in a straight line; and (N,) how much of it counts: 0 deep in a long gap."""
    rows, seen = np.arange(len(track.seen)), np.flatnonzero(track.seen)

    def filled(values: np.ndarray) -> np.ndarray:
        flat = values.reshape(len(values), -1)
        return np.stack([np.interp(rows, seen, column[seen]) for column in flat.T], axis=1).reshape(values.shape)

    presence = np.ones(len(rows))
    for start, end in zip([-np.inf, *seen], [*seen, np.inf], strict=True):
        if end - start - 1 > SHORT_GAP * track.rate:
            gap = slice(int(max(start + 1, 0)), int(min(end, len(rows))))
            away = np.minimum(rows[gap] - start, end - rows[gap]) / track.rate
            presence[gap] = 1 - eased(away / TO_REST)
    bridged = Track(
        track.rate, track.seen, *map(filled, (track.scores, track.gap, track.turn, track.place, track.width))
    )
    return bridged, presence


def _calm(track: Track) -> np.ndarray:
    """(N,) bool, the pictures in which the face does least: nearest to what each score is when it is low."""
    activity = np.abs(track.scores - np.percentile(track.scores[track.seen], 10, axis=0)).sum(axis=1)
    activity[~track.seen] = np.inf
    return activity <= np.quantile(activity[track.seen], CALM)


def _differences(track: Track, calm: np.ndarray) -> np.ndarray:
    """(N, 52) the scores less those of the face at rest; may be below 0."""
    rest = np.median(track.scores[calm], axis=0)
    rest[SMILE_SCORES] = np.minimum(rest[SMILE_SCORES], RESTING_SMILE)
    return track.scores - rest


def _lids(track: Track, calm: np.ndarray) -> np.ndarray:
    """(N, 2) how far the lids are closed, 0–1: the tracker's blink scores laid on this person's own range.

    The score of an open eye may be 0.2 and that of a shut one 0.6, and a lowered gaze raises it.
    """
    blink = track.scores[:, LIDS]
    rest = np.median(blink[calm], axis=0)
    most = np.percentile(blink[track.seen], 99.5, axis=0)
    extent = np.maximum(most - rest, BLINK_RISE / BLINK_ENDS)
    return eased(((blink - rest) / extent - BLINK_BEGINS) / (BLINK_ENDS - BLINK_BEGINS))


def _steady_gaze(track: Track, lids: np.ndarray) -> np.ndarray:
    """(N, 2) the gaze less the usual one; behind closing lids, where nobody can see it, it goes on as before."""
    gaze = gaze_of(track.scores)
    open_eyes = np.flatnonzero((lids < 0.2) & track.seen)
    if not len(open_eyes):
        return np.zeros_like(gaze)
    gaze -= np.median(gaze[open_eyes], axis=0)
    rows = np.arange(len(gaze))
    return np.stack([np.interp(rows, open_eyes, column[open_eyes]) for column in gaze.T], axis=1)


def _rotation(track: Track) -> np.ndarray:
    """(N, 3) degrees of pitch, yaw and roll, in the axes of the head at rest, as a Motion counts them."""
    from scipy.spatial.transform import Rotation

    turns = Rotation.from_matrix(track.turn)
    faces = cast("Rotation", turns[cast("Any", track.seen)])  # SciPy's annotation omits arrays
    usual = np.median(faces.as_euler("xyz"), axis=0)
    pitch, yaw, roll = (Rotation.from_euler("xyz", usual).inv() * turns).as_euler("xyz", degrees=True).T
    return np.stack([pitch, yaw, -roll], axis=1)


def _opened(scores: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """The scores with the jaw set so that the mouth opens as far as was measured (N,), not as was guessed."""
    jaw = INDEX["jawOpen"]
    scores[:, jaw] += (opening - scores @ gap_parting()) / gap_parting()[jaw]
    return np.clip(scores, 0, 1)


def _smooth(track: np.ndarray, *, rate: float, seconds: float) -> np.ndarray:
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(track, seconds * rate, axis=0, mode="nearest")


def _nobody_listens(fraction: float) -> None:
    pass
