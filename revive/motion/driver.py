"""Someone acts the message in a film: their expression, gaze and head, relative to their own face at rest.

`read_performance` turns what the tracker measured into differences that belong to nobody's face; `act` samples them at
the frames of a clip, in the amounts asked for.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.ffmpeg import Header
from revive.film import check_film
from revive.motion.course import eased
from revive.motion.eyes import look_scores, steadied
from revive.motion.gesture import GAZE, LIDS, WIDE, Gesture
from revive.motion.motion import BLENDSHAPES, INDEX
from revive.motion.track import Track, watch
from revive.progress import Progress

FELT = [i for n, i in INDEX.items() if n.startswith(("mouthSmile", "mouthFrown", "mouthDimple"))]
LIPS = [i for n, i in INDEX.items() if n.startswith(("mouth", "jaw")) and i not in FELT]
SMILES = [INDEX["mouthSmileLeft"], INDEX["mouthSmileRight"]]
RESTING_SMILE = 0.25  # score; a smile beyond it that lasts the whole film is meant, and no resting face
CLOSED_GAP = 0.03  # eye distances, the most that the tracker sees between closed lips
TOUCHING, PARTED = 0.006, 0.022  # eye distances beyond a person's own closed lips: they touch; they are apart
GLANCE = 10.0  # seconds
CALM = 0.2  # share of the film that is taken for the resting face
BLINK_RISE = 0.3  # scores; a film whose blink score rises less has no blink in it
A_BLINK = 0.4  # closed so far and no farther, it is no blink but a lowered gaze
BLINK_BEGINS, BLINK_ENDS = 0.15, 0.7  # share of a person's own range at which lids begin to close, and are shut
SMOOTH = {"lips": 0.015, "gaze": 0.03, "face": 0.05, "head": 0.07}  # seconds, sigma of a Gaussian
SHORT_GAP = 0.4  # seconds without a face that are bridged; in longer ones the face comes to rest
TO_REST = 0.35  # seconds
MOST_TURN = np.array([9.0, 14.0, 7.0])  # degrees of pitch, yaw and roll that a photograph bears
MOST_SHIFT = 0.05  # eye distances
# the head turns about the axis of the ears and tilts about the neck; how far that alone shifts the tracker's origin,
# right and down in eye distances a degree of pitch, yaw, roll
LEVER = np.array([[0.0, 0.007], [0.0125, 0.0], [0.037, 0.0]])


@dataclass(frozen=True)
class Performance:
    """What someone did in a film, as differences from their own face at rest; N rows, `rate` a second.

    `scores`, `closure`, `rotation` and `translation` mean what they mean in a Motion; row i is the face at
    (i + 0.5) / rate seconds.
    """

    rate: float
    scores: np.ndarray
    closure: np.ndarray
    rotation: np.ndarray
    translation: np.ndarray

    def at(self, times: np.ndarray) -> Performance:
        """Sampled at `times` (T,) in seconds; beyond its end it plays backwards, then forwards, without a jump."""
        last = len(self.scores) - 1
        rows = np.abs(np.asarray(times) * self.rate - 0.5)
        rows = last - np.abs(last - rows % max(2 * last, 1)) if last else np.zeros(len(rows))
        before = np.floor(rows).astype(int)
        after = np.minimum(before + 1, last)
        share = rows - before

        def between(track: np.ndarray) -> np.ndarray:
            part = share.reshape(-1, *[1] * (track.ndim - 1))
            return (1 - part) * track[before] + part * track[after]

        return Performance(self.rate, *map(between, (self.scores, self.closure, self.rotation, self.translation)))


def read_performance(path: Path, *, seconds: float | None = None, progress: Progress | None = None) -> Performance:
    """Watch a film of someone who acts the message.

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
    return relative(watch(Path(path), seconds=seconds, tick=tick))


def check_performance(path: Path) -> Header:
    """What a film tells of itself, after a glance at its beginning; quick enough for the moment it is chosen.

    Raises
    ------
    UserError : as `read_performance`, as far as ten pictures of the first ten seconds show it
    """
    header = check_film(path)
    watch(path, seconds=GLANCE, rate=10 / min(header.seconds, GLANCE), tick=_nobody_listens)
    return header


