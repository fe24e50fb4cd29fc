"""Synthetic moments: a smile, a look around, a nod … each written anew by rules with wide ranges.

What the gesture network learns of a moment is the spread of these: when within its span it begins, how far it goes, to
which side, whether eyes or head lead, how often the head nods. Ranges: eyes lead a turn of the head by up to a third
of a second (Freedman, "Coordination of the eyes and head during visual orienting", 2008); posed and felt smiles rise in
half a second to a second and fade more slowly (Schmidt et al., "Movement differences between deliberate and spontaneous
facial expressions", 2006); laughter pulses four to five times a second (Bachorowski et al. 2001), a quiet one slower.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revive.core.easing import eased, held, pulses, wander
from revive.direction.moments import MOMENTS
from revive.motion.conditioning import BLINK, CHANNELS, FACE, RATE, bumps
from revive.motion.moments import activity, usual_seconds

SHARE_OF_IDLE = 0.2  # share of the silent gestures without a moment
POSTURE = np.array([0.7, 1.3, 0.9])  # degrees of pitch, yaw and roll, the spread of the postures in silence
SHUT = 1.15  # score of closed eyes, so that what is drawn of it does shut them
GAP = (0.15, 1.6)  # seconds between two moments
TEMPO = (0.5, 1.5)
AMOUNT = (0.45, 1.0)
LED = 0.75  # share of the looks in which the eyes begin
_LEFT, _RIGHT = "mouthSmileLeft", "mouthSmileRight"


def add_moments(channels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A silent gesture (T, len(CHANNELS)) in its own units with moments, and (T, len(MOMENTS)) where they are.

    One gesture in five has none: it shows how a face is at rest.
    """
    times = (np.arange(len(channels)) + 0.5) / RATE
    done = channels.astype(np.float64)
    done[:, :3] += _idle_postures(times, rng)
    told = np.zeros((len(channels), len(MOMENTS)))
    moment = rng.uniform(0.0, 2.5) if rng.random() > SHARE_OF_IDLE else np.inf
    while moment < times[-1] - 1.0:
        name = MOMENTS[rng.integers(len(MOMENTS))]
        length = usual_seconds(name) / rng.uniform(*TEMPO) * rng.uniform(0.85, 1.2)
        amount = rng.uniform(*AMOUNT)
        told[:, MOMENTS.index(name)] += amount * activity(times, moment, length)
        _WRITERS[name](_Sheet(times, done), moment, length, amount, rng)
        moment += length + rng.uniform(*GAP) - (0.3 * length if rng.random() < 0.15 else 0.0)
    return done.astype(np.float32), told.clip(0, 1)


class _Sheet:
    """Channels (T, len(CHANNELS)) to write on, with the times of their frames."""

    def __init__(self, times: np.ndarray, channels: np.ndarray):
        self.times, self._channels = times, channels

    def add(self, name: str, track: np.ndarray) -> None:
        """Add a movement; a face's score is not raised above 1 by it, a head's turn adds up."""
        column = self._channels[:, CHANNELS.index(name)]
        column += np.maximum(np.minimum(track, 1 - column), 0) if name in FACE else track

    def swell(self, start: float, length: float, rise: float, fall: float) -> np.ndarray:
        """(T,) 0, up to 1 in `rise` shares of the length, held, and down to 0 in `fall` of it."""
        t = self.times - start
        return eased(t / (rise * length)) * (1 - eased((t - (1 - fall) * length) / (fall * length)))

    def blink(self, moment: float) -> None:
        """One more blink."""
        column = self._channels[:, CHANNELS.index(BLINK)]
        np.maximum(column, bumps(self.times, np.array([moment]), np.ones(1)), out=column)

    def shut(self, closed: np.ndarray) -> None:
        """Lids as far shut as `closed` (T,), 0–1, without blinks meanwhile."""
        column = self._channels[:, CHANNELS.index("eyeBlink…")]
        column[:] = np.maximum(column, SHUT * closed)
        for name in (BLINK, "eyeWide…"):
            self._channels[:, CHANNELS.index(name)] *= 1 - closed


