"""How the gestures move: those of real speakers, and the model's for the very same speech, measured alike.

What belongs to the speech (nods, brows, blinks) is compared with the same movement laid on other places of the speech:
`…_z` is by how many standard deviations of those places the true place is above their mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.direction import EMOTIONS, Direction
from revive.face.blendshapes import INDEX
from revive.media.model_files import check_tensors
from revive.motion.conditioning import BLINK, CHANNELS, HEAD, RATE, SCALE
from revive.motion.gesture import LIDS, Gesture, make_gesture
from revive.motion.gesture_diffusion import WEIGHTS, load_gesture_network
from revive.motion.options import MotionOptions
from revive.motion.prosody import Prosody
from revive.motion.style import BROWS, blink_frames
from revive.training.common.clips import HELD_OUT
from revive.training.evaluate.moments import evaluate_moments
from revive.training.gesture.real import SPEAKING, STILL, gesture_of, prosody_of_clip

SEEDS = 3
STRENGTH = 0.8  # of the emotions
SHORTEST = 4.5  # seconds of a movement that has other places to be laid on
PLACES = 40  # other places of the speech
NOD = 0.3  # seconds after a stress in which a nod goes down
BEAT = 0.4  # seconds before and after a stress at which the brows are down again
SHUT = 0.98  # of a lid, from which a blink counts
SHOWN = {"smile": "mouthSmileLeft", "inner_brows": "browInnerUp", "frown": "browDownLeft"}


@dataclass(frozen=True)
class Movement:
    """Somebody's head, brows and blinks while they speak, RATE frames a second.

    Attributes
    ----------
    rotation : (T, 3) degrees of pitch, yaw and roll
    brows : (T,) mean score of the raised brows
    blinks : (N,) seconds
    prosody : of the speech
    """

    rotation: np.ndarray
    brows: np.ndarray
    blinks: np.ndarray
    prosody: Prosody

    @property
    def times(self) -> np.ndarray:
        """(T,) seconds of the frames."""
        return (np.arange(len(self.rotation)) + 0.5) / RATE


def evaluate_gesture(
    data: Path, *, weights: Path = WEIGHTS, seeds: int = SEEDS, say: Callable[[str], None] = print
) -> dict[str, dict[str, float]]:
    """Measure the speaking clips of `data`/talking, and the gestures that a network draws for their speech.

    Returns
    -------
    dict : "real", and "drawn" for the same speech without an emotion -> figures of `measure` and, of what is drawn,
        `differences`; "drawn, unheard" and every emotion but "neutral" -> the same for speech of the people kept apart
        from training, with the means of SHOWN; every moment -> the figures of `evaluate_moments`

    Raises
    ------
    UserError : there are no such clips, or `weights` is no whole safetensors file
    """
    clips = [data / "talking" / name for name in SPEAKING]
    if not all((clip / "tracks.npz").is_file() for clip in clips):
        raise UserError(
            "The folder {data} holds no talking/index.json; please give the folder of training data.", data=data
        )
    check_tensors(weights)
    say("measuring real speakers")
    heard = {clip.name: prosody_of_clip(clip) for clip in clips}
    figures = {"real": measure([movement_of_clip(clip, heard[clip.name]) for clip in clips])}
    long = [name for name, prosody in heard.items() if prosody.duration >= SHORTEST]
    unheard = [name for name in long if name in HELD_OUT]
    net = load_gesture_network(weights)
    for title, emotion, names in (
        ("drawn", "neutral", long), ("drawn, unheard", "neutral", unheard),
        *((emotion, emotion, unheard) for emotion in EMOTIONS if emotion != "neutral"),
    ):  # fmt: skip
        say(f"drawing {seeds} gestures for each of {len(names)} speeches: {title}")
        takes = [[draw(heard[name], emotion, seed, net) for seed in range(seeds)] for name in names]
        drawn = [[movement_of(take, heard[name]) for take in speech] for name, speech in zip(names, takes, strict=True)]
        figures[title] = measure(list(itertools.chain(*drawn))) | differences(drawn)
        scores = np.concatenate([gesture.scores for gesture in itertools.chain(*takes)])
        figures[title] |= {shown: round(float(scores[:, INDEX[name]].mean()), 3) for shown, name in SHOWN.items()}
    say("drawing silences with moments")
    return figures | evaluate_moments(net=net)


def draw(prosody: Prosody, emotion: str, seed: int, net) -> Gesture:
    """The gesture of a `GestureNetwork` for a speech, RATE frames a second."""
    times = (np.arange(round(prosody.duration * RATE)) + 0.5) / RATE
    return make_gesture(prosody, Direction(emotion, STRENGTH), times, MotionOptions(seed=seed), net=net)


def movement_of_clip(clip: Path, prosody: Prosody) -> Movement:
    """The movement of a tracked clip."""
    channels = gesture_of(clip).channels * SCALE
    brows = channels[:, [CHANNELS.index(name) for name in BROWS]].mean(axis=1)
    blinks = (blink_frames(channels[:, CHANNELS.index(BLINK)]) + 0.5) / RATE
    return Movement(channels[:, : len(HEAD)], brows, blinks, prosody)


def movement_of(gesture: Gesture, prosody: Prosody) -> Movement:
    """The movement of a gesture of RATE frames a second."""
    brows = gesture.scores[:, [INDEX[name] for name in BROWS]].mean(axis=1)
    lids = gesture.scores[:, LIDS].max(axis=1)
    return Movement(gesture.rotation, brows, (blink_frames(lids, least=SHUT) + 0.5) / RATE, prosody)


def measure(movements: Sequence[Movement]) -> dict[str, float]:
    """How fast and far heads move, how often eyes blink, and what of it belongs to the speech.

    Returns
    -------
    dict : head_speed (degrees a second, mean), head_range (degrees, sum of the axes' standard deviations; mean), both
        also of the calmest and the liveliest tenth of the movements (…_low, …_high); blinks_per_minute; and the means
        of `nods`, `brow_beats`, `brows_with_pitch` and `blinks_in_pauses`, each also at other places of the speech
        (…_by_chance) and by how many standard deviations of those it is above them (…_z)
    """
    speed = [float(np.linalg.norm(np.diff(m.rotation, axis=0), axis=1).mean() * RATE) for m in movements]
    extent = [float(m.rotation.std(axis=0).sum()) for m in movements]
    frames = [len(m.rotation) for m in movements]
    figures: dict[str, float] = {}
    for name, values in (("head_speed", speed), ("head_range", extent)):
        low, high = np.percentile(values, (10, 90))
        mean = float(np.average(values, weights=frames))
        figures |= {name: mean, f"{name}_low": float(low), f"{name}_high": float(high)}
    figures["blinks_per_minute"] = 60 * RATE * sum(len(m.blinks) for m in movements) / sum(frames)
    long = [m for m in movements if len(m.rotation) >= SHORTEST * RATE]
    for one in (nods, brow_beats, brows_with_pitch, blinks_in_pauses):
        true, elsewhere = placed(long, one)
        chance, spread = float(elsewhere.mean()), float(elsewhere.std())
        name = one.__name__
        figures |= {name: true, f"{name}_by_chance": chance, f"{name}_z": (true - chance) / max(spread, 1e-9)}
    return {name: round(value, 3) for name, value in figures.items()}


def placed(movements: Sequence[Movement], one: Callable[[Movement, float], np.ndarray]) -> tuple[float, np.ndarray]:
    """The mean of a figure where the movements belong, and (PLACES,) with them laid on other places of the speech."""
    shares = [0.0, *np.linspace(0, 1, PLACES + 4)[2:-2]]
    means = []
    for share in shares:
        values = [value for m in movements for value in one(m, share * m.prosody.duration).tolist()]
        means.append(float(np.mean(values)) if values else 0.0)
    return means[0], np.array(means[1:])


def nods(movement: Movement, later: float = 0.0) -> np.ndarray:
    """(stresses,) how far the head goes down within NOD of every stress, the movement moved `later` seconds.

    As a share of how far this head goes up or down in that time anyway.
    """

    def downwards(moments: np.ndarray) -> np.ndarray:
        pitch = movement.rotation[:, 0]
        return _at(movement, pitch, moments + NOD) - _at(movement, pitch, moments)

    return downwards(_stressed(movement) - later) / max(np.abs(downwards(movement.times)).mean(), 1e-6)


def brow_beats(movement: Movement, later: float = 0.0) -> np.ndarray:
    """(stresses,) by how much the brows are higher at every stress than BEAT before and after it.

    As a share of how much they differ so anyway; none where the brows are still.
    """

    def raised(moments: np.ndarray) -> np.ndarray:
        before, there, after = (_at(movement, movement.brows, moments + away) for away in (-BEAT, 0, BEAT))
        return there - (before + after) / 2

    if movement.brows.std() < STILL:
        return np.zeros(0)
    return raised(_stressed(movement) - later) / np.abs(raised(movement.times)).mean()


def brows_with_pitch(movement: Movement, later: float = 0.0) -> np.ndarray:
    """(frames spoken,) each Pearson's r of the brows and the voice's pitch; none where one of them is still."""
    speaking = movement.prosody.speaking(movement.times) > 0.5
    brows = _at(movement, movement.brows, movement.times - later)[speaking]
    pitch = movement.prosody.pitch_at(movement.times)[speaking]
    if len(brows) < 2 or brows.std() < STILL or pitch.std() < STILL:
        return np.zeros(0)
    return np.full(len(brows), np.corrcoef(brows, pitch)[0, 1])


def blinks_in_pauses(movement: Movement, later: float = 0.0) -> np.ndarray:
    """(blinks,) 1 where the eyes shut in a pause, after a phrase or before the first, else 0."""
    at = (movement.blinks + later) % movement.prosody.duration
    return (movement.prosody.speaking(at) < 0.5).astype(float)


def _stressed(movement: Movement) -> np.ndarray:
    return np.array([stress.time for stress in movement.prosody.stresses])


def _at(movement: Movement, track: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """A track (T,) at these seconds; what goes beyond one end comes in at the other."""
    return np.interp(moments % movement.times[-1], movement.times, track)


def differences(takes: Sequence[Sequence[Movement]]) -> dict[str, float]:
    """How far takes of one speech are from each other, each of `takes` being those of one speech.

    Returns
    -------
    dict : takes_apart (degrees, mean distance of two heads at one moment), takes_r (Pearson's r of two heads, mean of
        the axes)
    """
    apart, alike = [], []
    for one, other in itertools.chain(*(itertools.combinations(speech, 2) for speech in takes)):
        apart.append(float(np.linalg.norm(one.rotation - other.rotation, axis=1).mean()))
        alike.append(np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(one.rotation.T, other.rotation.T, strict=True)]))
    return {"takes_apart": round(float(np.mean(apart)), 3), "takes_r": round(float(np.mean(alike)), 3)}


def table(figures: dict[str, dict]) -> str:
    """The figures as lines to read."""
    lines = []
    for title, values in figures.items():
        lines += [f"{title}:", *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join(lines)