def act(
    performance: Performance, times: np.ndarray, *,
    lips: float = 1.0, expression: float = 1.0, head_motion: float = 1.0, blink: float = 1.0,
) -> tuple[np.ndarray, np.ndarray, Gesture]:  # fmt: skip
    """A performance at the frames of a clip.

    Parameters
    ----------
    times : (T,) seconds of the frames
    lips : 0–2, how far mouth and jaw move; 0 keeps the mouth shut
    expression : 0–2, how strongly brows, cheeks, lids and smile show; 0 not at all
    head_motion : 0–2, of the head's turns and shifts; at 0 they are exactly 0, and the eyes look where they looked
    blink : 0–1 (more counts as 1), the share of the blinks that is kept, and of the wandering of the gaze; 0 none

    Returns
    -------
    mouth : (T, 52) scores of mouth and jaw, as from `move_mouth`
    closure : (T,)
    gesture : everything else, without breath, which a film does not show
    """
    acted = performance.at(times)
    mouth = np.zeros_like(acted.scores)
    mouth[:, LIPS] = lips * acted.scores[:, LIPS]
    scores = expression * acted.scores
    scores[:, LIPS] = 0
    rotation = _softly(head_motion * acted.rotation, MOST_TURN)
    translation = _softly(head_motion * acted.translation, MOST_SHIFT)
    # where they looked, seen from the viewer, then back into the turned head
    wandering = _gaze(acted.scores) - steadied(acted.rotation)
    gaze = min(blink, 1.0) * wandering + steadied(rotation)
    scores[:, GAZE] = look_scores(gaze)[:, GAZE]
    lids = _blinks(acted.scores[:, LIDS], min(blink, 1.0))
    scores[:, LIDS] = lids
    scores[:, WIDE] *= 1 - lids
    gesture = Gesture(
        np.clip(scores, 0, 1).astype(np.float32),
        rotation.astype(np.float32),
        translation.astype(np.float32),
        np.zeros(len(scores), np.float32),
    )
    return np.clip(mouth, 0, 1), min(lips, 1.0) * acted.closure, gesture


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
    rest[SMILES] = np.minimum(rest[SMILES], RESTING_SMILE)
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


def _gaze(scores: np.ndarray) -> np.ndarray:
    """(T, 2) where both eyes look together, right and down in the picture, in eyeLook scores."""

    def look(*names: str) -> np.ndarray:
        return scores[:, [INDEX[f"eyeLook{name}"] for name in names]].mean(axis=1)

    right = look("OutLeft", "InRight") - look("InLeft", "OutRight")
    down = look("DownLeft", "DownRight") - look("UpLeft", "UpRight")
    return np.stack([right, down], axis=1)


def _steady_gaze(track: Track, lids: np.ndarray) -> np.ndarray:
    """(N, 2) the gaze less the usual one; behind closing lids, where nobody can see it, it goes on as before."""
    gaze = _gaze(track.scores)
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
    usual = np.median(turns[track.seen].as_euler("xyz"), axis=0)
    pitch, yaw, roll = (Rotation.from_euler("xyz", usual).inv() * turns).as_euler("xyz", degrees=True).T
    return np.stack([pitch, yaw, -roll], axis=1)


@functools.cache
def parting() -> np.ndarray:
    """(52,) how far a score of 1 parts the lips in eye distances, as the animator's basis has it."""
    from revive.animator.mesh import LOWER_INNER_LIP, UPPER_INNER_LIP
    from revive.animator.rig import expression_basis

    basis = expression_basis()["basis"][..., 1]
    return (basis[:, list(LOWER_INNER_LIP[3:6])] - basis[:, list(UPPER_INNER_LIP[3:6])]).mean(axis=1)


def _opened(scores: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """The scores with the jaw set so that the mouth opens as far as was measured (N,), not as was guessed."""
    jaw = INDEX["jawOpen"]
    scores[:, jaw] += (opening - scores @ parting()) / parting()[jaw]
    return np.clip(scores, 0, 1)


def _blinks(lids: np.ndarray, share: float) -> np.ndarray:
    """(T, 2) the lids with `share` (0–1) of the blinks, spread evenly over them, and the rest left open.

    What falls between two pictures of the film or two frames of the clip is made good: a blink shuts the eyes.
    """
    kept = np.zeros_like(lids)
    for eye in range(2):
        closing = np.concatenate([[0], (lids[:, eye] > 0.02).astype(int), [0]])
        for number, (start, end) in enumerate(np.flatnonzero(np.diff(closing)).reshape(-1, 2), start=1):
            if int(number * share) > int((number - 1) * share):
                most = lids[start:end, eye].max()
                kept[start:end, eye] = lids[start:end, eye] / (most if most > A_BLINK else 1.0)
    return kept


def _smooth(track: np.ndarray, *, rate: float, seconds: float) -> np.ndarray:
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(track, seconds * rate, axis=0, mode="nearest")


def _softly(values: np.ndarray, most: np.ndarray | float) -> np.ndarray:
    return most * np.tanh(values / most)


def _nobody_listens(fraction: float) -> None:
    pass