def _smile(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    course = sheet.swell(
        start + rng.uniform(0, 0.12) * length, 0.9 * length, rng.uniform(0.22, 0.45), rng.uniform(0.25, 0.45)
    )
    if rng.random() < 0.35:  # it grows once more
        course *= 1 + 0.2 * sheet.swell(start + rng.uniform(0.35, 0.55) * length, 0.4 * length, 0.4, 0.5)
    _smiling(sheet, amount * rng.uniform(0.65, 1.0) * course, rng)
    _leaning(sheet, 0.8 * amount * course, rng)
    if rng.random() < 0.35:
        sheet.add("browInnerUp", amount * rng.uniform(0.08, 0.25) * course)
    if rng.random() < 0.4:
        sheet.blink(start + rng.uniform(0.0, 0.25) * length)


def _look_around(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    count = 1 + int(rng.random() < 0.75) + int(rng.random() < 0.3 and length > 3.5)
    side = rng.choice([-1.0, 1.0])
    shares = np.cumsum(rng.uniform(0.7, 1.3, count + 1))
    starts = start + rng.uniform(0, 0.06) * length + 0.92 * length * np.append(0.0, shares[:-1]) / shares[-1]
    turns = []
    for _ in range(count):
        turns.append((rng.normal(0, 0.8), side * rng.uniform(3.8, 7.5), rng.normal(0, 0.8) - 0.15 * side))
        side *= -1 if rng.random() < 0.85 else 1
    head = amount * np.array([*turns, (0.0, 0.0, 0.0)])
    eyes = np.stack([np.sign(head[:, 1]) * (0.12 + 0.028 * np.abs(head[:, 1])), 0.04 * head[:, 0]], axis=1)
    eyes[-1] = 0
    lead = rng.uniform(0.05, 0.33, count + 1) * (1 if rng.random() < LED else -0.6)
    lasting = np.minimum(rng.uniform(0.55, 1.0, count + 1) * (0.6 + 0.11 * length), 0.3 * length)
    turned = held(sheet.times, starts + np.maximum(lead, 0), lasting, head)
    looked = held(sheet.times, starts + np.maximum(-lead, 0), np.full(count + 1, 0.05), eyes)
    for name, track in zip(("pitch", "yaw", "roll"), turned.T, strict=True):
        sheet.add(name, track)
    for name, track in zip(("gaze right", "gaze down"), looked.T, strict=True):
        sheet.add(name, track)
    for moment in starts:
        if rng.random() < 0.45:
            sheet.blink(float(moment) + 0.06)
    if rng.random() < 0.3:
        sheet.add("browInnerUp", amount * rng.uniform(0.1, 0.3) * sheet.swell(start, length, 0.25, 0.4))


def _nod(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    count = int(rng.choice([1, 2, 3], p=[0.3, 0.5, 0.2])) if length > 1.2 else 1
    each = 0.9 * length / count
    starts = start + rng.uniform(0, 0.08) * length + np.arange(count) * each
    down = each * rng.uniform(0.32, 0.45, count)
    sizes = amount * rng.uniform(3.4, 5.6) * rng.uniform(0.6, 0.85) ** np.arange(count)
    sheet.add("pitch", pulses(sheet.times, starts, down, 0.95 * each - down, sizes))
    lift = amount * rng.uniform(0.2, 1.3)
    sheet.add(
        "pitch",
        -pulses(
            sheet.times, starts[:1] - 0.3 * each, 0.3 * each * np.ones(1), 0.3 * each * np.ones(1), np.array([lift])
        ),
    )
    sheet.add("roll", rng.normal(0, 0.5) * sheet.swell(start, length, 0.3, 0.4))
    if rng.random() < 0.5:
        sheet.add(
            "eyeBlink…",
            amount * rng.uniform(0.08, 0.2) * pulses(sheet.times, starts, down, 0.95 * each - down, np.ones(count)),
        )
    if rng.random() < 0.45:
        sheet.blink(float(starts[rng.integers(count)] + 0.1))
    if rng.random() < 0.35:
        _smiling(sheet, amount * rng.uniform(0.12, 0.3) * sheet.swell(start, 1.2 * length, 0.4, 0.4), rng)


def _laugh(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    course = sheet.swell(start, length, rng.uniform(0.15, 0.25), rng.uniform(0.3, 0.45))
    _smiling(sheet, (0.45 + 0.55 * amount) * rng.uniform(0.85, 1.0) * course, rng, cheeks=rng.uniform(0.6, 0.9))
    bouts = 1 + int(length > 2.5 and rng.random() < 0.6)
    begin, rate = start + 0.15 * length, rng.uniform(2.8, 4.2)
    jaw, shaken = np.zeros(len(sheet.times)), np.zeros(len(sheet.times))
    for _ in range(bouts):
        bout = 0.6 * length / bouts * rng.uniform(0.75, 1.0)
        there = sheet.swell(begin, bout + 0.25, 0.2, 0.45)
        moments = np.arange(begin + 0.05, begin + bout, 1 / rate)
        moments = moments + rng.normal(0, 0.02, len(moments))
        fading = 0.85 ** np.arange(len(moments))
        half = np.full(len(moments), 0.5 / rate)
        jaw = (
            jaw
            + there * rng.uniform(0.12, 0.2)
            + pulses(sheet.times, moments, half, half, rng.uniform(0.12, 0.22) * fading)
        )
        shaken = shaken + pulses(sheet.times, moments, half, half, rng.uniform(0.9, 1.7) * fading)
        begin += bout + rng.uniform(0.1, 0.3)
    sheet.add("jawOpen", (0.5 + 0.5 * amount) * jaw * (course > 0.15))
    posture = rng.choice([-1.0, 1.0], p=[0.65, 0.35]) * rng.uniform(1.0, 3.0)
    sheet.add("pitch", amount * (posture * course + shaken))
    sheet.add("roll", amount * rng.normal(0, 1.4) * course)
    sheet.add("yaw", amount * rng.normal(0, 1.4) * course)
    sheet.add("eyeBlink…", amount * rng.uniform(0.05, 0.3) * course)
    sheet.add("browInnerUp", amount * rng.uniform(0.0, 0.25) * course)


def _tilt(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    course = sheet.swell(
        start + rng.uniform(0, 0.1) * length, 0.9 * length, rng.uniform(0.25, 0.45), rng.uniform(0.25, 0.4)
    )
    side = rng.choice([-1.0, 1.0])
    sheet.add("roll", side * amount * rng.uniform(4.0, 6.5) * course)
    sheet.add("yaw", -side * amount * rng.uniform(-0.5, 2.0) * course)
    sheet.add("pitch", amount * rng.uniform(-0.4, 1.2) * course)
    if rng.random() < 0.4:
        _smiling(sheet, amount * rng.uniform(0.12, 0.35) * course, rng)
    if rng.random() < 0.4:
        sheet.add("browInnerUp", amount * rng.uniform(0.1, 0.35) * course)
    if rng.random() < 0.4:
        sheet.blink(start + rng.uniform(0.05, 0.3) * length)


def _close_eyes(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    begin, slow = start + rng.uniform(0.03, 0.12) * length, rng.uniform(0.3, 0.7)
    end = start + length * rng.uniform(0.86, 0.97)
    opening = rng.uniform(0.4, 0.9)
    t = sheet.times
    sheet.shut(eased((t - begin) / slow) * (1 - eased((t - end + opening) / opening)))
    course = sheet.swell(start, length, 0.3, 0.35)
    sheet.add("pitch", amount * rng.uniform(-0.6, 2.6) * course)
    sheet.add("roll", amount * rng.normal(0, 0.7) * course)
    if rng.random() < 0.5:
        _smiling(sheet, amount * rng.uniform(0.1, 0.3) * course, rng, cheeks=0.2)
    if rng.random() < 0.4:
        sheet.add("browInnerUp", amount * rng.uniform(0.08, 0.25) * course)


def _breathe(sheet: _Sheet, start: float, length: float, amount: float, rng: np.random.Generator) -> None:
    rise = rng.uniform(0.35, 0.45)
    drawn = sheet.swell(start, 0.97 * length, rise, 0.98 - rise)
    let_go = sheet.swell(start + rise * length, (1.05 - rise) * length, 0.4, 0.5)
    sheet.add("pitch", amount * (rng.uniform(0.5, 1.4) * let_go - rng.uniform(1.2, 2.6) * drawn))
    sheet.add("roll", rng.normal(0, 0.4) * drawn)
    sheet.add("browInnerUp", amount * rng.uniform(0.0, 0.2) * drawn)
    sheet.add("eyeBlink…", amount * rng.uniform(0.1, 0.3) * let_go)
    if rng.random() < 0.4:
        sheet.blink(start + length * (rise + rng.uniform(0.0, 0.15)))
    if rng.random() < 0.35:
        _smiling(sheet, amount * rng.uniform(0.08, 0.22) * let_go, rng, cheeks=0.2)


_WRITERS: dict[str, Callable[[_Sheet, float, float, float, np.random.Generator], None]] = {
    "smile": _smile, "look-around": _look_around, "nod": _nod, "laugh": _laugh, "tilt": _tilt,
    "close-eyes": _close_eyes, "breathe": _breathe,
}  # fmt: skip


def _smiling(sheet: _Sheet, course: np.ndarray, rng: np.random.Generator, *, cheeks: float | None = None) -> None:
    """A smile whose sides differ a little, with the eyes taking part."""
    uneven = rng.uniform(-0.12, 0.12)
    sheet.add(_LEFT, (1 + uneven) * course)
    sheet.add(_RIGHT, (1 - uneven) * course)
    sheet.add("eyeSquint…", (rng.uniform(0.3, 0.65) if cheeks is None else cheeks) * course)
    if rng.random() < 0.3:
        sheet.add("mouthDimple…", rng.uniform(0.05, 0.2) * course)


def _leaning(sheet: _Sheet, course: np.ndarray, rng: np.random.Generator) -> None:
    """A small turn of the head with it, in any direction."""
    for name, spread in zip(("pitch", "yaw", "roll"), (0.8, 1.0, 1.3), strict=True):
        sheet.add(name, rng.normal(0, spread) * course)


def _idle_postures(times: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(T, 3) degrees: slow small changes of posture, and a little swaying, of somebody who waits."""
    starts = np.cumsum(rng.uniform(1.5, 4.5, int(times[-1]) + 2))
    starts = starts[starts < times[-1]]
    places = rng.normal(0, POSTURE, (len(starts), 3)).clip(-2 * POSTURE, 2 * POSTURE)
    course = held(times, starts, rng.uniform(0.9, 1.8, len(starts)), places)
    return course + 0.25 * wander(times, rng, every=1.3, channels=3, end=float(times[-1]))
